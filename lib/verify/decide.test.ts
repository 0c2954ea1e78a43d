import { describe, expect, it } from 'vitest'
import type { ClientIp } from '#lib/client-ip/resolve'
import { parseAddress } from '#lib/ip/address'
import { parseCanonicalNetwork } from '#lib/ip/network'
import { compileAllowlist } from './compiled-list.ts'
import { decide, decideToken, isLetThrough, type Outcome, type TokenRefusal } from './decide.ts'
import { type Ceiling, type KeyRecord, noFacts, ownListOnly, type TokenRecord } from './key-record.ts'

const NOW = 1_000_000
const UNKNOWN: ClientIp = { ok: false, reason: 'no_peer' }

function from(text: string): ClientIp {
  const address = parseAddress(text)
  if (address === null) throw new Error(text)
  return { ok: true, address, text }
}

function listOf(...texts: string[]) {
  return compileAllowlist(texts.map((text) => entry(text, null)))
}

function entry(text: string, expiresAt: number | null) {
  const network = parseCanonicalNetwork(text)
  if (network === null) throw new Error(text)
  return { network, expiresAt }
}

const key: KeyRecord = {
  keyId: 'k',
  workspaceId: 'w',
  accessMode: 'enforce',
  pausedAt: null,
  revokedAt: null,
  expiresAt: null,
  allowlist: listOf('203.0.113.0/24'),
  ...ownListOnly,
  rateLimit: null,
  facts: noFacts,
}
const INSIDE = from('203.0.113.7')
const OUTSIDE = from('198.51.100.7')

const table: [string, KeyRecord | null, ClientIp, Outcome][] = [
  ['no key', null, INSIDE, 'unknown_key'],
  ['listed address', key, INSIDE, 'allowed'],
  ['unlisted address', key, OUTSIDE, 'ip_not_allowed'],
  ['unknown address', key, UNKNOWN, 'ip_unknown'],
  ['mapped IPv6 is IPv4', key, from('::ffff:203.0.113.7'), 'allowed'],
  ['IPv6 caller, IPv4 list', key, from('2001:db8::1'), 'ip_not_allowed'],
  ['::/0 does not admit IPv4', { ...key, allowlist: listOf('::/0') }, INSIDE, 'ip_not_allowed'],
  ['0.0.0.0/0 does not admit IPv6', { ...key, allowlist: listOf('0.0.0.0/0') }, from('2001:db8::1'), 'ip_not_allowed'],
  ['enforcing with no entries refuses everyone', { ...key, allowlist: listOf() }, INSIDE, 'ip_not_allowed'],
  ['a list that cannot be read refuses everyone', { ...key, allowlist: null }, INSIDE, 'ip_not_allowed'],
  ['open, any address', { ...key, accessMode: 'open', allowlist: listOf() }, OUTSIDE, 'allowed'],
  ['open, unknown address', { ...key, accessMode: 'open' }, UNKNOWN, 'allowed'],
  ['report, listed', { ...key, accessMode: 'report' }, INSIDE, 'allowed'],
  ['report, unlisted', { ...key, accessMode: 'report' }, OUTSIDE, 'allowed_unlisted'],
  ['report, unknown address', { ...key, accessMode: 'report' }, UNKNOWN, 'allowed_unlisted'],
  ['revoked wins over everything', { ...key, revokedAt: 1, expiresAt: 1, pausedAt: 1 }, OUTSIDE, 'revoked'],
  ['expired wins over paused and address', { ...key, expiresAt: NOW, pausedAt: 1 }, OUTSIDE, 'expired'],
  ['paused wins over address', { ...key, pausedAt: 1 }, OUTSIDE, 'paused'],
  ['a paused open key is refused', { ...key, accessMode: 'open', pausedAt: 1 }, INSIDE, 'paused'],
  ['valid until the very millisecond', { ...key, expiresAt: NOW + 1 }, INSIDE, 'allowed'],
]

