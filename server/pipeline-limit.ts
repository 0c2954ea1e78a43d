import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Calls that one connection may have waiting behind another. Browsers and clients of today send the next after the answer. */
export const MOST_QUEUED = 32

/**
 * Ends connections on which more calls wait for their turn than anybody needs. Node takes all calls of a piece at once, thousands
 * of them, and whoever else calls would wait until the last is begun.
 *
 * @returns whether a request may go on; its connection is ended otherwise
 */
export function createPipelineLimit(most: number): (request: IncomingMessage, response: ServerResponse) => boolean {
  const queued = new WeakMap<Socket, number>()
  return ({ socket }, response) => {
    if (socket.destroyed) return false
    // Node gives a response its socket when its turn comes, which for most is at once.
    if (response.socket !== null) return true
    const waiting = (queued.get(socket) ?? 0) + 1
    if (waiting > most) {
      socket.destroy()
      return false
    }
    queued.set(socket, waiting)
    response.once('finish', () => queued.set(socket, (queued.get(socket) ?? 1) - 1))
    return true
  }
}
