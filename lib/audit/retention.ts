import { versionActions } from '#lib/allowlists/version-event'
import { type Tx, transaction } from '#lib/db'
import type { SystemActor } from './actor.ts'
import type { Head } from './chain.ts'
import { sealOf } from './chain-seal.ts'
import { record } from './record.ts'

const system: SystemActor = { kind: 'system', label: 'Gatelist', address: null, door: 'server', requestId: null }

const DAY_MS = 86_400_000

/** Events a transaction. Each holds the trail's oldest rows alone, so nobody waits for it. */
const BATCH = 5_000

/**
 * Removes events that are older than so many days from the beginning of the trail, and records that it did. What is younger ends
 * it, even if older ones follow: the chain stays whole.
 *
 * @returns how many went
 */
export async function pruneAudit({ retentionDays, now }: { retentionDays: number; now: Date }): Promise<number> {
  const before = new Date(now.getTime() - retentionDays * DAY_MS)
  let removed = 0
  for (;;) {
    const pruned = await transaction((tx) => pruneBatch(tx, before))
    if (pruned === 0) return removed
    removed += pruned
  }
}

async function pruneBatch(tx: Tx, before: Date): Promise<number> {
  const upto = await lastOlder(tx, before)
  if (upto === null) return 0
  const [row] = await tx.$queryRaw<{ events: bigint; firstAt: Date; lastAt: Date }[]>`
    SELECT events, first_at AS "firstAt", last_at AS "lastAt"
    FROM gatelist_audit_prune(${upto.position}::bigint, ${sealOf('anchor', upto)}, ${[...versionActions]}::text[])`
  if (row === undefined) throw new Error('pruning told nothing')
  const after = {
    events: Number(row.events),
    first: row.firstAt.toISOString(),
    last: row.lastAt.toISOString(),
    anchor: { position: Number(upto.position), hash: upto.hash },
  }
  await record(tx, { actor: system, action: 'audit.prune', workspaceId: null, after })
  return Number(row.events)
}

/** The last of the links from the beginning on whose events are all older; null when the first is not. */
async function lastOlder(tx: Tx, before: Date): Promise<Head | null> {
  const [row] = await tx.$queryRaw<Head[]>`
    WITH oldest AS (
      SELECT l.position, l.hash, bool_and(e.at < ${before}) OVER (ORDER BY l.position) AS older
      FROM (SELECT * FROM audit_link ORDER BY position LIMIT ${BATCH}) l JOIN audit_event e ON e.id = l.event_id)
    SELECT position, encode(hash, 'hex') AS hash FROM oldest WHERE older ORDER BY position DESC LIMIT 1`
  return row ?? null
}
