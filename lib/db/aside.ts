import pg from 'pg'
import { env } from '#lib/env'
import { limits } from './pool.ts'

/**
 * What long work may cost. `lock`: the number of an advisory lock that only one process of the installation holds at a time.
 * `signal` breaks it off, and nothing of it was done.
 */
export type Aside = { readonly lock: number; readonly statementMs: number; readonly signal?: AbortSignal | undefined }

/** The connection of such work. */
export type AsideClient = pg.Client

/** Somebody else is at it. */
export const busyElsewhere = Symbol('busy elsewhere')

/**
 * Runs long work in one transaction on a connection of its own, so that no request waits for a place in the pool behind it. Each
 * statement is limited on the server, and a little later on this side, where a server that is stopped answers nothing.
 */
export async function aside<T>(
  { lock, statementMs, signal }: Aside,
  work: (client: AsideClient) => Promise<T>,
): Promise<T | typeof busyElsewhere> {
  const client = new pg.Client({
    connectionString: env().databaseUrl,
    connectionTimeoutMillis: limits.connectMs,
    query_timeout: statementMs + 1000,
    keepAlive: true,
    application_name: 'gatelist aside',
  })
  // The statement that is under way fails too, and tells its caller.
  client.on('error', () => undefined)
  const leave = () => client.end().catch(() => undefined)
  signal?.addEventListener('abort', leave)
  try {
    signal?.throwIfAborted()
    await client.connect()
    await client.query(`BEGIN; SET LOCAL statement_timeout = ${statementMs}; SET LOCAL lock_timeout = 2000`)
    const { rows } = await client.query<{ had: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS had', [lock])
    if (rows[0]?.had !== true) return busyElsewhere
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } finally {
    signal?.removeEventListener('abort', leave)
    await leave()
  }
}
