import { connect, createServer, type Socket } from 'node:net'

/** Stands between a server and the database, and can part them. */
export type DatabaseProxy = {
  /** The database as it is reached through here. */
  readonly url: string
  /** So much later each answer of the database arrives; what is asked is not held up. 0: at once. */
  setLatency(ms: number): void
  /** Destroys all connections, and refuses new ones until `mend`. */
  cut(): void
  mend(): void
  /** How many connections were destroyed and refused, and how many answers came later, so far. */
  counts(): { readonly destroyed: number; readonly refused: number; readonly delayed: number }
  close(): Promise<void>
}

/** @param databaseUrl of a database that is reached by host and port */
export async function startProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl)
  const open = new Set<Socket>()
  const counts = { destroyed: 0, refused: 0, delayed: 0 }
  let isCut = false
  let latencyMs = 0

  function join(socket: Socket): void {
    const database = connect({ host: target.hostname, port: Number(target.port), noDelay: true })
    for (const end of [socket, database]) end.on('error', () => undefined)
    open.add(socket)
    socket.on('data', (chunk) => database.write(chunk))
    database.on('data', (chunk) => {
      if (latencyMs === 0) return void socket.write(chunk)
      counts.delayed += 1
      // Timers of one length go off in the order in which they were set, so answers stay in order.
      setTimeout(() => socket.write(chunk), latencyMs)
    })
    socket.once('close', () => {
      open.delete(socket)
      database.destroy()
    })
    database.once('close', () => setTimeout(() => socket.destroy(), latencyMs))
  }

  const server = createServer({ noDelay: true }, (socket) => {
    if (!isCut) return join(socket)
    counts.refused += 1
    socket.on('error', () => undefined)
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: through(target, server.address()),
    setLatency: (ms) => {
      latencyMs = ms
    },
    cut() {
      isCut = true
      for (const socket of open) {
        counts.destroyed += 1
        // A host that went away resets them, one that was shut down ends them.
        if (counts.destroyed % 2 === 0) socket.destroy()
        else socket.resetAndDestroy()
      }
    },
    mend: () => {
      isCut = false
    },
    counts: () => ({ ...counts }),
    close: () => {
      for (const socket of open) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function through(target: URL, address: ReturnType<ReturnType<typeof createServer>['address']>): string {
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port')
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String(address.port)
  return url.href
}