/** Admits both callers of the tables. */
const AROUND = listOf('203.0.113.0/24', '198.51.100.0/24')
const enforced = (...networks: string[]): Ceiling => ({ mode: 'enforce', allowlist: listOf(...networks) })
const reported = (...networks: string[]): Ceiling => ({ mode: 'report', allowlist: listOf(...networks) })
const open = { ...key, accessMode: 'open' as const }
const report = { ...key, accessMode: 'report' as const }
const bypassed = { ...key, bypassUntil: NOW + 1 }

/** What becomes of a caller inside, of one outside and of one whose address nobody could tell. */
const threeSided: [string, KeyRecord, Record<'inside' | 'outside' | 'unknown', Outcome>][] = [
  [
    'a named list admits beside the key’s own',
    { ...key, shared: [listOf('192.0.2.0/24'), listOf('198.51.100.0/24')] },
    { inside: 'allowed', outside: 'allowed', unknown: 'ip_unknown' },
  ],
  [
    'a named list admits where the key has no entry of its own, or none that can be read',
    { ...key, allowlist: null, shared: [listOf('198.51.100.0/24')] },
    { inside: 'ip_not_allowed', outside: 'allowed', unknown: 'ip_unknown' },
  ],
  [
    'a named list that is empty admits nobody more',
    { ...key, shared: [listOf()] },
    { inside: 'allowed', outside: 'ip_not_allowed', unknown: 'ip_unknown' },
  ],
  [
    'a named list counts for a key that only reports',
    { ...report, allowlist: listOf(), shared: [listOf('203.0.113.0/24')] },
    { inside: 'allowed', outside: 'allowed_unlisted', unknown: 'allowed_unlisted' },
  ],
  [
    'a ceiling narrows an open key',
    { ...open, ceiling: enforced('203.0.113.0/24') },
    { inside: 'allowed', outside: 'outside_ceiling', unknown: 'ip_unknown' },
  ],
  [
    'a ceiling narrows a key that only reports',
    { ...report, allowlist: listOf(), ceiling: enforced('203.0.113.0/24') },
    { inside: 'allowed_unlisted', outside: 'outside_ceiling', unknown: 'ip_unknown' },
  ],
  [
    'a ceiling narrows a bypass',
    { ...bypassed, allowlist: listOf(), ceiling: enforced('203.0.113.0/24') },
    { inside: 'allowed_bypassed', outside: 'outside_ceiling', unknown: 'ip_unknown' },
  ],
  [
    'a ceiling narrows what a key and its named lists list',
    { ...key, shared: [listOf('198.51.100.0/24')], ceiling: enforced('203.0.113.0/24') },
    { inside: 'allowed', outside: 'outside_ceiling', unknown: 'ip_unknown' },
  ],
  [
    'a ceiling admits nobody by itself',
    { ...key, ceiling: { mode: 'enforce', allowlist: AROUND } },
    { inside: 'allowed', outside: 'ip_not_allowed', unknown: 'ip_unknown' },
  ],
  [
    'an enforced ceiling with no entries refuses everyone',
    { ...open, ceiling: enforced() },
    { inside: 'outside_ceiling', outside: 'outside_ceiling', unknown: 'ip_unknown' },
  ],
  [
    'an enforced ceiling that cannot be read refuses everyone',
    { ...open, ceiling: { mode: 'enforce', allowlist: null } },
    { inside: 'outside_ceiling', outside: 'outside_ceiling', unknown: 'ip_unknown' },
  ],
  [
    'a ceiling that only reports notes what passes an open key',
    { ...open, ceiling: reported('203.0.113.0/24') },
    { inside: 'allowed', outside: 'allowed_unlisted', unknown: 'allowed_unlisted' },
  ],
  [
    'a ceiling that only reports notes who is listed outside of it',
    { ...key, allowlist: AROUND, ceiling: reported('203.0.113.0/24') },
    { inside: 'allowed', outside: 'allowed_unlisted', unknown: 'ip_unknown' },
  ],
  [
    'a ceiling that only reports opens nothing',
    { ...key, ceiling: { mode: 'report', allowlist: AROUND } },
    { inside: 'allowed', outside: 'ip_not_allowed', unknown: 'ip_unknown' },
  ],
  [
    'a ceiling that only reports and cannot be read notes everyone',
    { ...open, ceiling: { mode: 'report', allowlist: null } },
    { inside: 'allowed_unlisted', outside: 'allowed_unlisted', unknown: 'allowed_unlisted' },
  ],
  [
    'a bypass lets everyone through, and tells who is listed from who is not',
    bypassed,
    { inside: 'allowed', outside: 'allowed_bypassed', unknown: 'allowed_bypassed' },
  ],
  [
    'a bypass that is over lets nobody through',
    { ...key, bypassUntil: NOW },
    { inside: 'allowed', outside: 'ip_not_allowed', unknown: 'ip_unknown' },
  ],
  [
    'a bypass opens a list that is empty or cannot be read',
    { ...bypassed, allowlist: null },
    { inside: 'allowed_bypassed', outside: 'allowed_bypassed', unknown: 'allowed_bypassed' },
  ],
  [
    'a bypass of a key that is open changes nothing',
    { ...open, bypassUntil: NOW + 1 },
    { inside: 'allowed', outside: 'allowed', unknown: 'allowed' },
  ],
]

