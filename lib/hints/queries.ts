import { isInForce } from '#lib/allowlists/listed-entry'
import { prisma, type Tx } from '#lib/db'
import { env } from '#lib/env'
import { type JudgedKey, readJudgedKey } from '#lib/keys/judged-key'
import { keyStatus } from '#lib/keys/rules'
import { seenCallers } from '#lib/traffic/queries'
import { observedCallers } from '#lib/traffic/suggest-callers'
import type { HintEntry, HintFacts } from './facts.ts'
import { type Hint, hintsOf } from './rules.ts'

const MOST_DAYS = 30
const DAY_MS = 86_400_000

/** What could be better about a key's list; nothing for a key of another workspace. */
export async function keyHints(workspaceId: string, keyId: string): Promise<Hint[]> {
  const facts = await hintFacts(prisma(), workspaceId, keyId)
  return facts === null ? [] : hintsOf(facts)
}

/** Null when there is no such key. */
export async function hintFacts(db: Tx, workspaceId: string, keyId: string): Promise<HintFacts | null> {
  const key = await readJudgedKey(db, { workspaceId }, keyId)
  if (key === null) return null
  const seenDays = Math.min(MOST_DAYS, env().trafficRetentionDays)
  const since = new Date(key.now.getTime() - seenDays * DAY_MS)
  const { callers, refused } = observedCallers(await seenCallers(db, { workspaceId, keyId: key.id, since }))
  const status = keyStatus(key, key.now)
  return {
    accessMode: key.accessMode,
    isOver: status === 'revoked' || status === 'expired',
    entries: key.own.map(toHintEntry),
    listed: listedNetworks(key),
    ...{ callers, refused, seenDays, now: key.now },
    matchesSince: await matchesSince(db, key.id),
  }
}

function toHintEntry({ match, ...entry }: JudgedKey['own'][number]): HintEntry {
  return { ...entry, lastMatchAt: match?.lastAt ?? null }
}

function listedNetworks({ lists, now }: JudgedKey) {
  return lists.flatMap((list) => list.entries.filter((entry) => isInForce(entry, now)).map((entry) => entry.network))
}

/**
 * Since when it is known whether an entry of a key matched: since this installation counts that, and since the key last began to
 * obey its list, because an open key matches nothing.
 */
async function matchesSince(db: Tx, keyId: string): Promise<Date> {
  const [row] = await db.$queryRaw<{ since: Date | null }[]>`
    SELECT greatest(
      (SELECT finished_at FROM _prisma_migrations WHERE migration_name = '20261127025730_living_lists'),
      (SELECT max(at) FROM audit_event WHERE key_id = ${keyId}::uuid
        AND before ->> 'accessMode' = 'open' AND after ->> 'accessMode' IN ('enforce', 'report'))) AS since`
  return row?.since ?? new Date(0)
}
