import { describe, expect, it } from 'vitest'
import type { ClientIp } from '#lib/client-ip/resolve'
import { parseAddress } from '#lib/ip/address'
import { parseCanonicalNetwork } from '#lib/ip/network'
import { decide, type Outcome } from './decide.ts'
import { compileAllowlist, type KeyRecord, noFacts } from './key-record.ts'

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

describe('deciding', () => {
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
})
