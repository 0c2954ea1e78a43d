import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Address, parseAddress } from '#lib/ip/address'
import { addressNear, networkList } from '#lib/ip/arbitraries'
import { formatNetwork, type Network, networkContains, parseCanonicalNetwork } from '#lib/ip/network'
import { anyPolicies, timeNear } from '#lib/policies/arbitraries'
import { withinPolicies } from '#lib/policies/judge'
import { bypassEnd, earliest, openEnd } from '#lib/policies/limits'
import { noRules } from '#lib/policies/rules'
import { compileAllowlist } from '#lib/verify/compiled-list'
import { decide } from '#lib/verify/decide'
import { type KeyRecord, noFacts } from '#lib/verify/key-record'
import { type EffectiveFacts, explain } from './explain.ts'
import { missSentence, reasonWords, restingWords, verdictSentence } from './explain-words.ts'
import type { ListedEntry } from './listed-entry.ts'

const NOW = new Date('2026-11-27T12:00:00Z')
const soon = new Date('2026-11-27T12:30:00Z')
const before = new Date('2026-11-27T11:30:00Z')

const plain = { written: null, source: null, addedBy: null, addedAt: before, match: null }
const entryOf = (network: Network, more: Partial<ListedEntry> = {}): ListedEntry => ({
  ...{ id: formatNetwork(network), network, note: null, enabled: true, expiresAt: null, ...plain, ...more },
})
const networkFrom = (text: string): Network => {
  const found = parseCanonicalNetwork(text)
  if (found === null) throw new Error(text)
  return found
}
const entry = (text: string, more: Partial<ListedEntry> = {}) => entryOf(networkFrom(text), more)
const address = (text: string): Address => {
  const found = parseAddress(text)
  if (found === null) throw new Error(text)
  return found
}
const key = (facts: Partial<EffectiveFacts> = {}): EffectiveFacts => ({
  ...{ pausedAt: null, revokedAt: null, expiresAt: null, accessMode: 'enforce', bypassUntil: null },
  ...{ openSince: null, policies: [] },
  ...{ own: [], lists: [], ceiling: null, ...facts },
})

const inForce = { ...noRules, appliesFrom: before, openDaysFrom: null }
const office = entry('203.0.113.0/24', { note: 'Office' })
const vpn = { id: 'l1', name: 'VPN', entries: [entry('198.51.100.0/28')] }

