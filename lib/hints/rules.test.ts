import { describe, expect, it } from 'vitest'
import { displayNetwork, formatNetwork, type Network, parseCanonicalNetwork } from '#lib/ip/network'
import { observedCallers } from '#lib/traffic/suggest-callers'
import type { HintEntry, HintFacts } from './facts.ts'
import { type Fix, type HintCode, hintsOf } from './rules.ts'

const NOW = new Date('2026-11-27T12:00:00Z')
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000)

const network = (text: string): Network => {
  const full = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`
  const found = parseCanonicalNetwork(full)
  if (found === null) throw new Error(text)
  return found
}
const entry = (text: string, more: Partial<HintEntry> = {}): HintEntry => ({
  ...{ id: text, network: network(text), note: 'known', enabled: true, expiresAt: null },
  ...{ addedAt: daysAgo(10), source: null, lastMatchAt: daysAgo(1), ...more },
})
const facts = ({
  entries = [],
  callers = [],
  ...more
}: Partial<Omit<HintFacts, 'callers'>> & { callers?: string[] } = {}): HintFacts => {
  const rows = callers.map((address) => ({ address, outcome: 'allowed', count: 1n, lastAt: daysAgo(1) }))
  return {
    ...{ accessMode: 'enforce', isOver: false, entries, listed: [], refused: [], seenDays: 30, now: NOW },
    matchesSince: daysAgo(300),
    ...{ callers: observedCallers(rows).callers, ...more },
  }
}
const codes = (given: HintFacts) => hintsOf(given).map((hint) => hint.code)
const hint = (given: HintFacts, code: HintCode) => {
  const found = hintsOf(given).find((each) => each.code === code)
  if (found === undefined) throw new Error(`no hint ${code}`)
  return found
}
const told = (fix: Fix) => {
  if (fix.kind === 'replace') return `replace by ${fix.by.map(displayNetwork).join(', ')}`
  if (fix.kind === 'add') return `add ${fix.networks.map(formatNetwork).join(', ')}`
  return 'entryIds' in fix ? `${fix.kind} ${fix.entryIds.join(', ')}` : fix.kind
}

type Row = [what: string, shown: HintFacts, fixes: string[], hidden: HintFacts]

const old = { addedAt: daysAgo(200), lastMatchAt: null }
const table: Record<HintCode, Row[]> = {
  open_in_use: [
    [
      'an open key that is called',
      facts({ accessMode: 'open', callers: ['8.8.8.8'] }),
      ['suggest'],
      facts({ accessMode: 'open' }),
    ],
    [
      'one that only reports is no open key',
      facts({ accessMode: 'open', callers: ['8.8.8.8'] }),
      ['suggest'],
      facts({ accessMode: 'report', callers: ['8.8.8.8'] }),
    ],
  ],
  any_address: [
    [
      'an entry of every address, where others admit the callers',
      facts({ entries: [entry('0.0.0.0/0'), entry('8.8.8.0/24')], callers: ['8.8.8.8'] }),
      ['remove 0.0.0.0/0'],
      facts({ entries: [entry('0.0.0.0/0', { enabled: false }), entry('8.8.8.0/24')], callers: ['8.8.8.8'] }),
    ],
    [
      'the same where removing it would refuse them',
      facts({ entries: [entry('::/0')], callers: ['2a00::1'] }),
      ['suggest', 'remove ::/0'],
      facts({ entries: [entry('2a00::/64')], callers: ['2a00::1'] }),
    ],
    [
      'in the list of an open key it changes nothing',
      facts({ entries: [entry('0.0.0.0/0')] }),
      ['remove 0.0.0.0/0'],
      facts({ entries: [entry('0.0.0.0/0')], accessMode: 'open' }),
    ],
  ],
  very_wide: [
    [
      'a /8 of which two called',
      facts({ entries: [entry('8.0.0.0/8')], callers: ['8.8.8.1', '8.8.8.2', '9.9.9.9'] }),
      ['replace by 8.8.8.0/30'],
      facts({ entries: [entry('8.8.0.0/16')], callers: ['8.8.8.1'] }),
    ],
    [
      'a /8 of which nobody called',
      facts({ entries: [entry('8.0.0.0/8')] }),
      ['remove 8.0.0.0/8'],
      facts({ entries: [entry('10.0.0.0/8')] }),
    ],
    [
      'a /8 of which other entries admit the callers',
      facts({ entries: [entry('8.0.0.0/8'), entry('8.8.8.0/24')], callers: ['8.8.8.1'] }),
      ['remove 8.0.0.0/8'],
      facts({ entries: [entry('8.0.0.0/8', { source: 'aws' })], callers: ['8.8.8.1'] }),
    ],
  ],
  expired: [
    [
      'an entry whose time is over, from that second on',
      facts({ entries: [entry('8.8.8.8', { expiresAt: NOW })] }),
      ['remove 8.8.8.8', 'extend 8.8.8.8'],
      facts({ entries: [entry('8.8.8.8', { expiresAt: new Date(NOW.getTime() + 1) })] }),
    ],
  ],
  private_unmatched: [
    [
      'a private range of a key that the internet calls',
      facts({ entries: [entry('10.0.0.0/8', { lastMatchAt: null }), entry('8.8.8.8')], callers: ['8.8.8.8'] }),
      ['remove 10.0.0.0/8'],
      facts({ entries: [entry('10.0.0.0/8'), entry('8.8.8.8')], callers: ['8.8.8.8'] }),
    ],
    [
      'not while somebody calls from inside, nor while nobody calls',
      facts({ entries: [entry('10.0.0.0/8', { lastMatchAt: null })], callers: ['8.8.8.8'] }),
      ['remove 10.0.0.0/8'],
      facts({ entries: [entry('10.0.0.0/8', { lastMatchAt: null })], callers: ['192.168.0.1'] }),
    ],
  ],
  never_matched: [
    [
      'an old entry that never matched',
      facts({ entries: [entry('8.8.8.8', old), entry('9.9.9.9')], callers: ['9.9.9.9'] }),
      ['switch_off 8.8.8.8', 'remove 8.8.8.8'],
      facts({ entries: [entry('8.8.8.8', { lastMatchAt: null }), entry('9.9.9.9')], callers: ['9.9.9.9'] }),
    ],
    [
      'one that matched 91 days ago, and not one that did 89 days ago',
      facts({ entries: [entry('8.8.8.8', { ...old, lastMatchAt: daysAgo(91) })], callers: ['9.9.9.9'] }),
      ['switch_off 8.8.8.8', 'remove 8.8.8.8'],
      facts({ entries: [entry('8.8.8.8', { ...old, lastMatchAt: daysAgo(89) })], callers: ['9.9.9.9'] }),
    ],
    [
      'not where it is known for less than 90 days',
      facts({ entries: [entry('8.8.8.8', old)], callers: ['9.9.9.9'] }),
      ['switch_off 8.8.8.8', 'remove 8.8.8.8'],
      facts({ entries: [entry('8.8.8.8', old)], callers: ['9.9.9.9'], matchesSince: daysAgo(89) }),
    ],
    [
      'not of a key that nobody calls',
      facts({ entries: [entry('8.8.8.8', old)], callers: ['9.9.9.9'] }),
      ['switch_off 8.8.8.8', 'remove 8.8.8.8'],
      facts({ entries: [entry('8.8.8.8', old)] }),
    ],
  ],
  covered: [
    [
      'an entry within another',
      facts({ entries: [entry('8.8.8.0/24'), entry('8.8.8.8')] }),
      ['remove 8.8.8.8'],
      facts({ entries: [entry('8.8.8.0/24'), entry('8.8.9.8')] }),
    ],
    [
      'one that ends within one that lasts, and not the other way round',
      facts({ entries: [entry('8.8.8.8', { expiresAt: daysAgo(-9) }), entry('8.8.8.0/24')] }),
      ['remove 8.8.8.8'],
      facts({ entries: [entry('8.8.8.8'), entry('8.8.8.0/24', { expiresAt: daysAgo(-9) })] }),
    ],
    [
      'not by an entry that is off',
      facts({ entries: [entry('8.8.8.0/24'), entry('8.8.8.8')] }),
      ['remove 8.8.8.8'],
      facts({ entries: [entry('8.8.8.0/24', { enabled: false }), entry('8.8.8.8')] }),
    ],
  ],
  only_ipv4: [
    [
      'a list of IPv4 of a key that IPv6 calls',
      facts({ entries: [entry('8.8.8.8')], callers: ['2a00::1', '2a00::2', '2a00:0:0:5::1'] }),
      ['add 2a00::/64, 2a00:0:0:5::/64'],
      facts({ entries: [entry('8.8.8.8'), entry('2a00::/64')], callers: ['2a00:0:0:5::1'] }),
    ],
    [
      'not where a named list has IPv6',
      facts({ entries: [entry('8.8.8.8')], callers: ['2a00::1'] }),
      ['add 2a00::/64'],
      facts({ entries: [entry('8.8.8.8')], callers: ['2a00::1'], listed: [network('2a00::/64')] }),
    ],
  ],
  no_note: [
    [
      'an entry without one',
      facts({ entries: [entry('8.8.8.8', { note: null }), entry('9.9.9.9', { note: null })] }),
      ['note 8.8.8.8'],
      facts({ entries: [entry('8.8.8.8'), entry('9.9.9.9', { note: null, source: 'aws' })] }),
    ],
  ],
}

describe.each(Object.entries(table))('the hint %s', (code, rows) => {
  it.each(rows)('is given for %s', (_, shown, fixes, hidden) => {
    expect(hint(shown, code as HintCode).fixes.map(told)).toEqual(fixes)
    expect(codes(hidden)).not.toContain(code)
  })
})

describe('hints', () => {
  it('are one sentence each', () => {
    for (const rows of Object.values(table)) {
      for (const [, shown] of rows) for (const { sentence } of hintsOf(shown)) expect(sentence).toMatch(/^\S.*\.$/)
    }
  })

  it('are none for a list that is as it should be, and none for a key that is over', () => {
    const good = facts({ entries: [entry('8.8.8.0/24')], callers: ['8.8.8.8'] })
    expect(codes(good)).toEqual([])
    expect(codes(facts({ accessMode: 'open', callers: ['8.8.8.8'], isOver: true }))).toEqual([])
  })

  it('name three entries and count the rest', () => {
    const many = [1, 2, 3, 4, 5].map((n) => entry(`8.8.8.${n}`, { expiresAt: NOW }))
    expect(hint(facts({ entries: many }), 'expired').sentence).toBe(
      '5 entries have expired and admit nobody: 8.8.8.1, 8.8.8.2, 8.8.8.3 and 2 more.',
    )
  })
})
