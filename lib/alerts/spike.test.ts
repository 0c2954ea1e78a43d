import { expect, it } from 'vitest'
import { isSpike, usualRefusals } from './spike.ts'

it.each([
  // thisHour, lastDay (24 hours together), spike
  [49, 0, false],
  [50, 0, true],
  [50, 240, true], // 10 an hour: five times that
  [50, 241, false],
  [499, 2400, false], // 100 an hour
  [500, 2400, true],
  [1_000_000, 4_800_000, true],
  [1_000_000, 4_800_001, false],
])('%d refused calls this hour after %d in a day: %s', (thisHour, lastDay, spike) => {
  expect(isSpike({ thisHour, lastDay })).toBe(spike)
})

it('takes an hour without refusals for one, so that a quiet day lowers what is usual', () => {
  expect(usualRefusals({ thisHour: 0, lastDay: 12 })).toBe(0.5)
})
