import { expect, it, test } from 'vitest'
import { clientIpPolicy } from '#lib/client-ip/policy'
import { createSights } from './sights.ts'

function sights(source: string, { trusted, hops, now }: { trusted?: string; hops?: number; now?: () => number } = {}) {
  const result = clientIpPolicy({ source: `CLIENT_IP_SOURCE_${source}`, trustedProxies: trusted, hops })
  if (!result.ok) throw new Error(result.message)
  return createSights(result.policy, now ?? (() => 1000))
}

const forwarded = ['Host', 'x', 'X-Forwarded-For', '203.0.113.7']

it('tells of a proxy whose headers nobody reads: who, what, how often', () => {
  const seen = sights('REMOTE_ADDR')
  for (let n = 0; n < 9; n++) seen.note({ peer: '::ffff:10.0.0.5', rawHeaders: forwarded }, 1)
  expect(seen.read()).toEqual([])
  seen.note({ peer: '10.0.0.5', rawHeaders: ['x-real-ip', '203.0.113.7'] }, 16)
  const headers = ['x-forwarded-for', 'x-real-ip']
  expect(seen.read()).toEqual([{ peers: '10.0.0.5', isOwn: true, headers, count: 25, firstAt: 1000, lastAt: 1000 }])
  seen.note({ peer: '10.0.0.6', rawHeaders: forwarded }, 1)
  expect(seen.read()[0]?.peers).toBe('10.0.0.0/24')
})

test.each([
  ['a listed proxy', 'X_FORWARDED_FOR', { trusted: 'private' }, 0],
  ['a proxy that is not listed', 'X_FORWARDED_FOR', { trusted: '192.168.0.0/16' }, 1],
  ['any proxy, where they are counted', 'X_FORWARDED_FOR', { hops: 1 }, 0],
  ['trusted proxies that nobody listens to', 'REMOTE_ADDR', { trusted: 'private' }, 1],
])('%s', (_, source, given, found) => {
  const seen = sights(source, given)
  seen.note({ peer: '10.0.0.5', rawHeaders: forwarded }, 100)
  expect(seen.read()).toHaveLength(found)
})

it('does not count requests without such headers, nor what the doctor forges', () => {
  const seen = sights('REMOTE_ADDR')
  seen.note({ peer: '10.0.0.5', rawHeaders: ['Host', 'x', 'X-Forwarded-Fox', '1'] }, 100)
  seen.note({ peer: '10.0.0.5', rawHeaders: [...forwarded, 'User-Agent', 'gatelist-cli/1'] }, 100)
  seen.note({ peer: undefined, rawHeaders: forwarded }, 100)
  expect(seen.read()).toEqual([])
})

it('takes strangers for a proxy only when they are half of all requests', () => {
  const seen = sights('REMOTE_ADDR')
  seen.note({ peer: '8.8.8.8', rawHeaders: forwarded }, 100)
  expect(seen.read()).toMatchObject([{ peers: '8.8.8.8', isOwn: false }])
  seen.note({ peer: '9.9.9.9', rawHeaders: [] }, 101)
  expect(seen.read()).toEqual([])
})

it('keeps the proxy in sight while strangers come from everywhere, and keeps no more than a few of them', () => {
  const seen = sights('REMOTE_ADDR')
  seen.note({ peer: '10.0.0.5', rawHeaders: forwarded }, 10)
  for (let n = 0; n < 10_000; n++) seen.note({ peer: `20.${n >> 8}.${n & 255}.1`, rawHeaders: forwarded }, 1)
  seen.note({ peer: '8.8.8.8', rawHeaders: forwarded }, 40_000)
  for (let n = 0; n < 10_000; n++) seen.note({ peer: `21.${n >> 8}.${n & 255}.1`, rawHeaders: forwarded }, 1)
  expect(seen.read().map(({ peers }) => peers)).toEqual(['8.8.8.8', '10.0.0.5'])
})

it('forgets what has not come for a day', () => {
  let now = 0
  const seen = sights('REMOTE_ADDR', { now: () => now })
  seen.note({ peer: '10.0.0.5', rawHeaders: forwarded }, 10)
  now = 24 * 60 * 60 * 1000 + 1
  expect(seen.read()).toEqual([])
})
