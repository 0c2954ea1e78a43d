import { expect, it } from 'vitest'
import { endingSoon, endsSoon } from './ending.ts'

const now = new Date('2026-11-27T12:00:00Z')
const inMs = (ms: number) => new Date(now.getTime() + ms)
const WEEK_MS = 7 * 24 * 60 * 60 * 1000

it.each([
  ['in a second', 1000, true],
  ['in exactly a week', WEEK_MS, true],
  ['a millisecond later than that', WEEK_MS + 1, false],
  ['now, so it has ended', 0, false],
  ['a second ago', -1000, false],
])('what ends %s ends soon: %s', (_, ms, soon) => {
  expect(endsSoon(inMs(ms), now)).toBe(soon)
})

it('tells of entries in force alone, the next to end first', () => {
  const entries = [
    { text: 'late', standing: 'in_force', expiresAt: inMs(2000) },
    { text: 'for ever', standing: 'in_force', expiresAt: null },
    { text: 'off', standing: 'off', expiresAt: inMs(1000) },
    { text: 'early', standing: 'in_force', expiresAt: inMs(1000) },
  ]
  expect(endingSoon(entries, now).map((entry) => entry.text)).toEqual(['early', 'late'])
})
