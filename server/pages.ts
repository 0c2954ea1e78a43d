import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
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
    httpServer: options.server,
    customServer: true,
  })
  await app.prepare()
  const serve = app.getRequestHandler()
  if (options.dev) passUpgrades(options.server, app.getUpgradeHandler())
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

/** The development page reloads itself over a WebSocket; in production nothing takes one. */
function passUpgrades(
  server: Server,
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>,
): void {
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.startsWith('/_next/') === true) void upgrade(request, socket, head)
    else socket.destroy()
  })
}
