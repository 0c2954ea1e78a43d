import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Long enough for the largest answer over a bad line; a download counts by each piece of it. */
const LIMIT_MS = 20_000
const LOOK_EVERY_MS = 2_500

type Wait = { readonly taken: number; readonly since: number }

/** Looks at all connections now and then; until the server is closed. */
export function endSlowReaders(server: Server, { limitMs = LIMIT_MS, lookEveryMs = LOOK_EVERY_MS } = {}): void {
  const open = new Set<Socket>()
  const waits = new WeakMap<Socket, Wait>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  const timer = setInterval(() => {
    const now = performance.now()
    for (const socket of open) if (hasWaited(socket, { waits, now, limitMs })) end(socket)
  }, lookEveryMs)
  timer.unref()
  server.once('close', () => clearInterval(timer))
}

type Look = { readonly waits: WeakMap<Socket, Wait>; readonly now: number; readonly limitMs: number }

/** Whether nothing of what waits to be read was taken for so long. */
function hasWaited(socket: Socket, { waits, now, limitMs }: Look): boolean {
  const waiting = socket.writableLength
  if (waiting === 0) {
    waits.delete(socket)
    return false
  }
  const taken = socket.bytesWritten - waiting
  const wait = waits.get(socket)
  if (wait?.taken === taken) return now - wait.since >= limitMs
  waits.set(socket, { taken, since: now })
  return false
}

/** By a reset: after an ordinary end the machine would go on keeping for minutes what nobody reads. */
function end(socket: Socket): void {
  socket.resetAndDestroy()
}
