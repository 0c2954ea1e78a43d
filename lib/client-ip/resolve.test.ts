import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatAddress } from '#lib/ip/address'
import { anyAddress, mutated } from '#lib/ip/arbitraries'
import { clientIpPolicy } from './policy.ts'
import { type ClientIpPolicy, resolveClientIp } from './resolve.ts'

type Settings = { source: string; trustedProxies?: string; hops?: number }

function policyOf({ source, trustedProxies, hops }: Settings): ClientIpPolicy {
  const result = clientIpPolicy({ source: `CLIENT_IP_SOURCE_${source}`, trustedProxies, hops })
  if (!result.ok) throw new Error(result.message)
  return result.policy
}

/** The client's address as text, or the reason why there is none. */
function resolve(peer: string | undefined, rawHeaders: readonly string[], settings: Settings): string {
  const client = resolveClientIp(peer, rawHeaders, policyOf(settings))
  return client.ok ? client.text : client.reason
}

const behindProxy = { source: 'X_FORWARDED_FOR', trustedProxies: 'loopback, 10.0.0.0/8, 2001:db8:ffff::/48' }
const proxy = '10.0.0.1'
const forwarded = (...lines: string[]) => lines.flatMap((line) => ['X-Forwarded-For', line])

describe('from the connection', () => {
  const settings = { source: 'REMOTE_ADDR' }

  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:DB8:0::1', '2001:db8::1'],
    ['::1', '::1'],
    [undefined, 'no_peer'],
    ['', 'no_peer'],
    ['fe80::1%eth0', 'no_peer'],
    ['/run/gatelist.sock', 'no_peer'],
  ])('%s is %s', (peer, client) => {
    expect(resolve(peer, [], settings)).toBe(client)
    expect(resolve(peer, [], { source: 'UNSPECIFIED' })).toBe(client)
  })

  it('no header changes it, forged or not, not even from a trusted proxy', () => {
    const headers = ['x-forwarded-for', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip', 'forwarded', 'client-ip']
    const raw = headers.flatMap((name) => [name, '192.0.2.66'])
    expect(resolve('203.0.113.7', raw, settings)).toBe('203.0.113.7')
    expect(resolve('10.0.0.1', raw, { ...settings, trustedProxies: 'private' })).toBe('10.0.0.1')
  })
})

describe('from X-Forwarded-For, past trusted proxies', () => {
  const rows: readonly (readonly [why: string, peer: string, lines: readonly string[], client: string])[] = [
    ['one element', proxy, ['203.0.113.7'], '203.0.113.7'],
    ['what the caller sent stands to the left', proxy, ['192.0.2.66, 203.0.113.7'], '203.0.113.7'],
    ['past our proxies', proxy, ['192.0.2.66, 203.0.113.7, 10.0.0.9, 127.0.0.1'], '203.0.113.7'],
    ['lines are one list (RFC 9110 §5.3)', proxy, ['192.0.2.66', '203.0.113.7', '10.0.0.9'], '203.0.113.7'],
    ['without blanks', proxy, ['192.0.2.66,203.0.113.7,10.0.0.9'], '203.0.113.7'],
    ['with ports', proxy, ['203.0.113.7:4711, 10.0.0.9:443'], '203.0.113.7'],
    ['IPv6 with port', proxy, ['[2001:db8::7]:4711, [2001:db8:ffff::1]:443'], '2001:db8::7'],
    ['a mapped proxy and client', '::ffff:10.0.0.1', ['::ffff:203.0.113.7, ::ffff:10.0.0.9'], '203.0.113.7'],
    ['an IPv6 proxy', '2001:db8:ffff::1', ['203.0.113.7'], '203.0.113.7'],
    ['a stranger is the client, whatever it sends', '198.51.100.1', ['203.0.113.7'], '198.51.100.1'],
    ['a stranger who names a proxy', '198.51.100.1', ['10.0.0.9'], '198.51.100.1'],
    ['a stranger without the header', '198.51.100.1', [], '198.51.100.1'],
    ['a proxy without the header', proxy, [], 'header_missing'],
    ['an empty header', proxy, [''], 'header_unreadable'],
    ['an empty last element', proxy, ['203.0.113.7,'], 'header_unreadable'],
    ['an empty last line', proxy, ['203.0.113.7', ''], 'header_unreadable'],
    ['garbage at the right: never further left', proxy, ['203.0.113.7, unknown'], 'header_unreadable'],
    ['garbage on the way', proxy, ['203.0.113.7, unknown, 10.0.0.9'], 'header_unreadable'],
    ['garbage beyond the client does not matter', proxy, ['unknown, , 203.0.113.7, 10.0.0.9'], '203.0.113.7'],
    ['only proxies', proxy, ['10.0.0.7, 10.0.0.9'], 'all_trusted'],
    ['a zone id', proxy, ['fe80::1%eth0'], 'header_unreadable'],
    ['a leading zero', proxy, ['203.0.113.07'], 'header_unreadable'],
  ]

  test.each(rows)('%s: from %s with %j is %s', (_, peer, lines, client) => {
    expect(resolve(peer, forwarded(...lines), behindProxy)).toBe(client)
  })

  it('finds the header whatever its case, and no other', () => {
    expect(resolve(proxy, ['x-FORWARDED-for', '203.0.113.7'], behindProxy)).toBe('203.0.113.7')
    expect(resolve(proxy, ['x_forwarded_for', '203.0.113.7', 'X-Real-IP', '203.0.113.7'], behindProxy)).toBe(
      'header_missing',
    )
    expect(resolve(proxy, ['__proto__', '203.0.113.7'], behindProxy)).toBe('header_missing')
  })
})

