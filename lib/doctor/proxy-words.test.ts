import { expect, it, test } from 'vitest'
import { explainClientIp } from '#lib/client-ip/explain'
import { clientIpPolicy } from '#lib/client-ip/policy'
import { proxyWords } from './proxy-words.ts'

type Settings = { source: string; trusted?: string; hops?: number }

function told(peer: string, rawHeaders: readonly string[], { source, trusted, hops }: Settings) {
  const result = clientIpPolicy({ source: `CLIENT_IP_SOURCE_${source}`, trustedProxies: trusted, hops })
  if (!result.ok) throw new Error(result.message)
  const { policy } = result
  const config = { source: policy.source, trustedProxies: trusted ?? null, hops: policy.hops }
  return proxyWords(explainClientIp({ peer, rawHeaders }, policy), config)
}

const xff = (value: string) => ['X-Forwarded-For', value]
const XFF = 'CLIENT_IP_SOURCE=CLIENT_IP_SOURCE_X_FORWARDED_FOR'

test.each([
  ['a proxy here', '127.0.0.1', xff('203.0.113.7'), { source: 'REMOTE_ADDR' }, [XFF, 'TRUSTED_PROXIES=loopback']],
  ['a proxy beside', '10.0.0.5', xff('203.0.113.7'), { source: 'REMOTE_ADDR' }, [XFF, 'TRUSTED_PROXIES=10.0.0.5']],
  [
    'another header',
    '::1',
    ['X-Real-IP', '203.0.113.7'],
    { source: 'REMOTE_ADDR' },
    ['CLIENT_IP_SOURCE=CLIENT_IP_SOURCE_X_REAL_IP', 'TRUSTED_PROXIES=loopback'],
  ],
  [
    'trusted already',
    '10.0.0.5',
    xff('203.0.113.7'),
    { source: 'REMOTE_ADDR', trusted: '10.0.0.5' },
    [XFF, 'TRUSTED_PROXIES=10.0.0.5'],
  ],
  [
    'a proxy that is not listed',
    '192.168.1.1',
    xff('203.0.113.7'),
    { source: 'X_FORWARDED_FOR', trusted: 'loopback,10.0.0.0/8' },
    ['TRUSTED_PROXIES=loopback, 10.0.0.0/8, 192.168.1.1'],
  ],
  ['the header of another source', '10.0.0.5', xff('203.0.113.7'), { source: 'X_REAL_IP', trusted: 'private' }, [XFF]],
  ['counted too far', '10.0.0.5', xff('203.0.113.7'), { source: 'X_FORWARDED_FOR', hops: 2 }, ['TRUSTED_PROXY_HOPS=1']],
  ['Forwarded alone cannot be read', '10.0.0.5', ['Forwarded', 'for=203.0.113.7'], { source: 'REMOTE_ADDR' }, []],
  ['garbage', '10.0.0.5', xff('unknown'), { source: 'X_FORWARDED_FOR', trusted: 'private' }, []],
  [
    'twice',
    '10.0.0.5',
    ['X-Real-IP', '8.8.8.8', 'X-Real-IP', '8.8.8.8'],
    { source: 'X_REAL_IP', trusted: 'private' },
    [],
  ],
  ['proxies alone', '10.0.0.5', xff('10.0.0.6'), { source: 'X_FORWARDED_FOR', trusted: 'private' }, []],
] as const)('%s is a problem, with the lines that mend it', (_, peer, headers, settings, lines) => {
  expect(told(peer, headers, settings)).toMatchObject({ level: 'problem', settings: lines })
})

test.each([
  ['straight', '203.0.113.7', [], { source: 'REMOTE_ADDR' }],
  ['by list', '10.0.0.5', xff('192.0.2.66, 203.0.113.7'), { source: 'X_FORWARDED_FOR', trusted: 'private' }],
  ['by count', '10.0.0.5', xff('192.0.2.66, 203.0.113.7'), { source: 'X_FORWARDED_FOR', hops: 1 }],
  ['a caller of our own network', '10.0.0.5', xff('192.168.1.7'), { source: 'X_FORWARDED_FOR', trusted: '10.0.0.5' }],
] as const)('%s is fine', (_, peer, headers, settings) => {
  expect(told(peer, headers, settings)).toMatchObject({ level: 'ok', settings: [] })
})

it('asks whether a private address behind which somebody stands is a proxy', () => {
  const headers = xff('203.0.113.7, 192.168.1.7')
  expect(told('10.0.0.5', headers, { source: 'X_FORWARDED_FOR', trusted: '10.0.0.5' })).toMatchObject({
    level: 'warning',
    settings: ['TRUSTED_PROXIES=10.0.0.5, 192.168.1.7'],
  })
  expect(told('10.0.0.5', headers, { source: 'X_FORWARDED_FOR', hops: 1 })).toMatchObject({
    level: 'warning',
    settings: ['TRUSTED_PROXY_HOPS=2'],
  })
})

it('does not talk people into trusting a stranger', () => {
  const { level, meaning } = told('198.18.0.9', xff('10.0.0.1'), { source: 'REMOTE_ADDR' })
  expect(level).toBe('warning')
  expect(meaning).toContain('If you do not know it, it is a caller that would like to be another one: change nothing')
})

it('warns of a header that anybody may send', () => {
  const given = { source: 'CF_CONNECTING_IP', hops: 1 }
  expect(told('10.0.0.5', ['CF-Connecting-IP', '203.0.113.7'], given)).toMatchObject({
    level: 'warning',
    settings: ['TRUSTED_PROXIES=10.0.0.5'],
  })
})