describe('a call is explained', () => {
  it.each<[what: string, facts: Partial<EffectiveFacts>, from: string, outcome: string, sentence: string]>([
    ['its entry', { own: [office] }, '203.0.113.7', 'allowed', 'Let through: 203.0.113.0/24 (Office) admits it.'],
    [
      'the narrowest of several',
      { own: [office, entry('203.0.113.7/32')] },
      '203.0.113.7',
      'allowed',
      'Let through: 203.0.113.7 admits it.',
    ],
    [
      'a named list',
      { lists: [vpn] },
      '198.51.100.7',
      'allowed',
      'Let through: 198.51.100.0/28 of the named list VPN admits it.',
    ],
    [
      'a policy that ended openness',
      { accessMode: 'open', openSince: before, policies: [{ ...inForce, requireRestricted: true }], own: [office] },
      '203.0.113.7',
      'open_too_long',
      'Refused: a policy ended that the key lets any address through.',
    ],
    [
      'its entry, of a key whose reporting a policy ended',
      { accessMode: 'report', openSince: before, policies: [{ ...inForce, requireRestricted: true }], own: [office] },
      '203.0.113.7',
      'allowed',
      'Let through: 203.0.113.0/24 (Office) admits it.',
    ],
    [
      'an entry that is too wide for a policy',
      { policies: [{ ...inForce, widestV4: 25 }], own: [office] },
      '203.0.113.7',
      'ip_not_allowed',
      'Refused: no entry in force admits this address.',
    ],
    ['an open key', { accessMode: 'open' }, '8.8.8.8', 'allowed', 'Let through: the key is open to any address.'],
    [
      'a bypass',
      { own: [office], bypassUntil: soon },
      '8.8.8.8',
      'allowed_bypassed',
      'Let through: a bypass opens the key until 27 Nov 2026, 12:30 UTC; no entry in force admits it.',
    ],
    [
      'a bypass that is over',
      { own: [office], bypassUntil: NOW },
      '8.8.8.8',
      'ip_not_allowed',
      'Refused: no entry in force admits this address.',
    ],
    [
      'a key that only reports',
      { own: [office], accessMode: 'report' },
      '8.8.8.8',
      'allowed_unlisted',
      'Let through: the key only reports; no entry in force admits it, so enforcing would refuse it.',
    ],
    [
      'a ceiling that is enforced',
      { accessMode: 'open', ceiling: { accessMode: 'enforce', entries: [office] } },
      '8.8.8.8',
      'outside_ceiling',
      'Refused: the workspace’s ceiling does not admit this address.',
    ],
    [
      'a ceiling that only reports',
      { accessMode: 'open', ceiling: { accessMode: 'report', entries: [office] } },
      '8.8.8.8',
      'allowed_unlisted',
      'Let through: the key is open to any address; the workspace’s ceiling, which only reports, would refuse it.',
    ],
    [
      'a ceiling that is off',
      { accessMode: 'open', ceiling: { accessMode: 'open', entries: [] } },
      '8.8.8.8',
      'allowed',
      'Let through: the key is open to any address.',
    ],
    [
      'a paused key',
      { own: [office], pausedAt: before },
      '203.0.113.7',
      'paused',
      'Refused: the key is paused. 203.0.113.7 would otherwise be let through: 203.0.113.0/24 (Office) admits it.',
    ],
    [
      'a revoked key',
      { own: [office], revokedAt: NOW },
      '8.8.8.8',
      'revoked',
      'Refused: the key is revoked. 8.8.8.8 would be refused anyway: no entry in force admits this address.',
    ],
  ])('by %s', (_, facts, from, outcome, sentence) => {
    const explanation = explain(key(facts), address(from), NOW)
    expect([explanation.outcome, verdictSentence(explanation, address(from))]).toEqual([outcome, sentence])
  })
})

describe('an address that is refused', () => {
  it.each([
    ['203.0.114.0', '1 past 203.0.113.0/24 (Office): add 203.0.114.0, or widen to 203.0.112.0/22.'],
    ['203.0.112.255', '1 before 203.0.113.0/24 (Office): add 203.0.112.255, or widen to 203.0.112.0/23.'],
    ['198.51.100.16', '1 past 198.51.100.0/28 of the named list VPN: add 198.51.100.16, or widen to 198.51.100.0/27.'],
    ['2001:db8::1', 'Add 2001:db8::1 to admit it.'],
  ])('%s is told what it misses, and how to include it', (text, sentence) => {
    const { miss } = explain(key({ own: [office], lists: [vpn] }), address(text), NOW)
    expect(missSentence(miss, address(text))).toBe(sentence)
  })

  it('is told of an entry for it that is not in force', () => {
    const resting = { off: entry('8.8.8.0/24', { enabled: false }), over: entry('8.8.4.4/32', { expiresAt: before }) }
    const facts = key({ own: [office, resting.off, resting.over] })
    const words = (text: string) => {
      const { resting: found } = explain(facts, address(text), NOW)
      return found === null ? null : restingWords(found, NOW)
    }
    expect(words('8.8.8.8')).toBe('8.8.8.0/24 would admit it, but is switched off')
    expect(words('8.8.4.4')).toBe('8.8.4.4 would admit it, but has expired')
    expect(words('203.0.113.7')).toBeNull()
  })

  it('outside the ceiling is told what it misses there, whatever the key lists', () => {
    const ceiling = { accessMode: 'enforce', entries: [entry('10.0.0.0/8')] } as const
    const explanation = explain(key({ own: [office], ceiling }), address('203.0.113.7'), NOW)
    expect(explanation.miss?.found.place).toEqual({ kind: 'ceiling' })
    expect(explanation.admitting).toHaveLength(1)
    expect(reasonWords(explanation)).toContain('ceiling')
  })
})

