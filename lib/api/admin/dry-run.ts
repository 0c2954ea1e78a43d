import type { Tx } from '#lib/db'
import { parseAddress } from '#lib/ip/address'
import { totalAddresses } from '#lib/ip/count'
import { diffNetworks } from '#lib/ip/diff'
import { compileMatcher } from '#lib/ip/matcher'
import { formatNetwork, type Network } from '#lib/ip/network'
import type { KeyResource } from '#lib/keys/key-resource'
import { isInForce, type ListedEntry } from '#lib/keys/listed-entry'
import { wireAccessMode, wireEntry, wireKey } from './wire-key.ts'

/** A key before and after a write that is not kept; null where there is none. */
export type BeforeAfter = { readonly before: KeyResource | null; readonly after: KeyResource | null }

/** What a write would change, and whom that concerns. */
export async function changesOf(tx: Tx, { before, after }: BeforeAfter) {
  if (before === null && after === null) return { changes: null, effect: null }
  return {
    changes: { fields: changedFields(before, after), allowlist: listChanges(before, after) },
    effect: {
      access_mode_before: before === null ? null : wireAccessMode[before.accessMode],
      access_mode_after: after === null ? null : wireAccessMode[after.accessMode],
      opens_to_any: after?.accessMode === 'open' && before?.accessMode !== 'open',
      ...(await callersAffected(tx, before, after)),
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

function listChanges(before: KeyResource | null, after: KeyResource | null) {
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
function alteredEntries(before: KeyResource | null, after: KeyResource | null): string[] {
  const was = new Map((before?.entries ?? []).map((entry) => [entry.id, stateOf(entry)]))
  return (after?.entries ?? [])
    .filter((entry) => was.has(entry.id) && was.get(entry.id) !== stateOf(entry))
    .map((entry) => formatNetwork(entry.network))
}

function stateOf(entry: ListedEntry): string {
  const { note, enabled, expire_time } = wireEntry(entry)
  return JSON.stringify([note, enabled, expire_time])
}

function networksInForce(key: KeyResource | null): Network[] {
  if (key === null) return []
  return key.entries.filter((entry) => isInForce(entry, key.now)).map((entry) => entry.network)
}

/** Of the callers that are kept: who was let through and would be refused, and who was refused and would be let through. */
async function callersAffected(tx: Tx, before: KeyResource | null, after: KeyResource | null) {
  const none = { refused_callers: [] as string[], admitted_refusals: [] as string[] }
  if (before === null) return none
  const seen = await tx.$queryRaw<{ address: string; passed: boolean }[]>`
    SELECT host(address) AS address, reason IN ('not_listed', 'old_secret') AS passed FROM key_refusal
    WHERE key_id = ${before.id}::uuid AND address IS NOT NULL AND reason IN ('not_listed', 'old_secret', 'ip_not_allowed')
    ORDER BY last_at DESC`
  const passed = seen.filter((one) => one.passed).map((one) => one.address)
  const let_through = [...new Set([...(before.lastUsedAddress === null ? [] : [before.lastUsedAddress]), ...passed])]
  const turned_away = [...new Set(seen.filter((one) => !one.passed).map((one) => one.address))]
  const [passed_before, passes_after] = [admission(before), admission(after)]
  return {
    refused_callers: let_through.filter((text) => passed_before(text) && !passes_after(text)),
    admitted_refusals: turned_away.filter((text) => !passed_before(text) && passes_after(text)),
  }
}

/** Compiled once for all callers: other changes wait while this is worked out. */
function admission(key: KeyResource | null): (text: string) => boolean {
  if (key === null || key.status !== 'active') return () => false
  if (key.accessMode !== 'enforce') return () => true
  const matcher = compileMatcher(networksInForce(key))
  return (text) => {
    const address = parseAddress(text)
    return address !== null && matcher.matches(address)
  }
}
