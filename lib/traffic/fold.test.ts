import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientAt } from './fixtures.ts'
import { createFold, type FoldLimits, type ObservedCall } from './fold.ts'
import { isLetThrough, isUnlisted } from './outcomes.ts'

const HOUR = 3_600_000
const roomy: FoldLimits = { keys: 10, callers: 1000, ofKey: { passed: 100, refused: 100 } }

type Call = { key?: string; outcome?: ObservedCall['outcome']; from?: string | null; at?: number }

function foldOf(limits: FoldLimits, calls: readonly Call[]) {
  const fold = createFold(limits)
  const counted = calls.map(({ key = 'k', outcome = 'allowed', from = '203.0.113.7', at = 1 }) =>
    fold.add({ keyId: key, workspaceId: 'w', outcome, client: clientAt(from), at }),
  )
  return {
    fold,
    counted,
    of: (key: string) => fold.byKey.get(key),
    callers: (key = 'k') => fold.byKey.get(key)?.callers.counts ?? [],
  }
}

const refused = (from: string | null, at = 1): Call => ({ outcome: 'ip_not_allowed', from, at })
const v4 = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`

describe('folding calls', () => {
  it('tells the first and the last use by calls that were let through only', () => {
    const { of } = foldOf(roomy, [
      { at: 5 },
      { at: 7, outcome: 'not_listed', from: '192.0.2.1' },
      { at: 9, ...refused('198.51.100.1', 9) },
    ])
    expect(of('k')).toMatchObject({
      first: { at: 5, address: '203.0.113.7' },
      last: { at: 7, address: '192.0.2.1' },
    })
    expect(of('k')?.hours).toEqual([{ hour: 0, allowed: 2, unlisted: 1, refused: 1 }])
  })

  it('folds by outcome, address and hour', () => {
    const { callers, of } = foldOf(roomy, [
      refused('192.0.2.1', 1),
      refused('192.0.2.1', 3),
      { outcome: 'paused', from: '192.0.2.1', at: 4 },
      { outcome: 'ip_unknown', from: null, at: 5 },
      refused('192.0.2.1', HOUR + 6),
    ])
    const address = '192.0.2.1'
    expect(callers()).toEqual([
      { outcome: 'ip_not_allowed', hour: 0, address, count: 2, firstAt: 1, lastAt: 3 },
      { outcome: 'paused', hour: 0, address, count: 1, firstAt: 4, lastAt: 4 },
      { outcome: 'ip_unknown', hour: 0, address: null, count: 1, firstAt: 5, lastAt: 5 },
      { outcome: 'ip_not_allowed', hour: HOUR, address, count: 1, firstAt: HOUR + 6, lastAt: HOUR + 6 },
    ])
    expect(of('k')?.hours.map(({ hour }) => hour)).toEqual([0, HOUR])
  })

  it('counts a bypassed call as let through and as not listed', () => {
    const { of } = foldOf(roomy, [{ outcome: 'bypassed' }, { outcome: 'old_secret' }])
    expect(of('k')?.hours).toEqual([{ hour: 0, allowed: 2, unlisted: 1, refused: 0 }])
  })

  it('keeps eight addresses of a /64 apart, and counts the others under it', () => {
    const { callers } = foldOf(
      roomy,
      Array.from({ length: 100 }, (_, n) => refused(`2001:db8::${(n + 1).toString(16)}`)),
    )
    expect(callers()).toHaveLength(9)
    expect(callers().find(({ address }) => address === '2001:db8::/64')?.count).toBe(92)
  })
})

describe('under a flood', () => {
  const limits: FoldLimits = { keys: 3, callers: 12, ofKey: { passed: 6, refused: 8 } }

  it('a key keeps so many addresses and counts all others together', () => {
    const { callers, of } = foldOf(limits, [
      ...Array.from({ length: 1000 }, (_, n) => refused(v4(n))),
      ...Array.from({ length: 1000 }, (_, n) => refused(`2001:db8:${n.toString(16)}::1`)),
    ])
    expect(callers()).toHaveLength(10)
    const others = callers().filter(({ address }) => address?.endsWith('/0'))
    expect(others.map(({ address, count }) => [address, count])).toEqual([
      ['0.0.0.0/0', 992],
      ['::/0', 1000],
    ])
    expect(of('k')?.hours[0]?.refused).toBe(2000)
  })

  it('of refusals, calls that are let through keep their addresses', () => {
    const { callers } = foldOf(limits, [...Array.from({ length: 1000 }, (_, n) => refused(v4(n))), {}])
    expect(callers().find(({ outcome }) => outcome === 'allowed')).toMatchObject({ address: '203.0.113.7', count: 1 })
  })

  it('of two keys, a third still keeps its own addresses', () => {
    const flood = (key: string) => Array.from({ length: 1000 }, (_, n) => ({ key, ...refused(v4(n)) }))
    const { callers } = foldOf({ ...limits, callers: 2 }, [
      ...flood('a'),
      ...flood('b'),
      ...['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((from) => ({ key: 'c', ...refused(from) })),
    ])
    expect(callers('a').length + callers('b').length).toBe(2 * 4 + 2 + 2)
    expect(callers('c').map(({ address }) => address)).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3'])
  })

  it('of keys, those beyond the limit are said not to be counted', () => {
    const { counted, fold } = foldOf(
      limits,
      ['a', 'b', 'c', 'd', 'a'].map((key) => ({ key })),
    )
    expect(counted).toEqual([true, true, true, false, true])
    expect(fold.byKey.size).toBe(3)
  })
})

const outcomes = [
  'allowed',
  'not_listed',
  'bypassed',
  'old_secret',
  'ip_not_allowed',
  'outside_ceiling',
  'paused',
] as const
const addresses = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map(v4),
  fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 40 }))
    .map(([net, host]) => `2001:db8:0:${net}::${host.toString(16)}`),
  fc.constant(null),
)
const calls = fc.array(
  fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    outcome: fc.constantFrom(...outcomes),
    from: addresses,
    at: fc.integer({ min: 0, max: 3 * HOUR }),
  }),
  { maxLength: 300 },
)
const limits = fc.record({
  keys: fc.constant(3),
  callers: fc.integer({ min: 0, max: 60 }),
  ofKey: fc.record({ passed: fc.integer({ min: 0, max: 20 }), refused: fc.integer({ min: 0, max: 20 }) }),
})

describe('whatever is called and however small the limits', () => {
  it('every call is in exactly one row of its key, hour, outcome and a network around its address', () => {
    fc.assert(
      fc.property(limits, calls, (bounds, made) => {
        const { fold } = foldOf(bounds, made)
        for (const [key, traffic] of fold.byKey) {
          const own = made.filter((call) => call.key === key)
          const rows = traffic.callers.counts
          for (const outcome of outcomes) {
            for (const { hour } of traffic.hours) {
              const here = own.filter((call) => call.outcome === outcome && call.at - (call.at % HOUR) === hour)
              const told = rows.filter((row) => row.outcome === outcome && row.hour === hour)
              expect(told.reduce((sum, row) => sum + row.count, 0)).toBe(here.length)
              expect(told.filter(({ address }) => address === null).reduce((sum, row) => sum + row.count, 0)).toBe(
                here.filter(({ from }) => from === null).length,
              )
            }
          }
          const sums = traffic.hours
          expect(sums.reduce((sum, hour) => sum + hour.allowed, 0)).toBe(
            own.filter((call) => isLetThrough(call.outcome)).length,
          )
          expect(sums.reduce((sum, hour) => sum + hour.unlisted, 0)).toBe(
            own.filter((call) => isUnlisted(call.outcome)).length,
          )
          expect(sums.reduce((sum, hour) => sum + hour.refused, 0)).toBe(
            own.filter((call) => !isLetThrough(call.outcome)).length,
          )
        }
      }),
    )
  })

  it('no key has more rows than its limits, and all together no more than theirs', () => {
    fc.assert(
      fc.property(limits, calls, (bounds, made) => {
        const { fold } = foldOf(bounds, made)
        const isApart = ({ address }: { address: string | null }) => address !== null && !address.endsWith('/0')
        let beyond = 0
        for (const [, traffic] of fold.byKey) {
          const apart = traffic.callers.counts.filter(isApart)
          const passed = apart.filter(({ outcome }) => isLetThrough(outcome)).length
          expect(passed).toBeLessThanOrEqual(bounds.ofKey.passed)
          expect(apart.length - passed).toBeLessThanOrEqual(bounds.ofKey.refused)
          beyond += Math.max(0, passed - 4) + Math.max(0, apart.length - passed - 4)
        }
        expect(beyond).toBeLessThanOrEqual(bounds.callers)
      }),
    )
  })
})
