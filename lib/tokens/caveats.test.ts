import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddress } from '#lib/ip/address'
import { anyAddress, anyNetwork } from '#lib/ip/arbitraries'
import { formatNetwork } from '#lib/ip/network'
import { type Caveat, type CaveatProblem, foldCaveats, parseCaveat, splitCaveats } from './caveats.ts'
import { admitsAddress, commonNetworks, type Grant } from './grant.ts'

const MIDNIGHT = Date.UTC(2026, 10, 27)
const full: Grant = { scopes: ['a', 'b', 'c', 'd e'], networks: [], expiresAtMs: MIDNIGHT }

function parsed(text: string): Caveat {
  const result = parseCaveat(text)
  if (!result.ok) throw new Error(result.problem)
  return result.caveat
}

const fold = (texts: readonly string[], from = full) => foldCaveats(from, texts.map(parsed))

function admits(grant: Grant, text: string): boolean {
  const address = parseAddress(text)
  return address !== null && admitsAddress(grant.networks, address)
}

describe('a scope caveat', () => {
  it.each([
    [['scope a'], ['a']],
    [['scope c a'], ['a', 'c']],
    [['scope a b', 'scope b c'], ['b']],
    [['scope a', 'scope b'], []],
    [['scope z'], []],
    [['scope a z'], ['a']],
    [['scope A'], []],
    // A scope with a space in it cannot be named, and is not named by its parts.
    [['scope d e'], []],
  ])('%j leaves %j', (texts, scopes) => {
    expect(fold(texts).scopes).toEqual(scopes)
  })
})

describe('an ip caveat', () => {
  const rows: [string[], string[], string[]][] = [
    [['ip 203.0.113.0/30'], ['203.0.113.0', '203.0.113.3'], ['203.0.113.4', '::1']],
    [['ip 203.0.113.7'], ['203.0.113.7', '::ffff:203.0.113.7'], ['203.0.113.8']],
    [['ip 203.0.113.101/30'], ['203.0.113.100'], ['203.0.113.104']],
    [['ip 192.0.2.0/24,2001:db8::/32'], ['192.0.2.1', '2001:db8::1'], ['198.51.100.1', '2001:db9::1']],
    [['ip 10.0.0.0/8', 'ip 10.1.0.0/16,192.0.2.0/24'], ['10.1.2.3'], ['10.2.0.1', '192.0.2.1']],
    [['ip 192.0.2.1', 'ip 192.0.2.2'], [], ['192.0.2.1', '192.0.2.2']],
    [['ip 0.0.0.0/0'], ['203.0.113.1'], ['2001:db8::1']],
    [['ip ::/0'], ['2001:db8::1'], ['203.0.113.1']],
  ]
  it.each(rows)('%j admits %j and not %j', (texts, inside, outside) => {
    const grant = fold(texts)
    expect(inside.filter((address) => !admits(grant, address))).toEqual([])
    expect(outside.filter((address) => admits(grant, address))).toEqual([])
  })

  it('admits what the networks have in common, which can be sealed as one list', () => {
    const common = commonNetworks(fold(['ip 10.0.0.0/8,192.0.2.0/24', 'ip 10.0.0.0/9,192.0.2.7']).networks)
    expect(common?.map(formatNetwork)).toEqual(['10.0.0.0/9', '192.0.2.7/32'])
    expect(commonNetworks([])).toBeNull()
    expect(commonNetworks([[]])).toEqual([])
  })
})

describe('an expires caveat', () => {
  it.each([
    [['expires 2026-11-26T23:59:59Z'], MIDNIGHT - 1000],
    [['expires 2026-11-26T23:59:59.25Z'], MIDNIGHT - 750],
    [['expires 2026-11-26T23:59:59.123456789Z'], MIDNIGHT - 877],
    [['expires 2026-11-26T00:00:00Z', 'expires 2026-11-26T12:00:00Z'], MIDNIGHT - 86_400_000],
    [['expires 2099-01-01T00:00:00Z'], MIDNIGHT],
    [['expires 0001-01-01T00:00:00Z'], Date.parse('0001-01-01T00:00:00Z')],
  ])('%j ends at %d', (texts, expiresAtMs) => {
    expect(fold(texts).expiresAtMs).toBe(expiresAtMs)
  })
})

