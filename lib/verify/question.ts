import type pg from 'pg'

/** The answer to "which keys changed after clock value c?". `now` is the database's time in milliseconds. */
export type ClockAnswer = { value: number; horizon: number; now: number; changed: readonly string[] }

/** More changes than this in one answer are not listed: everything is forgotten instead. */
export const MAX_CHANGES_LISTED = 10_000

// A function of the database (see its migration): planned once a connection, though the statement has no name.
const QUESTION = `SELECT value, horizon, now, changed FROM gatelist_changes_since($1, ${MAX_CHANGES_LISTED + 1})`

export type Asker = { ask(clock: number): Promise<ClockAnswer>; close(): void }

/**
 * Asks over connections of `pool` that it keeps to itself, as many as questions are out at once. Taking one from the pool, building five
 * messages and reading a described row would cost half as much again, at every question.
 */
export function createAsker(pool: pg.Pool): Asker {
  const idle: pg.PoolClient[] = []
  const lent = new Set<pg.PoolClient>()
  let closed = false

  async function take(): Promise<pg.PoolClient> {
    const client = await pool.connect()
    lent.add(client)
    client.on('error', () => drop(client))
    return client
  }

  /** Ends a connection, once: whatever was wrong with it, the next question begins afresh. */
  function drop(client: pg.PoolClient): void {
    const at = idle.indexOf(client)
    if (at !== -1) idle.splice(at, 1)
    if (lent.delete(client)) client.release(true)
  }

  function giveBack(client: pg.PoolClient): void {
    if (closed) drop(client)
    else if (lent.has(client)) idle.push(client)
  }

  return {
    async ask(clock) {
      const client = idle.pop() ?? (await take())
      try {
        const answer = await new Promise<ClockAnswer>((resolve, reject) => {
          client.query(new Question(clock, resolve, reject))
        })
        giveBack(client)
        return answer
      } catch (error) {
        drop(client)
        throw error
      }
    },
    close() {
      closed = true
      for (const client of [...idle]) drop(client)
    },
  }
}

type Row = { readonly fields: readonly (string | null)[] }

/** What pg sends and hands answers to. Its messages are written at once, and the columns are known, so they are not described. */
class Question implements pg.Submittable {
  /** For whoever listens to what is sent. */
  readonly text = QUESTION
  /** pg puts its time limit here, and stops it when this is called. */
  callback: ((error: Error | null) => void) | undefined
  readonly #clock: number
  readonly #resolve: (answer: ClockAnswer) => void
  readonly #reject: (error: Error) => void
  #answer: ClockAnswer | null = null

  constructor(clock: number, resolve: (answer: ClockAnswer) => void, reject: (error: Error) => void) {
    this.#clock = clock
    this.#resolve = resolve
    this.#reject = reject
  }

  submit({ stream }: pg.Connection): void {
    stream.write(messagesFor(this.#clock))
  }

  handleDataRow({ fields: [value, horizon, now, changed] }: Row): void {
    this.#answer = {
      value: Number(value),
      horizon: Number(horizon),
      now: Number(now),
      changed: changed == null ? [] : changed.split(','),
    }
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.callback?.(null)
    if (this.#answer === null) this.#reject(new Error('the change clock has no row'))
    else this.#resolve(this.#answer)
  }

  handleError(error: Error): void {
    this.callback?.(error)
    this.#reject(error)
  }
}

const encoder = new TextEncoder()
const zeroEnded = (text: string) => encoder.encode(`${text}\0`)
const UNNAMED = zeroEnded('')

function int(bytes: 2 | 4, value: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeIntBE(value, 0, bytes)
  return buffer
}

/** A message of PostgreSQL's protocol 3.0: its letter, its length, its parts. */
function message(letter: string, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([encoder.encode(letter), int(4, body.length + 4), body])
}

const PARSE = message('P', UNNAMED, zeroEnded(QUESTION), int(2, 0))
const EXECUTE_AND_SYNC = Buffer.concat([message('E', UNNAMED, int(4, 0)), message('S')])

let last = { clock: Number.NaN, bytes: Buffer.alloc(0) }

/** Parse, bind, execute, sync: unnamed, because PgBouncer in transaction mode loses named statements. */
function messagesFor(clock: number): Buffer {
  if (last.clock !== clock) {
    const value = encoder.encode(String(clock))
    const bind = message('B', UNNAMED, UNNAMED, int(2, 0), int(2, 1), int(4, value.length), value, int(2, 0))
    last = { clock, bytes: Buffer.concat([PARSE, bind, EXECUTE_AND_SYNC]) }
  }
  return last.bytes
}
