import { describe, expect, it } from 'vitest'
import type { SeenCaller } from '#lib/allowlists/replay'
import type { CallerCount } from './caller-fold.ts'
import { withUnwritten } from './unwritten.ts'

const HOUR = Date.UTC(2026, 10, 28, 6)

const noted = (address: string | null, minute: number, count = 1, outcome: CallerCount['outcome'] = 'allowed') => {
  const at = HOUR + minute * 60_000
  return { outcome, hour: HOUR, address, count, firstAt: at, lastAt: at }
}

const stored = (address: string | null, minute: number, count: number, outcome = 'allowed'): SeenCaller => {
  const lastAt = new Date(HOUR + minute * 60_000)
  return { address, outcome, count: BigInt(count), firstAt: new Date(HOUR), lastAt }
}

describe('stored callers with those that were not written', () => {
  it('have each of both, the latest first', () => {
    const callers = withUnwritten([stored('203.0.113.7', 5, 3)], [noted('203.0.113.8', 9), noted(null, 2)])
    expect(callers.map(({ address, count }) => [address, count])).toEqual([
      ['203.0.113.8', 1n],
      ['203.0.113.7', 3n],
      [null, 1n],
    ])
  })

  it('have one that is in both once, with all its calls and the later moment', () => {
    const callers = withUnwritten([stored('203.0.113.7', 5, 3)], [noted('203.0.113.7', 9, 2)])
    expect(callers).toEqual([{ ...stored('203.0.113.7', 9, 5), firstAt: new Date(HOUR) }])
  })

  it('do not count calls again that were written while the tables were read', () => {
    const written = stored('203.0.113.7', 9, 5)
    expect(withUnwritten([written], [noted('203.0.113.7', 9, 2)])).toEqual([written])
  })

  it('tell an address that was let through from the same that was refused', () => {
    const callers = withUnwritten([stored('203.0.113.7', 5, 3)], [noted('203.0.113.7', 9, 1, 'ip_not_allowed')])
    expect(callers.map(({ outcome }) => outcome)).toEqual(['ip_not_allowed', 'allowed'])
  })
})