const dead: [string, Partial<KeyRecord>, Outcome][] = [
  ['revoked', { revokedAt: NOW }, 'revoked'],
  ['expired', { expiresAt: NOW }, 'expired'],
  ['paused', { pausedAt: NOW }, 'paused'],
]

describe('deciding', () => {
  it.each(threeSided)('%s', (_name, record, expected) => {
    const outcomes = {
      inside: decide(record, INSIDE, NOW),
      outside: decide(record, OUTSIDE, NOW),
      unknown: decide(record, UNKNOWN, NOW),
    }
    expect(outcomes).toEqual(expected)
  })

  it.each(dead)(
    'a key that is %s is told so, whatever its lists, its bypass and the ceiling say',
    (_name, end, outcome) => {
      for (const [, record] of threeSided) {
        for (const client of [INSIDE, OUTSIDE, UNKNOWN])
          expect(decide({ ...record, ...end }, client, NOW)).toBe(outcome)
      }
    },
  )

  it('never refuses an address to a key that only reports or is open, unless a ceiling is enforced', () => {
    for (const [, record] of threeSided) {
      if (record.ceiling?.mode === 'enforce') continue
      for (const accessMode of ['report', 'open'] as const) {
        for (const client of [INSIDE, OUTSIDE, UNKNOWN]) {
          expect(isLetThrough(decide({ ...record, accessMode }, client, NOW))).toBe(true)
        }
      }
    }
  })

  it('never lets through from outside an enforced ceiling, whatever the key says', () => {
    for (const [, record] of threeSided) {
      for (const accessMode of ['enforce', 'report', 'open'] as const) {
        for (const bypassUntil of [null, NOW + 1]) {
          const narrowed: KeyRecord = { ...record, accessMode, bypassUntil, ceiling: enforced('203.0.113.0/24') }
          expect(decide(narrowed, OUTSIDE, NOW)).toBe('outside_ceiling')
          expect(decide(narrowed, UNKNOWN, NOW)).toBe('ip_unknown')
        }
      }
    }
  })

  it.each(table)('%s', (_name, record, client, outcome) => {
    expect(decide(record, client, NOW)).toBe(outcome)
  })

  it('an entry ends at its millisecond, and the others stay', () => {
    const allowlist = compileAllowlist([entry('203.0.113.7/32', NOW), entry('198.51.100.0/24', null)])
    const record: KeyRecord = { ...key, allowlist }
    expect(decide(record, INSIDE, NOW - 1)).toBe('allowed')
    expect(decide(record, INSIDE, NOW)).toBe('ip_not_allowed')
    expect(decide(record, OUTSIDE, NOW)).toBe('allowed')
    expect(decide(record, INSIDE, NOW - 1)).toBe('allowed')
  })

  it('an entry of a named list and of the ceiling ends at its millisecond', () => {
    const ending = compileAllowlist([entry('198.51.100.0/24', NOW)])
    const listed: KeyRecord = { ...key, shared: [ending] }
    expect(decide(listed, OUTSIDE, NOW - 1)).toBe('allowed')
    expect(decide(listed, OUTSIDE, NOW)).toBe('ip_not_allowed')
    const under: KeyRecord = { ...open, ceiling: { mode: 'enforce', allowlist: ending } }
    expect(decide(under, OUTSIDE, NOW - 1)).toBe('allowed')
    expect(decide(under, OUTSIDE, NOW)).toBe('outside_ceiling')
    // The database's time has a part of a millisecond.
    expect(decide(listed, OUTSIDE, NOW - 0.001)).toBe('allowed')
    expect(decide(listed, OUTSIDE, NOW + 0.001)).toBe('ip_not_allowed')
  })

  it('a bypass ends by itself, at its millisecond', () => {
    const record: KeyRecord = { ...key, bypassUntil: NOW }
    expect(decide(record, OUTSIDE, NOW - 0.001)).toBe('allowed_bypassed')
    expect(decide(record, OUTSIDE, NOW)).toBe('ip_not_allowed')
    expect(decide(record, UNKNOWN, NOW)).toBe('ip_unknown')
  })

  it('a pause holds from its first millisecond to its end, whatever the clock says', () => {
    for (const now of [NOW - 1, NOW, NOW + 1]) expect(decide({ ...key, pausedAt: NOW }, INSIDE, now)).toBe('paused')
    expect(decide({ ...key, pausedAt: null }, INSIDE, NOW)).toBe('allowed')
  })

  it('a key ends at its millisecond, and by a revocation within the one that it was rounded to', () => {
    expect(decide({ ...key, expiresAt: NOW }, INSIDE, NOW - 0.001)).toBe('allowed')
    expect(decide({ ...key, expiresAt: NOW }, INSIDE, NOW)).toBe('expired')
    expect(decide({ ...key, revokedAt: NOW }, INSIDE, NOW - 1)).toBe('allowed')
    expect(decide({ ...key, revokedAt: NOW }, INSIDE, NOW - 0.999)).toBe('revoked')
  })
})

