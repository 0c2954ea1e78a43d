import pg from 'pg'
import { greet, isUnprepared, UNPREPARED, withoutNameUnlessDirect } from './prepared.ts'

/**
 * A PostgreSQL that is stopped or cut off answers nothing, its own statement_timeout included, so every limit is kept on
 * this side. Together they keep a read under one second.
 */
export const limits = {
  /** Getting a connection: a free one, or a new one with its handshake. */
  connectMs: 550,
  /** The first question on a new connection, in addition. */
  greetMs: 300,
  /** Getting a connection and the answer to one statement. */
  answerMs: 800,
  /** One statement inside a transaction, which may wait for another transaction's lock. */
  lockedAnswerMs: 4500,
} as const

/**
 * A lock that is not had in time becomes an answer, which leaves the connection sound, before our own limit ends it. Set with each
 * transaction and not when connecting: PgBouncer refuses such parameters, and lends connections for one transaction at a time.
 */
const BEGIN = `BEGIN; SET LOCAL lock_timeout = ${limits.lockedAnswerMs - 500}; SET LOCAL idle_in_transaction_session_timeout = 10000`

const OUT_OF_TIME = 'Query read timeout'

type Send = (...parts: unknown[]) => unknown

class LimitedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    // A connection can break while it is lent and no statement is under way. The next statement fails and tells; without a
    // listener the event would end the process.
    this.on('error', () => undefined)
    const send = this.query.bind(this) as unknown as Send
    const limited: Send = (...parts) => {
      const inTransaction = this.getTransactionStatus() === 'T'
      const query = withoutNameUnlessDirect(this, asConfig(parts[0]))
      parts[0] = inTransaction ? { ...query, query_timeout: limits.lockedAnswerMs } : beginning(query)
      const callback = parts.at(-1)
      if (typeof callback === 'function') {
        parts[parts.length - 1] = (error: unknown, result: unknown) => {
          callback(this.#heed(error), result)
        }
        return send(...parts)
      }
      const answer = send(...parts)
      if (!(answer instanceof Promise)) return answer
      return answer.catch((error: unknown) => {
        throw this.#heed(error)
      })
    }
    this.query = limited as unknown as typeof this.query
  }

  /**
   * pg answers "out of time" but leaves the statement running on the connection. Whoever got that connection next would
   * wait behind it, and a ROLLBACK would too, so the connection is ended at once; the pool then drops it. So it is with one whose
   * prepared statements are of no use any more.
   */
  #heed(error: unknown): unknown {
    const isOutOfTime = error instanceof Error && error.message === OUT_OF_TIME
    const isOfNoUse = isUnprepared(error)
    if (isOutOfTime || isOfNoUse) this.end().catch(() => undefined)
    return isOfNoUse ? new Error(UNPREPARED, { cause: error }) : error
  }
}

function beginning(query: pg.QueryConfig): pg.QueryConfig {
  return query.text === 'BEGIN' ? { ...query, text: BEGIN } : query
}

function asConfig(query: unknown): pg.QueryConfig {
  return typeof query === 'string' ? { text: query } : (query as pg.QueryConfig)
}

class LimitedPool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super(config)
    const send = this.query.bind(this) as unknown as Send
    const limited: Send = (query, ...rest) => {
      const end = performance.now() + limits.answerMs
      // Read when a connection has been had, so that waiting for one counts.
      const withDeadline = Object.defineProperty({ ...asConfig(query) }, 'query_timeout', {
        get: () => Math.max(1, Math.ceil(end - performance.now())),
        enumerable: true,
      })
      return send(withDeadline, ...rest)
    }
    this.query = limited as unknown as typeof this.query
  }
}

/** A pool whose every call ends in time, and whose connections are never handed out while one is stuck. */
export function limitedPool(connectionString: string, size: number): pg.Pool {
  const pool = new LimitedPool({
    connectionString,
    max: size,
    Client: LimitedClient as unknown as new () => pg.ClientBase,
    // Waited for, before the connection is lent to anybody.
    onConnect: (client) => greet(client, limits.greetMs),
    connectionTimeoutMillis: limits.connectMs,
    query_timeout: limits.answerMs,
    // A new one has everything to plan anew, so a process that closes them between two busy minutes is slow in each.
    idleTimeoutMillis: 300_000,
    keepAlive: true,
    application_name: 'gatelist',
  })
  // An idle connection that breaks is replaced at the next use; without a listener the event would end the process.
  pool.on('error', () => undefined)
  return pool
}
