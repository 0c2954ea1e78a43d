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
 */
export async function noteIfDirect(client: pg.ClientBase, limitMs: number): Promise<void> {
  const question = { text: 'SELECT pg_backend_pid() AS pid', query_timeout: limitMs }
  const { rows } = await client.query<{ pid: number }>(question)
  if (rows[0]?.pid === (client as { processID?: number }).processID) direct.add(client)
}

/** The statement as the connection may be sent it. */
export function withoutNameUnlessDirect<Query extends object>(client: pg.ClientBase, query: Query): Query {
  return 'name' in query && query.name !== '' && !direct.has(client) ? { ...query, name: '' } : query
}

const PLAN_IS_OLD = 'cached plan must not change result type'

/** A migration changed what a prepared statement answers: no connection that has prepared it can run it any more. */
export function isPlanOld(error: unknown): boolean {
  return error instanceof Error && error.message === PLAN_IS_OLD
}
