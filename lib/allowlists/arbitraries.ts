import fc from 'fast-check'
import type { Address } from '#lib/ip/address'
import { addressNear, networkList } from '#lib/ip/arbitraries'
import { anyPolicies, timeNear } from '#lib/policies/arbitraries'
import { withinPolicies } from '#lib/policies/judge'
import { bypassEnd, earliest, openEnd } from '#lib/policies/limits'
import { compileAllowlist } from '#lib/verify/compiled-list'
import { type KeyRecord, noFacts } from '#lib/verify/key-record'
import type { KeyLists, ListMember } from './effective.ts'

/** What property tests draw keys with all their lists from. Everything happens around one moment. */
export const NOW = new Date('2026-11-27T12:00:00Z')

const time = fc.option(
  fc.integer({ min: -2, max: 2 }).map((ms) => new Date(NOW.getTime() + ms)),
  { nil: null, freq: 2 },
)

const mode = fc.constantFrom('open' as const, 'report' as const, 'enforce' as const)

const members: fc.Arbitrary<ListMember[]> = networkList.chain((networks) =>
  fc.tuple(
    ...networks.map((network) => fc.record({ network: fc.constant(network), enabled: fc.boolean(), expiresAt: time })),
  ),
)

const list = fc.record({ id: fc.uuid(), name: fc.constant('Office'), entries: members })

export const anyKeyLists: fc.Arbitrary<KeyLists> = fc.record({
  ...{ openSince: fc.option(timeNear(NOW), { nil: null }), policies: anyPolicies(NOW) },
  keyId: fc.uuid(),
  name: fc.constant('Web shop'),
  accessMode: mode,
  bypassUntil: time,
  own: members,
  lists: fc.array(list, { maxLength: 3 }),
  ceiling: fc.option(fc.record({ id: fc.uuid(), accessMode: mode, entries: members }), { nil: null, freq: 2 }),
})

/** An address likely to be at the edge of an entry of one of the keys. */
export function addressNearLists(...keys: readonly KeyLists[]): fc.Arbitrary<Address> {
  const entries = keys.flatMap((key) => [
    ...key.own,
    ...key.lists.flatMap((one) => one.entries),
    ...(key.ceiling?.entries ?? []),
  ])
  return addressNear(entries.map((entry) => entry.network))
}

/** The same key as verification knows it. */
export function recordOf(key: KeyLists): KeyRecord {
  const { ceiling } = key
  const { policies } = key
  const bypassUntil = key.bypassUntil === null ? null : earliest([key.bypassUntil, bypassEnd(policies)])
  return {
    keyId: key.keyId,
    workspaceId: 'workspace',
    accessMode: key.accessMode,
    pausedAt: null,
    revokedAt: null,
    expiresAt: null,
    openUntil: openEnd(key.openSince, policies)?.getTime() ?? null,
    bypassUntil: bypassUntil?.getTime() ?? null,
    allowlist: compiled(withinPolicies(key.own, policies)),
    shared: key.lists.map((one) => compiled(withinPolicies(one.entries, policies))),
    ceiling:
      ceiling === null || ceiling.accessMode === 'open'
        ? null
        : { mode: ceiling.accessMode, allowlist: compiled(ceiling.entries) },
    dependsOn: [],
    rateLimit: null,
    facts: noFacts,
  }
}

function compiled(entries: readonly ListMember[]) {
  const on = entries.filter((entry) => entry.enabled)
  return compileAllowlist(on.map(({ network, expiresAt }) => ({ network, expiresAt: expiresAt?.getTime() ?? null })))
}
