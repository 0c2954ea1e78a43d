import { beforeEach, describe, expect, it } from 'vitest'
import { createFailedAttempts, type FailedAttempts } from './failed-attempts.ts'

const BUDGET = { wrong: 3, windowSeconds: 60 }
const HERE = '203.0.113.7'
let now: number
let attempts: FailedAttempts

beforeEach(() => {
  now = 1_000
  attempts = createFailedAttempts(BUDGET, () => now)
})

const show = (from: string, ...shown: string[]) => shown.map((one) => attempts.note(from, one))

describe('failed attempts', () => {
  it('are too many from the first that is one more different credential than there may be', () => {
    expect(show(HERE, 'a', 'b', 'c', 'd', 'a')).toEqual([null, null, null, 60, 60])
  })

  it('with the same credential count once, however many', () => {
    expect(show(HERE, ...'abcabcaaaabbbcccabc')).toEqual(Array.from({ length: 19 }, () => null))
  })

  it('from one place are nothing to another', () => {
    show(HERE, 'a', 'b', 'c', 'd')
    expect(show('203.0.113.8', 'd')).toEqual([null])
  })

  it('are forgotten when the window ends, and only then', () => {
    show(HERE, 'a', 'b', 'c', 'd')
    now += 59_001
    expect(show(HERE, 'e')).toEqual([1])
    now += 999
    expect(show(HERE, 'f')).toEqual([null])
  })

  it('are remembered of so many places and no more', () => {
    for (let place = 0; place < 20_000; place += 1) attempts.note(`place ${place}`, 'a')
    expect(attempts.places).toBe(4096)
  })
})
