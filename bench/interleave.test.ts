import { describe, expect, it } from 'vitest'
import { cpuMicrosOf, interleave } from './interleave.ts'

describe('what is compared', () => {
  it('runs once a round, in an order that turns, and has its results by round', async () => {
    const order: string[] = []
    const arm = (name: 'a' | 'b') => ({
      name,
      async run(round: number) {
        order.push(name + round)
        return round
      },
    })
    expect(await interleave([arm('a'), arm('b')], 3)).toEqual({ a: [1, 2, 3], b: [1, 2, 3] })
    expect(order).toEqual(['a1', 'b1', 'b2', 'a2', 'a3', 'b3'])
  })

  it('takes so much of the process for a request as it was busy, over the rate', () => {
    expect(cpuMicrosOf({ serverCpu: 0.5, rate: 10_000 })).toBe(50)
  })
})
