import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'

/** About 10 KB each; whoever has this many callers at once has a proxy in front that shares connections among them. */
const MOST = 10_000
/** Of the files that this process may have open, the rest is for the database, DNS and files. */
const SHARE_OF_FILES = 0.8
/** From here on nobody keeps a connection that nothing happens on. */
const FULL_FROM = 0.8
const SHED_EVERY_MS = 1000

/**
 * Bounds the connections of a process, so that a flood of them takes neither its memory nor the files that its database needs.
 * There is no bound for each peer: a proxy, or the address translation of a container host, is one peer for everybody.
 */
export function limitConnections(
  server: Server,
  most = Math.min(MOST, Math.floor(openFiles() * SHARE_OF_FILES)),
): void {
  server.maxConnections = most
  let open = 0
  let shedAt = Number.NEGATIVE_INFINITY
  server.on('connection', (socket) => {
    open += 1
    socket.once('close', () => {
      open -= 1
    })
    if (open <= most * FULL_FROM || performance.now() - shedAt < SHED_EVERY_MS) return
    shedAt = performance.now()
    server.closeIdleConnections()
  })
}

/** How many files this process may have open; where that cannot be told, no bound. */
function openFiles(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'latin1')
    return Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
