import { type Tx, transaction } from '#lib/db'

/**
 * Changes that are listed one by one, the newest. A process that is further behind forgets everything anyway, since no answer
 * lists so many.
 */
export const CHANGES_KEPT = 10_000

/** Every change of a key waits for this, so it is soon over. */
const AT_ONCE = 500

/**
 * Removes the oldest of the noted changes, those of keys that are long gone among them. Whoever has not asked since is told by
 * the horizon to forget everything, so nobody misses one.
 *
 * @returns how many went
 */
export async function sweepChanges(kept = CHANGES_KEPT): Promise<number> {
  let removed = 0
  for (;;) {
    const gone = await transaction((tx) => removeOldest(tx, kept))
    removed += gone
    if (gone < AT_ONCE) return removed
  }
}

/** The clock first, as a change does: the other way round the two could wait for each other for ever. */
async function removeOldest(tx: Tx, kept: number): Promise<number> {
  await tx.$queryRaw`SELECT value FROM change_clock WHERE id = 1 FOR UPDATE`
  const gone = await tx.$queryRaw<{ clock: bigint }[]>`
    DELETE FROM key_change WHERE key_id IN (
      SELECT key_id FROM key_change WHERE clock <= (SELECT value FROM change_clock WHERE id = 1) - ${kept}::bigint
      ORDER BY clock LIMIT ${AT_ONCE}::int)
    RETURNING clock`
  if (gone.length === 0) return 0
  const last = Math.max(...gone.map(({ clock }) => Number(clock)))
  await tx.$executeRaw`UPDATE change_clock SET horizon = greatest(horizon, ${last}::bigint) WHERE id = 1`
  return gone.length
}
