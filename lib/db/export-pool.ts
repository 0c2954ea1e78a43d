import pg from 'pg'
import { env } from '#lib/env'

const STATEMENT_MS = 15_000

// The pages are bundled apart from the server, in the same process; one key on globalThis gives both the same pool.
const HELD: unique symbol = Symbol.for('gatelist.exports.pool') as never
const holder = globalThis as { [HELD]?: { url: string; pool: pg.Pool } }

/** Few connections of its own: an export may be slow and never takes one from who verifies or opens a page. */
function exportPool(): pg.Pool {
  const { databaseUrl: url } = env()
  if (url === undefined) throw new Error('DATABASE_URL is not set')
  if (holder[HELD]?.url === url) return holder[HELD].pool
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: 5000,
    // A server that is stopped keeps no time limit, so there is one on this side too.
    query_timeout: STATEMENT_MS + 2000,
    idleTimeoutMillis: 5000,
    allowExitOnIdle: true,
    application_name: 'gatelist exports',
  })
  // An idle connection that breaks is replaced at the next use, and a lent one tells its statement; without listeners the events
  // would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  holder[HELD] = { url, pool }
  return pool
}

// Windows are found by indexes and are small: neither helpers, nor compiling, nor reading whole tables pays for one.
const BEGIN = `BEGIN READ ONLY; SET LOCAL statement_timeout = ${STATEMENT_MS}; SET LOCAL jit = off;
  SET LOCAL random_page_cost = 1.1; SET LOCAL max_parallel_workers_per_gather = 0`

/** Lends a connection for a few short reads, and gives it back between batches: a slow reader holds none. */
export async function readBriefly<T>(read: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await exportPool().connect()
  try {
    await client.query(BEGIN)
    const answer = await read(client)
    await client.query('COMMIT')
    client.release()
    return answer
  } catch (error) {
    // What it still does is unknown: it is closed, not lent again.
    client.release(true)
    throw error
  }
}

const asText = { getTypeParser: () => (value: string) => value }

/** Rows with every value as text. */
export async function textRows(
  client: pg.PoolClient,
  text: string,
  values: readonly unknown[],
): Promise<(string | null)[][]> {
  const { rows } = await client.query({ text, values: [...values], rowMode: 'array', types: asText as never })
  return rows as (string | null)[][]
}
