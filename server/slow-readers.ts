import type { Server, Socket } from 'node:net'

/** Long enough for a line that is gone for a moment. */
const LIMIT_MS = 20_000
const LOOK_EVERY_MS = 2_500
/** Who takes less than this while something waits only means to hold the connection. */
const LEAST_BYTES_PER_SECOND = 1024

/** Where a connection stood when it was last looked at, and how much was taken since the time began in which enough must be. */
type Wait = { readonly taken: number; readonly queued: number; readonly gained: number; readonly since: number }

/** Looks at all connections now and then, until the server is closed, and ends those whose reader takes next to nothing. */
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

/** Whether next to nothing of what waits to be read was taken for so long. */
function hasWaited(socket: Socket, { waits, now, limitMs }: Look): boolean {
  const waiting = socket.writableLength
  if (waiting === 0) {
    waits.delete(socket)
    return false
  }
  const place = { taken: socket.bytesWritten - waiting, queued: queuedOf(socket) }
  const wait = waits.get(socket) ?? { ...place, gained: 0, since: now }
  const gained = wait.gained + Math.max(0, place.taken - wait.taken, wait.queued - place.queued)
  const isEnough = gained >= (limitMs / 1000) * LEAST_BYTES_PER_SECOND
  waits.set(socket, { ...place, ...(isEnough ? { gained: 0, since: now } : { gained, since: wait.since }) })
  return !isEnough && now - wait.since >= limitMs
}

/** A large answer is one write, which counts as taken when all of it is; how much of it is left, only the handle tells. */
function queuedOf(socket: Socket & { readonly _handle?: { readonly writeQueueSize?: number } | null }): number {
  return socket._handle?.writeQueueSize ?? 0
}

/** By a reset: after an ordinary end the machine would go on keeping for minutes what nobody reads. */
function end(socket: Socket): void {
  socket.resetAndDestroy()
}