const times = fc.constantFrom(null, before, NOW, soon)
const anyEntries = networkList.chain((networks) =>
  fc
    .array(fc.record({ enabled: fc.boolean(), expiresAt: times }), {
      minLength: networks.length,
      maxLength: networks.length,
    })
    .map((states) => networks.map((network, index) => entryOf(network, states[index] ?? {}))),
)
const anyMode = fc.constantFrom('open', 'enforce', 'report')
const anyCeiling = fc.option(fc.record({ accessMode: anyMode, entries: anyEntries }), { nil: null })
const anyLists = fc
  .array(anyEntries, { maxLength: 3 })
  .map((lists) => lists.map((entries, n) => ({ id: `${n}`, name: `List ${n}`, entries })))
const anyKey: fc.Arbitrary<EffectiveFacts> = fc.record({
  ...{ pausedAt: fc.constantFrom(null, null, null, before), revokedAt: times, expiresAt: times, accessMode: anyMode },
  ...{ openSince: fc.option(timeNear(NOW), { nil: null }), policies: anyPolicies(NOW) },
  ...{ bypassUntil: times, own: anyEntries, lists: anyLists, ceiling: anyCeiling },
}) as fc.Arbitrary<EffectiveFacts>
const keyAndAddress = anyKey.chain((facts) => {
  const entries = [facts.own, ...facts.lists.map((list) => list.entries), facts.ceiling?.entries ?? []].flat()
  return fc.tuple(fc.constant(facts), addressNear(entries.map((each) => each.network)))
})

/** As the hot path would have read the key. */
function recordOf(facts: EffectiveFacts): KeyRecord {
  const compiled = (entries: readonly ListedEntry[]) =>
    compileAllowlist(
      entries
        .filter((each) => each.enabled)
        .map((each) => ({ network: each.network, expiresAt: each.expiresAt?.getTime() ?? null })),
    )
  const { ceiling, policies } = facts
  const ms = (at: Date | null) => at?.getTime() ?? null
  return {
    ...{ keyId: 'k', workspaceId: 'w', accessMode: facts.accessMode, rateLimit: null, facts: noFacts, dependsOn: [] },
    ...{ pausedAt: ms(facts.pausedAt), revokedAt: ms(facts.revokedAt), expiresAt: ms(facts.expiresAt) },
    openUntil: ms(openEnd(facts.openSince, policies)),
    bypassUntil: ms(facts.bypassUntil === null ? null : earliest([facts.bypassUntil, bypassEnd(policies)])),
    allowlist: compiled(withinPolicies(facts.own, policies)),
    shared: facts.lists.map((list) => compiled(withinPolicies(list.entries, policies))),
    ceiling:
      ceiling === null || ceiling.accessMode === 'open'
        ? null
        : { mode: ceiling.accessMode, allowlist: compiled(ceiling.entries) },
  }
}

describe('an explanation', () => {
  it('tells the outcome that verification has, for any key, list, ceiling, bypass and address', () => {
    fc.assert(
      fc.property(keyAndAddress, ([facts, from]) => {
        const client = { ok: true, address: from, text: '' } as const
        expect(explain(facts, from, NOW).outcome).toBe(decide(recordOf(facts), client, NOW.getTime()))
      }),
      { numRuns: 1000 },
    )
  })

  it('names an entry that admits the address, or one that does not', () => {
    fc.assert(
      fc.property(keyAndAddress, ([facts, from]) => {
        const { through, miss, resting, admitting } = explain(facts, from, NOW)
        if (through?.kind === 'entry') expect(networkContains(through.found.entry.network, from)).toBe(true)
        for (const found of admitting) expect(networkContains(found.entry.network, from)).toBe(true)
        if (resting !== null) expect(networkContains(resting.entry.network, from)).toBe(true)
        if (miss !== null) {
          expect(miss.distance > 0n).toBe(true)
          expect(networkContains(miss.found.entry.network, from)).toBe(false)
        }
      }),
    )
  })
})
