import type pg from 'pg'
import { RateLimiterPostgres } from 'rate-limiter-flexible'

type Budget = {
  /** Keeps the counters of one purpose apart from all others. */
  name: string
  points: number
  /** Of the fixed window. */
  durationSeconds: number
  /** Whether this one sweeps what has expired out of the table, for all. */
  sweeps: boolean
}

/** A limiter whose counters live in PostgreSQL (table `rate_window`), so that they hold for every process. */
export function rateLimiter(pool: pg.Pool, { name, points, durationSeconds, sweeps }: Budget): RateLimiterPostgres {
  return new RateLimiterPostgres({
    // Its statements lose their names on the way: PgBouncer in transaction mode cannot keep named ones.
    storeClient: { query: ({ text, values }: { text: string; values?: unknown[] }) => pool.query(text, values) },
    storeType: 'pool',
    tableName: 'rate_window',
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: durationSeconds,
    clearExpiredByTimeout: sweeps,
  })
}
