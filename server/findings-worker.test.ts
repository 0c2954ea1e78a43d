import { expect, it } from 'vitest'
import { restAfter } from './findings-worker.ts'

it('what takes long is done for at most a hundredth of the time', () => {
  expect(restAfter(200, 300_000)).toBe(300_000)
  for (const tookMs of [3000, 20_000, 120_000])
    expect(tookMs / (tookMs + restAfter(tookMs, 300_000))).toBeLessThanOrEqual(0.01)
})
