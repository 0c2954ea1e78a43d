import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { networkList } from '#lib/ip/arbitraries'
import { displayNetwork, formatNetwork, type Network, storedNetwork } from '#lib/ip/network'
import type { AccessMode } from '#lib/verify/key-record'
import { anyRules } from './arbitraries.ts'
import { effectivePolicy } from './effective.ts'
import { cappedExpiry, lifeRefusal } from './key-life.ts'
import { refusalOf } from './refusal.ts'
import { noRules } from './rules.ts'
import { listViolations, noList, type RuledEntry, type RuledList } from './violations.ts'

const NOW = new Date('2026-11-27T12:00:00Z')
const soon = new Date('2026-11-28T12:00:00Z')
const past = new Date('2026-11-26T12:00:00Z')

function entry(text: string, more: Partial<RuledEntry> = {}): RuledEntry {
  const network = storedNetwork(text)
  return { network, note: null, enabled: true, expiresAt: null, ...more }
}
const list = (...entries: RuledEntry[]): RuledList => ({ accessMode: 'enforce', entries })
const rules = { ...noRules, widestV4: 16, widestV6: 48 }
const wide = (before: RuledList, after: RuledList) =>
  listViolations(rules, { before, after }, NOW).flatMap((one) =>
    'networks' in one ? one.networks.map(displayNetwork) : [],
  )

describe('a save is refused for width', () => {
  const old = list(entry('10.0.0.0/8'))
  it.each<[what: string, before: RuledList, after: RuledList, refused: string[]]>([
    ['a new entry that is wider', noList, old, ['10.0.0.0/8']],
    ['of either family', noList, list(entry('2001:db8::/32'), entry('2001:db8::/48')), ['2001:db8::/32']],
    ['as wide as is allowed', noList, list(entry('10.0.0.0/16')), []],
    ['an old one that stays', old, list(entry('10.0.0.0/8', { note: 'Office' }), entry('192.0.2.7/32')), []],
    ['an old one that is narrowed, though not enough', old, list(entry('10.0.0.0/9')), []],
    ['an old one that is made wider', list(entry('10.0.0.0/9')), old, ['10.0.0.0/8']],
    ['an old one that moves', old, list(entry('11.0.0.0/8')), ['11.0.0.0/8']],
    ['two halves of what was one', old, list(entry('10.0.0.0/9'), entry('10.128.0.0/9')), []],
    ['one that is switched off', noList, list(entry('10.0.0.0/8', { enabled: false })), []],
    ['and is switched on', list(entry('10.0.0.0/8', { enabled: false })), old, ['10.0.0.0/8']],
    ['one that has expired and is revived', list(entry('10.0.0.0/8', { expiresAt: past })), old, ['10.0.0.0/8']],
    ['an old one for longer', list(entry('10.0.0.0/8', { expiresAt: soon })), old, ['10.0.0.0/8']],
    ['an old one for less long', old, list(entry('10.0.0.0/8', { expiresAt: soon })), []],
    [
      'a part of one that ends',
      list(entry('10.0.0.0/8', { expiresAt: soon })),
      list(entry('10.0.0.0/9')),
      ['10.0.0.0/9'],
    ],
  ])('%s', (_what, before, after, refused) => {
    expect(wide(before, after)).toEqual(refused)
  })
})

describe('a save is refused for a note that is missing', () => {
  const asked = (before: RuledList, after: RuledList) =>
    listViolations({ ...noRules, requireNotes: true }, { before, after }, NOW)
  const bare = entry('192.0.2.7/32')
  it.each<[what: string, before: RuledList, after: RuledList, violations: number]>([
    ['a new entry', noList, list(bare), 1],
    ['blank is none', noList, list({ ...bare, note: '  ' }), 1],
    ['a noted one', noList, list({ ...bare, note: 'VPN' }), 0],
    ['an old one that stays', list(bare), list({ ...bare, enabled: false }), 0],
    ['a note that is taken away', list({ ...bare, note: 'VPN' }), list(bare), 1],
  ])('%s', (_what, before, after, violations) => {
    expect(asked(before, after)).toHaveLength(violations)
  })
})

describe('a save is refused for openness', () => {
  const modes = ['enforce', 'report', 'open'] as const satisfies readonly AccessMode[]
  it.each(modes.flatMap((from) => modes.map((to) => [from, to] as const)))('from %s to %s', (from, to) => {
    const sides = { before: { ...noList, accessMode: from }, after: { ...noList, accessMode: to } }
    const refused = listViolations({ ...noRules, requireRestricted: true }, sides, NOW).length > 0
    expect(refused).toBe(modes.indexOf(to) > modes.indexOf(from))
  })
})

const onceEach = (networks: readonly Network[]) => [
  ...new Map(networks.map((network) => [formatNetwork(network), network])).values(),
]

const anyList: fc.Arbitrary<RuledList> = fc.record({
  accessMode: fc.constantFrom('open' as const, 'enforce' as const, 'report' as const),
  // A list holds a network once.
  entries: networkList.chain((networks) =>
    fc.tuple(
      ...onceEach(networks).map((network) =>
        fc.record({
          network: fc.constant(network),
          note: fc.constantFrom(null, 'Office'),
          enabled: fc.boolean(),
          expiresAt: fc.constantFrom(null, past, soon),
        }),
      ),
    ),
  ),
})

it('never refuses what stays as it is, or loses entries, whatever the policy', () => {
  fc.assert(
    fc.property(anyRules, anyList, fc.nat(), (any, before, index) => {
      expect(listViolations(any, { before, after: before }, NOW)).toEqual([])
      const after = { ...before, entries: before.entries.filter((_, place) => place !== index % 5) }
      expect(listViolations(any, { before, after }, NOW)).toEqual([])
    }),
  )
})

describe('the words of a refusal', () => {
  it('name the policy, what is wrong and what to do', () => {
    const policy = effectivePolicy(null, rules)
    const violations = listViolations(rules, { before: noList, after: list(entry('10.0.0.0/8')) }, NOW)
    expect(refusalOf(policy, violations)).toEqual({
      ok: false,
      error: 'policy_violation',
      message:
        'Gatelist’s policy for this workspace allows nothing wider than /16 for IPv4. 10.0.0.0/8 is wider. Use a narrower network.',
    })
    expect(refusalOf(effectivePolicy(rules, null), violations)?.message).toMatch(
      /^Gatelist’s policy for all workspaces /,
    )
  })

  it('say until when a key may live; one for which nobody said gets that', () => {
    const policy = effectivePolicy({ ...noRules, maxKeyLifeDays: 30 }, null)
    const latest = new Date('2026-12-27T12:00:00Z')
    expect(lifeRefusal(policy, NOW, null)?.message).toContain('at most 30 days. Choose an expiry up to 27 Dec 2026')
    expect(lifeRefusal(policy, NOW, new Date('2027-01-01'))).not.toBeNull()
    expect(lifeRefusal(policy, NOW, latest)).toBeNull()
    expect(cappedExpiry(policy.rules, NOW, null)).toEqual(latest)
    expect(cappedExpiry(policy.rules, NOW, new Date('2027-01-01'))).toEqual(latest)
    expect(cappedExpiry(policy.rules, NOW, soon)).toEqual(soon)
    expect(cappedExpiry(noRules, NOW, null)).toBeNull()
  })
})