describe('from X-Forwarded-For, by hops', () => {
  test.each([
    [1, ['192.0.2.66, 203.0.113.7'], '203.0.113.7'],
    [2, ['192.0.2.66, 203.0.113.7, 198.51.100.9'], '203.0.113.7'],
    [2, ['192.0.2.66', '203.0.113.7', '198.51.100.9'], '203.0.113.7'],
    [1, ['10.0.0.1'], '10.0.0.1'],
    [2, ['203.0.113.7'], 'header_missing'],
    [1, [], 'header_missing'],
    [1, ['203.0.113.7, unknown'], 'header_unreadable'],
    [2, ['203.0.113.7, unknown'], 'header_unreadable'],
    [2, ['unknown, 203.0.113.7, 198.51.100.9'], '203.0.113.7'],
  ] as const)('%i: %j is %s', (hops, lines, client) => {
    expect(resolve('198.51.100.1', forwarded(...lines), { source: 'X_FORWARDED_FOR', hops })).toBe(client)
  })
})

describe.each([
  ['CF_CONNECTING_IP', 'CF-Connecting-IP'],
  ['X_REAL_IP', 'X-Real-IP'],
  ['TRUE_CLIENT_IP', 'True-Client-IP'],
])('from the single value of %s', (source, name) => {
  const settings = { source, trustedProxies: '10.0.0.0/8' }

  test.each([
    ['one address', [name, '203.0.113.7'], '203.0.113.7'],
    ['in lower case', [name.toLowerCase(), ' 2001:DB8::7 '], '2001:db8::7'],
    ['with a port', [name, '203.0.113.7:443'], '203.0.113.7'],
    ['absent', [], 'header_missing'],
    [
      'absent, with another in its place',
      ['X-Forwarded-For', '203.0.113.7', 'Client-IP', '203.0.113.7'],
      'header_missing',
    ],
    ['twice', [name, '203.0.113.7', name.toLowerCase(), '203.0.113.7'], 'header_repeated'],
    ['two in one', [name, '203.0.113.7, 203.0.113.8'], 'header_unreadable'],
    ['empty', [name, ''], 'header_unreadable'],
    ['garbage', [name, 'unknown'], 'header_unreadable'],
    ['one of our proxies', [name, '10.0.0.2'], 'all_trusted'],
  ])('%s', (_, headers, client) => {
    expect(resolve(proxy, headers, settings)).toBe(client)
  })

  it('is not read from a stranger', () => {
    expect(resolve('198.51.100.1', [name, '203.0.113.7'], settings)).toBe('198.51.100.1')
  })

  it('is read from any peer where hops are counted', () => {
    expect(resolve('198.51.100.1', [name, '203.0.113.7'], { source, hops: 1 })).toBe('203.0.113.7')
  })
})

describe('limits', () => {
  const others = (count: number) => Array.from({ length: count }, (_, i) => [`a${i}`, '']).flat()

  it('takes a hundred header lines and not one more', () => {
    expect(resolve(proxy, [...others(99), ...forwarded('203.0.113.7')], behindProxy)).toBe('203.0.113.7')
    expect(resolve(proxy, [...others(100), ...forwarded('203.0.113.7')], behindProxy)).toBe('too_many_headers')
  })

  it('takes 16 KB of headers and not one byte more', () => {
    const line = forwarded('203.0.113.7')
    const room = 16 * 1024 - line.join('').length - 1
    expect(resolve(proxy, ['a', 'x'.repeat(room), ...line], behindProxy)).toBe('203.0.113.7')
    expect(resolve(proxy, ['a', 'x'.repeat(room + 1), ...line], behindProxy)).toBe('too_many_headers')
  })
})

it('believes no header when nothing says whose', () => {
  const policy: ClientIpPolicy = { source: 'CLIENT_IP_SOURCE_X_REAL_IP', trusted: null, hops: null }
  expect(resolveClientIp(proxy, ['X-Real-IP', '203.0.113.7'], policy)).toEqual({
    ok: false,
    reason: 'untrusted_headers',
  })
})

describe('whatever is sent', () => {
  const element = mutated(
    fc.oneof(anyAddress.map(formatAddress), fc.constantFrom('10.0.0.9', '127.0.0.1', '[::1]:80', '')),
  )
  const line = fc.array(element, { maxLength: 5 }).map((elements) => elements.join(', '))
  const headers = fc.array(line, { maxLength: 4 }).map((lines) => forwarded(...lines))
  const sources = fc.constantFrom('X_FORWARDED_FOR', 'X_REAL_IP')

  it('never takes a trusted proxy for the client', () => {
    fc.assert(
      fc.property(anyAddress, headers, sources, (peer, raw, source) => {
        const policy = policyOf({ ...behindProxy, source })
        for (const text of [formatAddress(peer), proxy]) {
          const client = resolveClientIp(text, raw, policy)
          expect(client.ok && policy.trusted?.matches(client.address)).toBe(false)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('a caller in front of the proxy cannot choose its address', () => {
    fc.assert(
      fc.property(headers, (forged) => {
        expect(resolve(proxy, [...forged, ...forwarded('203.0.113.7')], behindProxy)).toBe('203.0.113.7')
        const appended = [...forged.slice(0, -1), [...forged.slice(-1), '203.0.113.7'].join(', ')]
        const raw = forged.length === 0 ? forwarded('203.0.113.7') : appended
        expect(resolve(proxy, raw, behindProxy)).toBe('203.0.113.7')
      }),
    )
  })
})
