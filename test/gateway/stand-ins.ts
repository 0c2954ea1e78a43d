import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Listening = { readonly port: number; close(): Promise<void> }

/** What came to the API behind the proxy. `headers` is name, value, name, value… */
export type Arrived = {
  readonly method: string
  readonly url: string
  readonly headers: readonly string[]
  readonly bodyHash: string
}

/** An API of somebody else. It answers with the status that the query names (`?status=403`), and keeps what came. */
export async function startApi(): Promise<Listening & { readonly arrived: Arrived[] }> {
  const arrived: Arrived[] = []
  const listening = await listen(async (request, response) => {
    const { method = '', url = '', rawHeaders } = request
    arrived.push({ method, url, headers: rawHeaders, bodyHash: await hashOf(request) })
    const status = Number(new URL(url, 'http://api').searchParams.get('status') ?? 200)
    response.writeHead(status, { 'Content-Type': 'text/plain', 'X-Api': 'yes' }).end(`${status} of the API`)
  })
  return { ...listening, arrived }
}

export type Reply = { status: number; headers?: Record<string, string>; body?: string } | 'silence' | 'reset'

/** Stands where Gatelist should, and answers as it is told. */
export async function startOddGatelist(): Promise<Listening & { reply: Reply }> {
  const told: { reply: Reply } = { reply: 'silence' }
  const listening = await listen((request, response) => {
    const { reply } = told
    if (reply === 'silence') return
    if (reply === 'reset') request.socket.destroy()
    else response.writeHead(reply.status, reply.headers).end(reply.body)
  })
  return Object.assign(told, listening)
}

export function hashOfText(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex')
}

async function hashOf(request: IncomingMessage): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of request) hash.update(chunk)
  return hash.digest('hex')
}

async function listen(handle: RequestListener): Promise<Listening> {
  const server: Server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
