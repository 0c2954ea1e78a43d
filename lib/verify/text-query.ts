import type pg from 'pg'
import type { TextMessage } from './text-statement.ts'

/** Runs a statement and answers with the text in the only column of its only row; null when there is none. */
export type RunText = (message: TextMessage) => Promise<string | null>

/** `idle`: how many connections it keeps that have nothing to do; to the pool they are lent. */
export type TextQueries = { run: RunText; readonly idle: number; close(): void }

/** As many as are out at once when the database is quick to answer; the pool closes the others after a while. */
export const MOST_KEPT = 3

/**
 * Runs statements over connections of `pool` that it keeps to itself, a few of them. Taking one from the pool, building
 * five messages and reading described rows would cost half as much again, at every statement.
 */
export function createTextQueries(pool: pg.Pool): TextQueries {
  const idle: pg.PoolClient[] = []
  /** What listens to the errors of each connection that is not the pool's at the moment. */
  const kept = new Map<pg.PoolClient, () => void>()
  let closed = false

  async function take(): Promise<pg.PoolClient> {
    const client = await pool.connect()
    const onError = () => release(client, true)
    kept.set(client, onError)
    client.on('error', onError)
    return client
  }

  /** Hands a connection to the pool, once. Whatever was wrong with one ends it, so that the next statement begins afresh. */
  function release(client: pg.PoolClient, isBroken: boolean): void {
    const onError = kept.get(client)
    if (onError === undefined) return
    kept.delete(client)
    client.off('error', onError)
    const at = idle.indexOf(client)
    if (at !== -1) idle.splice(at, 1)
    client.release(isBroken)
  }

  function giveBack(client: pg.PoolClient): void {
    // Whoever waits at the pool would never hear of a connection that is kept.
    if (closed || pool.waitingCount > 0 || idle.length >= MOST_KEPT) release(client, closed)
    else if (kept.has(client)) idle.push(client)
  }

  return {
    get idle() {
      return idle.length
    },
    async run(message) {
      const client = idle.pop() ?? (await take())
      try {
        const answer = await new Promise<string | null>((resolve, reject) => {
          client.query(new TextQuery({ ...message, resolve, reject }))
        })
        giveBack(client)
        return answer
      } catch (error) {
        release(client, true)
        throw error
      }
    },
    close() {
      closed = true
      for (const client of [...idle]) release(client, true)
    },
  }
}

type Row = { readonly fields: readonly (string | null)[] }

type Run = TextMessage & {
  resolve(answer: string | null): void
  reject(error: Error): void
}

/** What pg sends and hands answers to. Its messages are written at once, and the column is known, so it is not described. */
class TextQuery implements pg.Submittable {
  /** For whoever listens to what is sent. */
  readonly text: string
  /** pg puts its time limit here, and stops it when this is called. */
  callback: ((error: Error | null) => void) | undefined
  readonly #run: Run
  #answer: string | null = null

  constructor(run: Run) {
    this.text = run.text
    this.#run = run
  }

  submit({ stream }: pg.Connection): void {
    stream.write(this.#run.bytes)
  }

  handleDataRow({ fields: [answer = null] }: Row): void {
    this.#answer = answer
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.callback?.(null)
    this.#run.resolve(this.#answer)
  }

  handleError(error: Error): void {
    this.callback?.(error)
    this.#run.reject(error)
  }
}
