import { concernedKeys } from '#lib/allowlists/concerned-keys'
import { isRisky, type KeyChange, RECENT_MS, riskOf } from '#lib/allowlists/lockout'
import { PREVIEW_DAYS } from '#lib/allowlists/preview'
import { type Effect, replay } from '#lib/allowlists/replay'
import type { Tx } from '#lib/db'
import type { ListResource } from '#lib/lists/list-resource'
import { wireRisk } from './confirm-lockout.ts'
import { listChanges } from './dry-run.ts'
import { wireAccessMode } from './wire-key.ts'

/** To be called before a write of a list; what it returns tells, after it, what changed and which callers of which keys it concerns. */
export async function foreseeList(tx: Tx, before: ListResource | null) {
  const keys = before === null ? [] : await keysOf(tx, before, before)
  return async (after: ListResource | null) => ({
    changes: { fields: changedFields(before, after), allowlist: listChanges(before, after) },
    effect: {
      access_mode_before: before === null ? null : wireAccessMode[before.accessMode],
      access_mode_after: after === null ? null : wireAccessMode[after.accessMode],
      opens_to_any: false,
      ...effectOf(await changesOf(tx, { keys, before, after }), before?.now ?? new Date(0)),
    },
  })
}

/** What of a list is not its entries, by its names on the wire. */
function changedFields(before: ListResource | null, after: ListResource | null): string[] {
  const fields = { name: 'name', description: 'description', access_mode: 'accessMode' } as const
  return Object.entries(fields).flatMap(([name, field]) => (before?.[field] === after?.[field] ? [] : [name]))
}

const DAY_MS = 86_400_000

/** The keys that use the list, with who called them lately; each judged with the list as it is. */
function keysOf(tx: Tx, subject: ListResource, { entries, accessMode }: ListResource): Promise<KeyChange[]> {
  const since = new Date(subject.now.getTime() - PREVIEW_DAYS * DAY_MS)
  return concernedKeys(tx, subject, { plan: { entries, accessMode }, since })
}

type Changing = { keys: readonly KeyChange[]; before: ListResource | null; after: ListResource | null }

/** The write is done and not kept: what was read before it is set against what is there now. */
async function changesOf(tx: Tx, { keys, before, after }: Changing): Promise<KeyChange[]> {
  // A list that is made or deleted is used by no key.
  if (before === null || after === null) return []
  // As of one moment, so that an entry that ends meanwhile is no change.
  const judged = new Map((await keysOf(tx, before, after)).map((key) => [key.keyId, key.after]))
  return keys.map((key) => ({ ...key, after: judged.get(key.keyId) ?? key.after }))
}

function effectOf(keys: readonly KeyChange[], now: Date) {
  const effects = keys.map((key) => replay(key.before, key.after, key.recent))
  const since = now.getTime() - RECENT_MS
  const recent = keys.map((key) => ({ ...key, recent: key.recent.filter(({ lastAt }) => lastAt.getTime() >= since) }))
  const risk = riskOf(recent, null)
  return {
    days: PREVIEW_DAYS,
    callers: effects.reduce((sum, effect) => sum + effect.callers, 0),
    refused_callers: addressesOf(effects, 'refused'),
    admitted_refusals: addressesOf(effects, 'admitted'),
    lockout_risk: isRisky(risk) ? wireRisk(risk) : null,
  }
}

function addressesOf(effects: readonly Effect[], side: 'refused' | 'admitted'): string[] {
  return [...new Set(effects.flatMap((effect) => effect[side].flatMap(({ address }) => address ?? [])))]
}
