import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { newRequestId } from '#lib/request-id'
import { limitConnections } from '#server/connection-limit'
import { createPipelineLimit, MOST_QUEUED } from '#server/pipeline-limit'
import { waitUntil } from '#server/processes'
import { type ShapeProblem, shapeProblem } from '#server/request-shape'
import { endSlowReaders } from '#server/slow-readers'
import { StartProblem } from '#server/start-problem'

/** What finds no room to arrive tries again after a second, so a flood of others must not fill it. The machine may allow less. */
const MOST_ARRIVING = 4096

export type Handle = (request: IncomingMessage, response: ServerResponse) => void

export type HttpServer = {
  readonly server: Server
  /** Takes connections from now on. @returns the port, which is another one where 0 was asked for */
  open(host: string | undefined, port: number): Promise<number>
  /** What answers from now on. Until the first call, everything is told to come back. */
  serve(handle: Handle): void
  /** Still takes connections, but every answer is the last one on its own: who keeps connections opens the next one elsewhere. */
  sendElsewhere(): void
  /** Takes no new connection, lets requests end, and cuts those that take longer than `timeoutMs`. */
  drain(timeoutMs: number): Promise<void>
}

/** What everybody is told while the server starts. */
export const comeBack: Handle = (_request, response) => {
  const headers = { 'Content-Type': 'application/json', 'Retry-After': '1', 'X-Request-Id': newRequestId() }
  response.writeHead(503, { ...headers, Connection: 'close' })
  response.end('{"error":"Service temporarily unavailable"}')
}

function refuseShape(response: ServerResponse, status: ShapeProblem): void {
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'X-Request-Id': newRequestId() }
  response.writeHead(status, { ...headers, Connection: 'close' })
  response.end(status === 400 ? '{"error":"Bad request"}' : '{"error":"HTTP version not supported"}')
}

/** A server of HTTP that takes no connections yet. */
export function createHttp(): HttpServer {
  let handle = comeBack
  const mayGoOn = createPipelineLimit(MOST_QUEUED)
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 60_000,
      noDelay: true,
      // Four times what the doors let pass: they answer what is too large in words and with an id, Node with neither.
      maxHeaderSize: 64 * 1024,
      // A caller that is slow to send its request is cut off within a second of its time.
      connectionsCheckingInterval: 1000,
    },
    (request, response) => {
      if (!mayGoOn(request, response)) return
      const problem = shapeProblem(request)
      if (problem === null) handle(request, response)
      else refuseShape(response, problem)
    },
  )
  // Node would drop lines past a limit without a word; the doors count for themselves.
  server.maxHeadersCount = 0
  limitConnections(server)
  endSlowReaders(server)
  server.on('connect', (_request, socket) => socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\n\r\n'))
  return {
    server,
    open: (host, port) => listen(server, host, port),
    serve: (next) => {
      handle = next
    },
    sendElsewhere: () => {
      const usual = handle
      handle = (request, response) => {
        response.shouldKeepAlive = false
        usual(request, response)
      }
    },
    drain: async (timeoutMs) => {
      let closed = false
      server.close(() => {
        closed = true
      })
      const idle = setInterval(() => server.closeIdleConnections(), 20)
      await waitUntil(() => closed, timeoutMs)
      clearInterval(idle)
      server.closeAllConnections()
    },
  }
}

async function listen(server: Server, host: string | undefined, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenProblem(error, host, port)))
    server.listen({ port, backlog: MOST_ARRIVING, ...(host === undefined ? {} : { host }) }, resolve)
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

function listenProblem(error: NodeJS.ErrnoException, host: string | undefined, port: number): Error {
  const where = host === undefined ? `port ${port}` : `${host}, port ${port}`
  if (error.code === 'EADDRINUSE')
    return new StartProblem(`Something else listens on ${where}. Set PORT to another one.`)
  if (error.code === 'EACCES')
    return new StartProblem(`This user may not listen on ${where}. Set PORT to 1024 or more.`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new StartProblem(`This machine has no address ${host ?? ''}. Set HOST to one it has, or leave it out.`)
  }
  return error
}
