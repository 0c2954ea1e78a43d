import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Address, formatAddress } from '#lib/ip/address'
import { decide, isLetThrough } from '#lib/verify/decide'
import { readAllowedIps } from './allowed-ips.ts'
import { addressNearLists, anyKeyLists, NOW, recordOf } from './arbitraries.ts'
import { type EffectiveList, effectiveAt, type KeyLists, passing } from './effective.ts'
import { callerNetwork, replay, type SeenCaller } from './replay.ts'

const clientOf = (address: Address) => ({ ok: true, address, text: formatAddress(address) }) as const

/** What a real call from there would have come to. */
const passes = (key: KeyLists, address: Address) =>
  isLetThrough(decide(recordOf(key), clientOf(address), NOW.getTime()))

const seen = (address: string | null, change: Partial<SeenCaller> = {}): SeenCaller => ({
  ...{ address, outcome: 'allowed', count: 1n, firstAt: NOW, lastAt: NOW },
  ...change,
})

const listOf = (text: string, more: Partial<EffectiveList> = {}): EffectiveList => {
  const read = readAllowedIps(text)
  if (!read.ok) throw new Error(read.message)
  const listed = read.entries.map((entry) => entry.network)
  return { accessMode: 'enforce', listed, ceiling: null, isBypassed: false, ...more }
}

describe('replay', () => {
  it('says of every recorded call what judging it says, before and after any change', () => {
    const two = fc.tuple(anyKeyLists, anyKeyLists)
    const drawn = two.chain(([before, after]) =>
      fc.tuple(
        fc.constant(before),
        fc.constant(after),
        fc.uniqueArray(addressNearLists(before, after), { maxLength: 8, selector: formatAddress }),
      ),
    )
    fc.assert(
      fc.property(drawn, ([before, after, addresses]) => {
        const callers = addresses.map((address) => seen(formatAddress(address)))
        const effect = replay(effectiveAt(before, NOW), effectiveAt(after, NOW), callers)
        const turned = (from: KeyLists, to: KeyLists) =>
          addresses.filter((one) => passes(from, one) && !passes(to, one)).map(formatAddress)
        const named = (side: typeof effect.refused) => side.map((caller) => caller.address).sort()
        expect(named(effect.refused)).toEqual(turned(before, after).sort())
        expect(named(effect.admitted)).toEqual(turned(after, before).sort())
      }),
      { numRuns: 400 },
    )
  })

  it('judges a caller of unknown address as a call without an address', () => {
    fc.assert(
      fc.property(anyKeyLists, (key) => {
        const called = decide(recordOf(key), { ok: false, reason: 'no_peer' } as never, NOW.getTime())
        expect(passing(effectiveAt(key, NOW))(null) === 'yes').toBe(isLetThrough(called))
      }),
    )
  })

  it.each([
    ['203.0.113.0/24', '203.0.113.7', 'yes'],
    ['203.0.113.0/24', '203.0.114.7', 'no'],
    ['2001:db8::/64', '2001:db8::/64', 'yes'],
    ['2001:db8::/65', '2001:db8::/64', 'partly'],
    ['2001:db8:0:1::/64', '2001:db8::/64', 'no'],
    ['203.0.113.0/24', '0.0.0.0/0', 'partly'],
    ['203.0.113.0/24', '::/0', 'no'],
    ['0.0.0.0/0', '0.0.0.0/0', 'yes'],
    ['', '203.0.113.7', 'no'],
  ])('of the list %j says of %s: %s', (list, caller, verdict) => {
    expect(passing(listOf(list))(callerNetwork(caller))).toBe(verdict)
  })

  it('counts a place once, however its calls ended, by those that were let through', () => {
    const rows = [
      seen('203.0.113.7', { outcome: 'ip_not_allowed', count: 9n }),
      seen('203.0.113.7', { count: 4n, lastAt: new Date(NOW.getTime() - 5) }),
      seen('198.51.100.9', { outcome: 'ip_not_allowed', count: 2n }),
    ]
    const effect = replay(listOf('203.0.113.0/24'), listOf('198.51.100.0/24'), rows)
    expect(effect.callers).toBe(1)
    expect(effect.refused).toMatchObject([{ address: '203.0.113.7', calls: 4n }])
    expect(effect.admitted).toMatchObject([{ address: '198.51.100.9', calls: 2n }])
  })

  it('names the latest caller first', () => {
    const rows = ['203.0.113.1', '203.0.113.2'].map((address, index) =>
      seen(address, { lastAt: new Date(NOW.getTime() - 10 + index) }),
    )
    const { refused } = replay(listOf('203.0.113.0/24'), listOf(''), rows)
    expect(refused.map((caller) => caller.address)).toEqual(['203.0.113.2', '203.0.113.1'])
  })
})
