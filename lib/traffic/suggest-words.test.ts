import { expect, it } from 'vitest'
import { parseCanonicalNetwork } from '#lib/ip/network'
import { suggest, type Width } from './suggest.ts'
import { observedCallers } from './suggest-callers.ts'
import { reasonOf, totalsWords } from './suggest-words.ts'

const now = new Date('2026-11-27T12:00:00Z')
const lastAt = new Date('2026-11-27T10:00:00Z')
const suggested = (addresses: readonly string[], width: Width, refused: readonly string[] = []) => {
  const rows = addresses.map((address) => ({ address, outcome: 'allowed', count: 301n, lastAt }))
  const networks = refused.flatMap((text) => parseCanonicalNetwork(text) ?? [])
  return suggest({ callers: observedCallers(rows).callers, keptOut: { refused: networks, excluded: [] }, width })
}
const [a, b, c, d] = [100, 101, 102, 103].map((host) => `203.0.113.${host}`) as [string, string, string, string]

it.each<[addresses: string[], width: Width, reason: string, totals: string]>([
  [[a], 'exact', 'Called: 301 calls, last 2 hours ago', '1 IPv4 address'],
  [[a, b, c, d], 'exact', '4 of 4 addresses called: 1,204 calls, last 2 hours ago', '4 IPv4 addresses'],
  [
    [a, c],
    'close',
    '2 of 4 addresses called: 602 calls, last 2 hours ago. 2 others would be admitted too',
    '4 IPv4 addresses (2 never called)',
  ],
  [['2a00::1'], 'exact', 'Called: 301 calls, last 2 hours ago', '1 IPv6 address'],
  [
    ['2a00::1', '2a00::2'],
    'exact',
    '2 addresses of this /64 called: 602 calls, last 2 hours ago',
    '2⁶⁴ IPv6 addresses',
  ],
  [['2a00::/64'], 'exact', 'Many addresses of this /64 called: 301 calls, last 2 hours ago', '2⁶⁴ IPv6 addresses'],
  [
    ['2a00::/64', '2a00:0:0:2::/64', '2a00:0:0:3::/64'],
    'close',
    '3 of 4 networks of size /64 called: 903 calls, last 2 hours ago. 1 other /64 would be admitted too',
    '2⁶⁶ IPv6 addresses (1 /64 never called)',
  ],
])('the reason for %j at %s is said', (addresses, width, reason, totals) => {
  const { networks, totals: found } = suggested(addresses, width)
  expect(networks.map((each) => reasonOf(each, now))).toEqual([reason])
  expect(totalsWords(found)).toBe(totals)
})

it('names who was refused and would be admitted all the same', () => {
  const [found] = suggested(['2a00::1', '2a00::2'], 'exact', ['2a00::3/128']).networks
  if (found === undefined) throw new Error('nothing was suggested')
  expect(reasonOf(found, now)).toContain('2a00::3 was refused in this time, and would be admitted')
})
