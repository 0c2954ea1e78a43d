import { type IncomingHttpHeaders, request } from 'node:http'

export type Sent = {
  method?: string
  path?: string
  headers?: Readonly<Record<string, string | readonly string[]>>
  body?: string | Buffer
  /** The address to call from, for example `127.0.0.2`. */
  from?: string
}

export type Received = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }

/** One request on a connection of its own to this machine. */
export function send(port: number, { method = 'GET', path = '/', headers = {}, body, from }: Sent): Promise<Received> {
  const all = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, copied(value)]))
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers: all, localAddress: from, agent: false }
    const outgoing = request(options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    outgoing.on('error', reject).end(body)
  })
}

function copied(value: string | readonly string[]): string | string[] {
  return typeof value === 'string' ? value : [...value]
}
