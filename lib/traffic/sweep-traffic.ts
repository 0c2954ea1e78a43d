import { setTimeout as sleep } from 'node:timers/promises'
import { pool } from '#lib/db'
import { letThroughOutcomes } from './outcomes.ts'

/** Rows of callers that a key keeps over all time. The oldest hours go first. */
export const keptOfKey = { passed: 10_000, refused: 2_000 } as const

/** Small enough to be done before anybody who waits for a connection would notice. */
const ROWS_AT_ONCE = 2_000
const KEYS_AT_ONCE = 25
const PAUSE_MS = 50

const OLD_CALLERS = `/* traffic */
  DELETE FROM caller_hour WHERE id IN (
    SELECT id FROM caller_hour WHERE hour < now() - make_interval(days => $1) ORDER BY hour LIMIT ${ROWS_AT_ONCE}
    FOR UPDATE SKIP LOCKED)`

const OLD_HOURS = `/* traffic */
  DELETE FROM key_hour WHERE (key_id, hour) IN (
    SELECT key_id, hour FROM key_hour WHERE hour < now() - make_interval(days => $1) ORDER BY hour LIMIT ${ROWS_AT_ONCE}
    FOR UPDATE SKIP LOCKED)`

// The hour that holds the first row too many goes as a whole, with all before it.
const TOO_MANY = `/* traffic */
  DELETE FROM caller_hour WHERE id IN (
    SELECT c.id FROM unnest($1::uuid[]) AS k (id)
      CROSS JOIN LATERAL (SELECT hour FROM caller_hour
        WHERE key_id = k.id AND (outcome = ANY($2::text[])) = $3::boolean ORDER BY hour DESC OFFSET $4 LIMIT 1) AS last
      JOIN caller_hour c ON c.key_id = k.id AND c.hour <= last.hour AND (c.outcome = ANY($2::text[])) = $3::boolean
    ORDER BY c.hour LIMIT ${ROWS_AT_ONCE} FOR UPDATE OF c SKIP LOCKED)`

const NEXT_KEYS = `/* traffic */
  SELECT id::text AS id FROM key_usage JOIN api_key ON api_key.id = key_usage.key_id
  WHERE id > $1 ORDER BY id LIMIT ${KEYS_AT_ONCE}`

const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** Removes what is older than `retentionDays`, and of each key what it has too much of. Answers how many rows went. */
export async function sweepTraffic({ retentionDays }: { retentionDays: number }): Promise<number> {
  let removed = await emptied(OLD_CALLERS, [retentionDays])
  removed += await emptied(OLD_HOURS, [retentionDays])
  for (let keys = await keysAfter(FIRST_ID); keys.length > 0; keys = await keysAfter(keys.at(-1) ?? '')) {
    removed += await emptied(TOO_MANY, [keys, letThroughOutcomes, true, keptOfKey.passed])
    removed += await emptied(TOO_MANY, [keys, letThroughOutcomes, false, keptOfKey.refused])
    await sleep(PAUSE_MS)
  }
  return removed
}

async function keysAfter(id: string): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(NEXT_KEYS, [id])
  return rows.map((row) => row.id)
}

/** Removes in small batches until nothing is left to remove. */
async function emptied(statement: string, values: readonly unknown[]): Promise<number> {
  let removed = 0
  for (;;) {
    const { rowCount } = await pool().query(statement, [...values])
    removed += rowCount ?? 0
    if ((rowCount ?? 0) < ROWS_AT_ONCE) return removed
    await sleep(PAUSE_MS)
  }
}
