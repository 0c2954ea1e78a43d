import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RETRY_DELAYS_MS, retryDelayMs } from './backoff.ts'

const middle = { random: 0.5 }

it('waits longer after each attempt and gives up after the ninth, nearly two days later', () => {
  const waits = Array.from({ length: 9 }, (_, n) => retryDelayMs(n + 1, middle))
  expect(waits).toEqual([5e3, 60e3, 300e3, 1800e3, 7200e3, 21_600e3, 43_200e3, 86_400e3, null])
  expect(RETRY_DELAYS_MS.reduce((sum, delay) => sum + delay, 0)).toBe(160_565_000)
  expect(retryDelayMs(10, middle)).toBeNull()
})

it('draws each wait by at most a fifth, so that what failed together does not come back together', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
      const [delay = 0, drawn] = [RETRY_DELAYS_MS[attempts - 1], retryDelayMs(attempts, { random })]
      expect(drawn).toBeGreaterThanOrEqual(Math.floor(delay * 0.8))
      expect(drawn).toBeLessThanOrEqual(Math.ceil(delay * 1.2))
    }),
  )
  expect([retryDelayMs(2, { random: 0 }), retryDelayMs(2, { random: 1 })]).toEqual([48_000, 72_000])
})

it.each([
  ['asks for longer', 30_000, 30_000],
  ['asks for less', 1_000, 5_000],
  ['asks for a year', 31_536_000_000, 86_400_000],
])('obeys a receiver that %s, up to a day and never sooner than planned', (_, retryAfterMs, waited) => {
  expect(retryDelayMs(1, { random: 0.5, retryAfterMs })).toBe(waited)
})
