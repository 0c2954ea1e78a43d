import { type EffectiveList, effectiveAt, type KeyLists } from '#lib/allowlists/effective'
import { isInForce, type ListedEntry } from '#lib/allowlists/listed-entry'
import { isRisky, RECENT_MS, riskOf } from '#lib/allowlists/lockout'
import { readKeyLists } from '#lib/allowlists/read-lists'
import { type CallerEffect, replay, type SeenCaller } from '#lib/allowlists/replay'
import type { Tx } from '#lib/db'
import { totalAddresses } from '#lib/ip/count'
import { diffNetworks } from '#lib/ip/diff'
import { formatNetwork, type Network } from '#lib/ip/network'
import type { KeyResource } from '#lib/keys/key-resource'
import { seenCallers } from '#lib/traffic/queries'
import { wireRisk } from './confirm-lockout.ts'
import { wireAccessMode, wireEntry, wireKey } from './wire-key.ts'

/** A key before and after a write that is not kept; null where there is none. */
export type BeforeAfter = { readonly before: KeyResource | null; readonly after: KeyResource | null }

type Changing = BeforeAfter & {
  /** What decided about the key before the write, and who called it; null where there was none. */
  readonly known: KnownKey | null
}

export type KnownKey = {
  readonly workspaceId: string
  readonly lists: KeyLists
  readonly seen: readonly SeenCaller[]
}

/** To be read before the write, which may take the key away. */
export async function knownKey(tx: Tx, workspaceId: string, { id, now }: KeyResource): Promise<KnownKey | null> {
  const lists = (await readKeyLists(tx, workspaceId, { keyIds: [id] })).get(id)
  if (lists === undefined) return null
  return { workspaceId, lists, seen: await seenCallers(tx, { workspaceId, keyId: id, since: daysBefore(now) }) }
}

/** What a write would change, and whom that concerns. */
export async function changesOf(tx: Tx, changing: Changing) {
  const { before, after } = changing
  if (before === null && after === null) return { changes: null, effect: null }
  return {
    changes: { fields: changedFields(before, after), allowlist: listChanges(before, after) },
    effect: {
      access_mode_before: before === null ? null : wireAccessMode[before.accessMode],
      access_mode_after: after === null ? null : wireAccessMode[after.accessMode],
      opens_to_any: after?.accessMode === 'open' && before?.accessMode !== 'open',
      ...(await callersAffected(tx, changing)),
    },
  }
}

const VOLATILE = new Set([
  'update_time',
  'last_used_time',
  'ip_restriction',
  'rotation',
  'key_id',
  'create_time',
  'key_hint',
])

function changedFields(before: KeyResource | null, after: KeyResource | null): string[] {
  const was: Record<string, unknown> = before === null ? {} : wireKey(before)
  const is: Record<string, unknown> = after === null ? {} : wireKey(after)
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (field) => !VOLATILE.has(field) && JSON.stringify(was[field]) !== JSON.stringify(is[field]),
  )
}

type Listed = { readonly entries: readonly ListedEntry[]; readonly now: Date } | null

/** Of the entries of a key or of a named list. */
export function listChanges(before: Listed, after: Listed) {
  const was = networksInForce(before)
  const is = networksInForce(after)
  const diff = diffNetworks(was, is)
  return {
    added: diff.added.map(formatNetwork),
    removed: diff.removed.map(formatNetwork),
    changed: alteredEntries(before, after),
    addresses_before: String(totalAddresses(was)),
    addresses_after: String(totalAddresses(is)),
    addresses_gained: String(totalAddresses(diff.gained)),
    addresses_lost: String(totalAddresses(diff.lost)),
  }
}

/** Entries that stay, with another note, expiry or switch. */
function alteredEntries(before: Listed, after: Listed): string[] {
  const was = new Map((before?.entries ?? []).map((entry) => [entry.id, stateOf(entry)]))
  return (after?.entries ?? [])
    .filter((entry) => was.has(entry.id) && was.get(entry.id) !== stateOf(entry))
    .map((entry) => formatNetwork(entry.network))
}

function stateOf(entry: ListedEntry): string {
  const { note, enabled, expire_time } = wireEntry(entry)
  return JSON.stringify([note, enabled, expire_time])
}

function networksInForce(list: Listed): Network[] {
  if (list === null) return []
  return list.entries.filter((entry) => isInForce(entry, list.now)).map((entry) => entry.network)
}

const DAYS = 7
const DAY_MS = 86_400_000

/** Everybody who called lately, judged by the list before and by that after. A key that is no longer active refuses them all. */
async function callersAffected(tx: Tx, { before, after, known }: Changing) {
  const none = { callers: 0, refused_callers: [], admitted_refusals: [], lockout_risk: null }
  if (before === null || known === null) return { days: DAYS, ...none }
  const { workspaceId, lists, seen } = known
  const listsAfter =
    after === null ? undefined : (await readKeyLists(tx, workspaceId, { keyIds: [after.id] })).get(after.id)
  const sides = {
    before: effectiveAt(lists, before.now),
    after: listsAfter === undefined || after?.status !== 'active' ? NOBODY : effectiveAt(listsAfter, before.now),
  }
  const effect = replay(before.status === 'active' ? sides.before : NOBODY, sides.after, seen)
  const recent = seen.filter((caller) => caller.lastAt.getTime() >= before.now.getTime() - RECENT_MS)
  const risk = riskOf([{ keyId: before.id, keyName: before.name, ...sides, recent }], null)
  const isListKept = after === null || after.status !== 'active'
  return {
    days: DAYS,
    callers: effect.callers,
    refused_callers: addressesOf(effect.refused),
    admitted_refusals: addressesOf(effect.admitted),
    lockout_risk: isListKept || !isRisky(risk) ? null : wireRisk(risk),
  }
}

const NOBODY: EffectiveList = { accessMode: 'enforce', listed: [], ceiling: null, isBypassed: false }

const daysBefore = (now: Date) => new Date(now.getTime() - DAYS * DAY_MS)

const addressesOf = (callers: readonly CallerEffect[]) => callers.flatMap(({ address }) => address ?? [])
