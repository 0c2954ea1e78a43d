import { describe, expect, it, test } from 'vitest'
import { parseAddress } from '#lib/ip/address'
import { clientIpPolicy } from './policy.ts'
import { sourceNames } from './source.ts'

const X_FORWARDED_FOR = 'CLIENT_IP_SOURCE_X_FORWARDED_FOR'

function policy(source: string, trustedProxies?: string, hops?: number) {
  return clientIpPolicy({ source, trustedProxies, hops })
}

function trusts(trustedProxies: string, text: string): boolean {
  const result = policy(X_FORWARDED_FOR, trustedProxies)
  if (!result.ok) throw new Error(result.message)
  const address = parseAddress(text)
  return address !== null && result.policy.trusted?.matches(address) === true
}

describe('clientIpPolicy', () => {
  it.each([...sourceNames, 'CLIENT_IP_SOURCE_UNSPECIFIED'])('knows %s', (source) => {
    expect(policy(source, 'loopback')).toMatchObject({ ok: true, policy: { source, hops: null } })
  })

  it('reads the connection when nothing is set', () => {
    expect(policy('')).toEqual({
      ok: true,
      policy: { source: 'CLIENT_IP_SOURCE_REMOTE_ADDR', trusted: null, hops: null },
    })
  })

  test.each(['X_FORWARDED_FOR', 'client_ip_source_remote_addr', 'CLIENT_IP_SOURCE_FORWARDED', '__proto__', 'toString'])(
    'refuses the source %s and lists the five',
    (source) => {
      expect(policy(source)).toEqual({
        ok: false,
        variable: 'CLIENT_IP_SOURCE',
        message:
          'must be one of CLIENT_IP_SOURCE_REMOTE_ADDR, CLIENT_IP_SOURCE_CF_CONNECTING_IP, CLIENT_IP_SOURCE_X_FORWARDED_FOR, CLIENT_IP_SOURCE_X_REAL_IP, CLIENT_IP_SOURCE_TRUE_CLIENT_IP',
      })
    },
  )

  it('refuses a header without a word on whose to believe, and says what to set', () => {
    for (const source of sourceNames.slice(1)) {
      const result = policy(source)
      expect(result).toMatchObject({ ok: false, variable: 'TRUSTED_PROXIES' })
      expect(!result.ok && result.message).toMatch(/TRUSTED_PROXIES=.*TRUSTED_PROXY_HOPS=1/)
    }
  })

  test.each([
    [X_FORWARDED_FOR, undefined, 0],
    [X_FORWARDED_FOR, undefined, 33],
    [X_FORWARDED_FOR, undefined, 1.5],
    [X_FORWARDED_FOR, undefined, Number.NaN],
    [X_FORWARDED_FOR, 'loopback', 1],
    ['CLIENT_IP_SOURCE_REMOTE_ADDR', undefined, 1],
  ])('refuses hops that cannot be or contradict: %s, %s, %d', (source, proxies, hops) => {
    expect(policy(source, proxies, hops)).toMatchObject({ ok: false, variable: 'TRUSTED_PROXY_HOPS' })
  })

  it('takes hops instead of addresses', () => {
    expect(policy(X_FORWARDED_FOR, undefined, 2)).toEqual({
      ok: true,
      policy: { source: X_FORWARDED_FOR, trusted: null, hops: 2 },
    })
  })
})

describe('TRUSTED_PROXIES', () => {
  test.each([
    ['loopback', ['127.0.0.1', '127.9.9.9', '::1'], ['10.0.0.1', '::2', '128.0.0.1']],
    [
      'private',
      ['10.0.0.1', '172.31.0.1', '192.168.0.1', 'fd00::1'],
      ['127.0.0.1', '172.32.0.1', '100.64.0.1', 'fe80::1'],
    ],
    ['loopback, 192.0.2.0/24', ['::1', '192.0.2.7'], ['192.0.3.1', '10.0.0.1']],
    ['192.0.2.9/24; 198.51.100.1-198.51.100.3', ['192.0.2.1', '198.51.100.3'], ['198.51.100.4']],
    ['::ffff:192.0.2.1', ['192.0.2.1', '::ffff:192.0.2.1'], ['::c000:201']],
  ])('%s: in and out', (text, inside, outside) => {
    expect(inside.filter((address) => trusts(text, address))).toEqual(inside)
    expect(outside.filter((address) => trusts(text, address))).toEqual([])
  })

  test.each([
    ['010.0.0.1', 'did you mean 10.0.0.1?'],
    ['10.0.0.0/33', '“10.0.0.0/33”'],
    ['proxy.example.com', '“proxy.example.com”'],
    ['Loopback', '“Loopback”'],
    ['10.0.0.1, all', '“all”'],
    [',', 'separators only'],
    ['0.0.0.0/0', 'trusts everyone by 0.0.0.0/0'],
    ['loopback, ::/0', 'trusts everyone by ::/0'],
  ])('%s is refused', (text, part) => {
    const result = policy(X_FORWARDED_FOR, text)
    expect(result).toMatchObject({ ok: false, variable: 'TRUSTED_PROXIES' })
    expect(!result.ok && result.message).toContain(part)
  })

  it('is read even where no header is, so that a slip does not wait for the day it matters', () => {
    expect(policy('CLIENT_IP_SOURCE_REMOTE_ADDR', '010.0.0.1').ok).toBe(false)
  })
})
