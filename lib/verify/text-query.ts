import type pg from 'pg'

/** Runs a statement and answers with the text in the only column of its only row; null when there is none. */
export type RunText = (statement: TextStatement, values: readonly string[]) => Promise<string | null>

/** `idle`: how many connections it keeps that have nothing to do; to the pool they are lent. */
export type TextQueries = { run: RunText; readonly idle: number; close(): void }

/**
 * Runs statements over connections of `pool` that it keeps to itself, as many as are out at once. Taking one from the pool, building
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
    if (closed || pool.waitingCount > 0) release(client, closed)
    else if (kept.has(client)) idle.push(client)
  }

  return {
    get idle() {
      return idle.length
    },
    async run(statement, values) {
      const client = idle.pop() ?? (await take())
      try {
        const answer = await new Promise<string | null>((resolve, reject) => {
          client.query(new TextQuery({ text: statement.text, bytes: statement.bytesWith(values), resolve, reject }))
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

type Run = {
  readonly text: string
  readonly bytes: Uint8Array
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

/** A statement with places for texts, and the messages that run it. */
export type TextStatement = { readonly text: string; bytesWith(values: readonly string[]): Uint8Array }

/** Parse, bind, execute, sync: unnamed, because PgBouncer in transaction mode loses named statements. */
export function textStatement(text: string): TextStatement {
  const parse = message('P', UNNAMED, zeroEnded(text), int(2, 0))
  let last: { values: readonly string[]; bytes: Uint8Array } | null = null
  return {
    text,
    bytesWith(values) {
      // The same question is asked many times.
      if (last?.values !== values) {
        const given = values.map((value) => encoder.encode(value)).flatMap((value) => [int(4, value.length), value])
        const bind = message('B', UNNAMED, UNNAMED, int(2, 0), int(2, values.length), ...given, int(2, 0))
        last = { values, bytes: Buffer.concat([parse, bind, EXECUTE_AND_SYNC]) }
      }
      return last.bytes
    },
  }
}

/** An array of PostgreSQL, as text. */
export function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
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

const EXECUTE_AND_SYNC = Buffer.concat([message('E', UNNAMED, int(4, 0)), message('S')])
