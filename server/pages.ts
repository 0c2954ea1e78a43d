import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { runWithPeer } from '#lib/client-ip/peer'
import { newRequestId } from '#lib/request-id'
import { admitToPages } from '#server/page-door'
import { projectRoot } from '#server/project-root'

export type Pages = {
  handle(request: IncomingMessage, response: ServerResponse): void
  close(): Promise<void>
}

/** Next, behind our door. `dev` compiles pages as they are asked for. */
export async function openPages(options: { dev: boolean; server: Server; port: number; host: string }): Promise<Pages> {
  const { default: next } = await import('next')
  const app = next({
    dev: options.dev,
    dir: projectRoot,
    hostname: options.host,
    port: options.port,
    // Next takes WebSockets from the server it is given: pages in development reload by one. In production nothing needs them,
    // so it is given one that nobody can connect to.
    httpServer: options.dev ? options.server : createServer(),
    customServer: true,
  })
  await app.prepare()
  const serve = app.getRequestHandler()
  return {
    handle: (request, response) => {
      if (!admitToPages(request, response)) return
      const requestId = newRequestId()
      response.setHeader('X-Request-Id', requestId)
      const context = { peer: request.socket.remoteAddress, rawHeaders: request.rawHeaders, requestId }
      void runWithPeer(context, () => serve(request, response))
    },
    close: () => app.close(),
  }
}
