import { setTimeout as sleep } from 'node:timers/promises'
import { pool } from '#lib/db'
import { sweepChanges } from './sweep-changes.ts'
import { AT_ONCE, type Sweep, sweeps } from './sweeps.ts'

const PAUSE_MS = 50

/**
 * Removes what was kept for long enough and what nothing else removes. Any process may do it, and all may at once.
 *
 * @returns how many rows went, by table; only those where some did
 */
export async function sweepOld(): Promise<Readonly<Record<string, number>>> {
  const removed: Record<string, number> = {}
  for (const sweep of sweeps) removed[sweep.table] = await emptied(sweep)
  removed.key_change = await sweepChanges()
  return Object.fromEntries(Object.entries(removed).filter(([, rows]) => rows > 0))
}

async function emptied({ statement }: Sweep): Promise<number> {
  let removed = 0
  for (;;) {
    const { rowCount } = await pool().query(statement)
    removed += rowCount ?? 0
    if ((rowCount ?? 0) < AT_ONCE) return removed
    await sleep(PAUSE_MS)
  }
}