describe('deciding about a management token', () => {
  const token: TokenRecord = {
    ...{ tokenId: 't', workspaceId: 'w', name: 't', role: 'verify', accessMode: 'enforce' },
    ...{ revokedAt: null, expiresAt: null, allowlist: listOf('203.0.113.0/24') },
  }
  const rows: [string, TokenRecord | null, Record<'inside' | 'outside' | 'unknown', 'allowed' | TokenRefusal>][] = [
    ['none', null, { inside: 'unknown_token', outside: 'unknown_token', unknown: 'unknown_token' }],
    ['by its own list', token, { inside: 'allowed', outside: 'ip_not_allowed', unknown: 'ip_unknown' }],
    ['open', { ...token, accessMode: 'open' }, { inside: 'allowed', outside: 'allowed', unknown: 'allowed' }],
    [
      'a list that cannot be read',
      { ...token, allowlist: null },
      { inside: 'ip_not_allowed', outside: 'ip_not_allowed', unknown: 'ip_unknown' },
    ],
    ['expired', { ...token, expiresAt: NOW }, { inside: 'expired', outside: 'expired', unknown: 'expired' }],
    ['revoked', { ...token, revokedAt: NOW }, { inside: 'revoked', outside: 'revoked', unknown: 'revoked' }],
  ]

  it.each(rows)('%s', (_name, record, expected) => {
    const outcomes = {
      inside: decideToken(record, INSIDE, NOW),
      outside: decideToken(record, OUTSIDE, NOW),
      unknown: decideToken(record, UNKNOWN, NOW),
    }
    expect(outcomes).toEqual(expected)
  })
})
