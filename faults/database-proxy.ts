import { connect, createServer, type Socket } from 'node:net'

/** `answers`: from the database; `questions`: to it. */
export type Direction = 'questions' | 'answers'

/**
 * What becomes of a piece that passes: it goes on after so many milliseconds, or is lost and all that follow it on that connection, as
 * on a link that is cut without a word.
 */
export type Passing = (chunk: Buffer, direction: Direction) => number | 'lost'

export type ShapedProxy = {
  /** The database as it is reached through here. */
  readonly url: string
  /** How pieces pass from now on, on connections that there are and new ones. */
  shape(passing: Passing): void
  /** Resets all connections; new ones are taken. */
  reset(): void
  connections(): number
  close(): Promise<void>
}

export const atOnce: Passing = () => 0

/** Stands between a process and the database. */
export async function startShapedProxy(databaseUrl: string): Promise<ShapedProxy> {
  const target = new URL(databaseUrl)
  const open = new Set<Socket>()
  let passing: Passing = atOnce

  function join(socket: Socket): void {
    const database = connect({ host: target.hostname, port: Number(target.port), noDelay: true })
    for (const end of [socket, database]) end.on('error', () => undefined)
    open.add(socket)
    const isLost = { questions: false, answers: false }
    const pass = (direction: Direction, to: Socket, chain: { last: Promise<void> }) => (chunk: Buffer) => {
      const after = isLost[direction] ? 'lost' : passing(chunk, direction)
      if (after === 'lost') {
        isLost[direction] = true
        return
      }
      const wait = after === 0 ? Promise.resolve() : new Promise<void>((resolve) => setTimeout(resolve, after))
      // In their order, whatever each waits for.
      chain.last = Promise.all([chain.last, wait]).then(() => void to.write(chunk))
    }
    socket.on('data', pass('questions', database, { last: Promise.resolve() }))
    database.on('data', pass('answers', socket, { last: Promise.resolve() }))
    socket.once('close', () => {
      open.delete(socket)
      database.destroy()
    })
    // A link that is cut tells nobody that the other end is gone.
    database.once('close', () => isLost.answers || socket.destroy())
  }

  const server = createServer({ noDelay: true }, join)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port')
  const url = new URL(target)
  url.port = String(address.port)
  return {
    url: url.href,
    shape: (next) => {
      passing = next
    },
    reset: () => {
      for (const socket of open) socket.resetAndDestroy()
    },
    connections: () => open.size,
    close: () => {
      for (const socket of open) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
