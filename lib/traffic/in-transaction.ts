import type pg from 'pg'
import { pool } from '#lib/db'

/** A lock is waited for less long than PostgreSQL takes to look for a deadlock (1 s), so that it is we who give way. */
const LOCK_MS = 800

const ATTEMPTS = 10

/** serialization_failure, deadlock_detected, lock_not_available, and foreign_key_violation: a key was deleted meanwhile. */
const PASSING = new Set(['40001', '40P01', '55P03', '23503'])

/**
 * Runs `write` in one transaction, again when it met somebody else's, on a connection of the pool. Every text begins with a
 * comment, so that what counting costs can be told from what a request costs.
 */
export async function inTransaction<T>(write: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(write)
    } catch (error) {
      if (attempt === ATTEMPTS || !isPassing(error)) throw error
    }
  }
}

async function once<T>(write: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect()
  let broken: Error | undefined
  try {
    await client.query(`/* traffic */ BEGIN; SET LOCAL lock_timeout = ${LOCK_MS}`)
    const result = await write(client)
    await client.query('/* traffic */ COMMIT')
    return result
  } catch (error) {
    await client.query('/* traffic */ ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && PASSING.has(error.code)
}
