import { setTimeout as sleep } from 'node:timers/promises'
import type { Calling } from './callers.ts'
import type { Rig } from './rig.ts'

const LONGEST_MS = 20_000

/** Resolves when the database takes a statement. */
export async function databaseBack({ sql }: Rig): Promise<void> {
  const end = performance.now() + LONGEST_MS
  for (;;) {
    try {
      await sql('SELECT 1')
      return
    } catch (error) {
      if (performance.now() > end) throw error
      await sleep(5)
    }
  }
}

/** How long it takes from `since`, now when not said, until calls are decided again, in milliseconds. */
export async function decidedAgain(callings: readonly Calling[], since = performance.now()): Promise<number> {
  while (callings.some((calling) => calling.decidedAt() <= since)) {
    if (performance.now() - since > LONGEST_MS) return LONGEST_MS
    await sleep(2)
  }
  return Math.max(...callings.map((calling) => calling.decidedAt())) - since
}

/** How many calls a second are decided in the next `ms`. */
export async function rateFor(callings: readonly Calling[], ms: number): Promise<number> {
  const count = () => callings.reduce((sum, calling) => sum + calling.ms.decided.length, 0)
  const before = count()
  const start = performance.now()
  await sleep(ms)
  return ((count() - before) * 1000) / (performance.now() - start)
}

/** The database's connections from server processes; `stuck`: those that hold a transaction open and do nothing in it. */
export async function connectionsOf({ sql }: Rig): Promise<{ all: number; stuck: number }> {
  const [row] = await sql<{ all: number; stuck: number }>(
    `SELECT count(*)::int AS all, count(*) FILTER (
       WHERE state LIKE 'idle in transaction%' AND state_change < clock_timestamp() - interval '2 seconds')::int AS stuck
     FROM pg_stat_activity WHERE application_name LIKE 'gatelist%'`,
  )
  return row ?? { all: 0, stuck: 0 }
}
