import { expect, it } from 'vitest'
import { byDay } from './day-groups.ts'

it('puts alerts under the day on which they happened, today and yesterday by name', () => {
  const now = new Date('2026-11-27T00:30:00Z')
  const times = ['2026-11-27T00:00:00Z', '2026-11-26T23:59:59Z', '2026-11-26T01:00:00Z', '2026-11-25T12:00:00Z']
  const groups = byDay(times, (time) => new Date(time), now)
  expect(groups.map(({ label, items }) => [label, items])).toEqual([
    ['Today', times.slice(0, 1)],
    ['Yesterday', times.slice(1, 3)],
    ['25 Nov 2026', times.slice(3)],
  ])
})