describe('a caveat that is not understood', () => {
  const rows: [string, CaveatProblem][] = [
    ['', 'unknown_caveat'],
    [' ', 'unknown_caveat'],
    ['scope', 'unknown_caveat'],
    ['ip', 'unknown_caveat'],
    [' scope a', 'unknown_caveat'],
    ['SCOPE a', 'unknown_caveat'],
    ['scopes a', 'unknown_caveat'],
    ['scope\ta', 'unknown_caveat'],
    ['ip = 192.0.2.1', 'malformed_ip'],
    ['time < 2026-11-27T00:00:00Z', 'unknown_caveat'],
    ['constructor x', 'unknown_caveat'],
    ['scope ', 'malformed_scope'],
    ['scope a  b', 'malformed_scope'],
    ['scope a ', 'malformed_scope'],
    ['ip ', 'malformed_ip'],
    ['ip 192.0.2.1,', 'malformed_ip'],
    ['ip 192.0.2.1, 192.0.2.2', 'malformed_ip'],
    ['ip 192.0.2.1 192.0.2.2', 'malformed_ip'],
    ['ip 192.0.2.1-192.0.2.9', 'malformed_ip'],
    ['ip 192.0.2.0/33', 'malformed_ip'],
    ['ip 010.0.0.1', 'malformed_ip'],
    ['ip 10/8', 'malformed_ip'],
    ['ip example.com', 'malformed_ip'],
    ['ip fe80::1%eth0', 'malformed_ip'],
    ['expires ', 'malformed_expires'],
    ['expires 2026-11-27', 'malformed_expires'],
    ['expires 1795737600', 'malformed_expires'],
    ['expires 2026-11-27T00:00:00', 'malformed_expires'],
    ['expires 2026-11-27T00:00:00+00:00', 'malformed_expires'],
    ['expires 2026-11-27T01:00:00+01:00', 'malformed_expires'],
    ['expires 2026-11-27t00:00:00z', 'malformed_expires'],
    ['expires 2026-11-27 00:00:00Z', 'malformed_expires'],
    ['expires 2026-02-30T00:00:00Z', 'malformed_expires'],
    ['expires 2026-13-01T00:00:00Z', 'malformed_expires'],
    ['expires 2026-11-27T24:00:00Z', 'malformed_expires'],
    ['expires 2026-12-31T23:59:60Z', 'malformed_expires'],
    ['expires 2026-11-27T00:00:00.Z', 'malformed_expires'],
    ['expires +02026-11-27T00:00:00Z', 'malformed_expires'],
    ['expires 2026-11-27T00:00:00Z\n', 'malformed_expires'],
  ]
  it.each(rows)('%j is %s', (text, problem) => {
    expect(parseCaveat(text)).toEqual({ ok: false, problem })
  })

  it('never makes the parser throw', () => {
    const word = fc.constantFrom('', 'claims ', 'scope ', 'ip ', 'expires ')
    fc.assert(fc.property(word, fc.string({ unit: 'binary' }), (start, rest) => void parseCaveat(start + rest)))
  })
})

describe('the caveats of a token', () => {
  it('are the claims, then what was added', () => {
    expect(splitCaveats(['claims {}', 'scope a'])).toEqual({
      ok: true,
      claimsJson: '{}',
      added: [{ word: 'scope', scopes: ['a'] }],
    })
  })

  it.each([
    [[], { problem: 'claims_missing', position: 0 }],
    [['scope a'], { problem: 'claims_missing', position: 0 }],
    [['claims {}', 'claims {"scp":["a"]}'], { problem: 'claims_repeated', position: 1 }],
    [['scope a', 'claims {}'], { problem: 'claims_repeated', position: 1 }],
    [['claims {}', 'scope a', 'paid yes'], { problem: 'unknown_caveat', position: 2 }],
    [['claims {}', 'ip nowhere'], { problem: 'malformed_ip', position: 1 }],
  ])('%j are refused', (texts, refusal) => {
    expect(splitCaveats(texts)).toEqual({ ok: false, ...refusal })
  })
})

const scope = fc.constantFrom('a', 'b', 'c', 'd', 'z')
const anyCaveat = fc.oneof(
  fc.array(scope, { minLength: 1, maxLength: 4 }).map((scopes) => `scope ${scopes.join(' ')}`),
  fc.array(anyNetwork, { minLength: 1, maxLength: 4 }).map((networks) => `ip ${networks.map(formatNetwork).join(',')}`),
  fc
    .date({ min: new Date('2000-01-01'), max: new Date('2050-01-01'), noInvalidDate: true })
    .map((date) => `expires ${date.toISOString()}`),
)

describe('an attenuated grant', () => {
  it('never admits more than the one before', () => {
    fc.assert(
      fc.property(fc.array(anyCaveat, { maxLength: 5 }), anyCaveat, anyAddress, (before, added, address) => {
        const wide = fold(before)
        const narrow = fold([...before, added])
        expect(wide.scopes).toEqual(expect.arrayContaining([...narrow.scopes]))
        expect(narrow.expiresAtMs).toBeLessThanOrEqual(wide.expiresAtMs)
        if (admitsAddress(narrow.networks, address)) expect(admitsAddress(wide.networks, address)).toBe(true)
      }),
    )
  })

  it('is the same in whatever order its caveats came', () => {
    fc.assert(
      fc.property(fc.array(anyCaveat, { maxLength: 6 }), anyAddress, (texts, address) => {
        const [one, other] = [fold(texts), fold(texts.toReversed())]
        expect(other.scopes).toEqual(one.scopes)
        expect(other.expiresAtMs).toBe(one.expiresAtMs)
        expect(admitsAddress(other.networks, address)).toBe(admitsAddress(one.networks, address))
      }),
    )
  })
})
