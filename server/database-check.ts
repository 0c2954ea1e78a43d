import pg from 'pg'
import type { Check, Reason } from '#server/readiness'

/** Connecting and asking; together below a second. */
const LIMIT_MS = 400

// On for a standby, and where default_transaction_read_only is.
const LOOK = `SELECT count(DISTINCT migration_name)::int AS applied, current_setting('transaction_read_only') = 'on' AS read_only
  FROM "_prisma_migrations" WHERE migration_name = ANY($1) AND finished_at IS NOT NULL AND rolled_back_at IS NULL`

type Look = { readonly applied: number; readonly read_only: boolean }

/** PostgreSQL: undefined_table. */
const NO_TABLE = '42P01'

/**
 * Looks whether the database answers, takes changes and has these migrations; it may have more, of a newer build beside this one.
 * It has a connection of its own, so that pages that take all others are no reason to send calls elsewhere.
 */
export function createDatabaseCheck(
  url: string,
  migrations: readonly string[],
): { check: Check; close(): Promise<void> } {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: LIMIT_MS,
    query_timeout: LIMIT_MS,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'gatelist readiness',
  })
  // A broken idle connection is replaced at the next look; without a listener it would end the process.
  pool.on('error', () => undefined)
  return {
    async check() {
      try {
        const { rows } = await pool.query<Look>(LOOK, [migrations])
        return reasonsOf(rows[0], migrations.length)
      } catch (error) {
        return [error instanceof pg.DatabaseError && error.code === NO_TABLE ? 'migrations' : 'database']
      }
    },
    close: () => pool.end(),
  }
}

function reasonsOf(look: Look | undefined, known: number): readonly Reason[] {
  if (look?.read_only !== false) return ['read_only']
  return look.applied === known ? [] : ['migrations']
}
