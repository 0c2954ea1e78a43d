import { hash } from 'node:crypto'
import type pg from 'pg'

/** What a statement begins with that PostgreSQL is to plan once a connection: planning takes most of the time of short ones. */
const MARK = '/* prepared */'

/** The name under which a connection keeps a marked statement; empty for all others. Their texts must be few. */
export function statementName({ sql }: { sql: string }): string {
  // PostgreSQL tells names apart by their first 63 bytes.
  return sql.trimStart().startsWith(MARK) ? `gatelist_${hash('sha256', sql).slice(0, 32)}` : ''
}

const direct = new WeakSet<pg.ClientBase>()

/**
 * Finds out whether a new connection leads to one PostgreSQL process for as long as it lives. PgBouncer and the like hand each
 * transaction to another one, which does not know what was prepared; they give the connection a process number of their own.
 *
 * And turns off PostgreSQL's compiler, where it has one: a page of keys beside lists of ten thousand looks dear enough to be compiled,
 * which takes longer than the page.
 */
export async function greet(client: pg.ClientBase, limitMs: number): Promise<void> {
  const greeting = { text: GREETING, query_timeout: limitMs }
  const { rows } = await client.query<{ pid: number }>(greeting)
  if (rows[0]?.pid === (client as { processID?: number }).processID) direct.add(client)
}

const GREETING = `SELECT pg_backend_pid() AS pid,
  CASE WHEN current_setting('jit', true) = 'on' THEN set_config('jit', 'off', false) END`

/** The statement as the connection may be sent it. */
export function withoutNameUnlessDirect<Query extends object>(client: pg.ClientBase, query: Query): Query {
  return 'name' in query && query.name && !direct.has(client) ? { ...query, name: '' } : query
}

/** The text of what a statement fails with whose connection cannot run it any more as it was prepared. */
export const UNPREPARED = 'a prepared statement cannot be run any more'

// SQLSTATE: no such prepared statement, one more of that name. Both say that the connection was no direct one after all.
const NOT_AS_PREPARED = new Set(['26000', '42P05'])

/** Whether no statement of that name will ever run on that connection again. A migration may have changed what it answers. */
export function isUnprepared(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code = '', routine } = error as { code?: string; routine?: string }
  // By the routine, which is not translated as messages are: the code alone is that of everything PostgreSQL does not support.
  return NOT_AS_PREPARED.has(code) || (code === '0A000' && routine === 'RevalidateCachedQuery')
}
