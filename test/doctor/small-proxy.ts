import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a proxy does with the headers of a caller; `headers` are theirs, in lower case. */
export type Forwarding = (headers: Record<string, string | string[] | undefined>, caller: string) => void

const pretended = '198.51.100.23'

/** Writes the caller behind what came, as most proxies do. */
export const appending: Forwarding = (headers, caller) => {
  const came = headers['x-forwarded-for']
  headers['x-forwarded-for'] = came === undefined ? caller : `${String(came)}, ${caller}`
}

export const realIp: Forwarding = (headers, caller) => {
  headers['x-real-ip'] = caller
}

/** Writes X-Real-IP only where the caller sent none. */
export const credulous: Forwarding = (headers, caller) => {
  headers['x-real-ip'] ??= caller
}

export const silent: Forwarding = () => undefined

/** A reverse proxy before a port of this machine, that takes every caller for 198.51.100.23. */
export async function smallProxy(
  port: number,
  forward: Forwarding,
): Promise<{ url: string; close(): Promise<unknown> }> {
  const server: Server = createServer((incoming, response) => {
    const headers = { ...incoming.headers }
    forward(headers, pretended)
    const { method, url: path } = incoming
    const options = {
      host: '127.0.0.1',
      port,
      headers,
      agent: false,
      ...(method ? { method } : {}),
      ...(path ? { path } : {}),
    }
    const outgoing = request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    outgoing.on('error', () => response.destroy())
    incoming.pipe(outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
