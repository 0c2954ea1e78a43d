import { describe, expect, test } from 'vitest'
import { absoluteDate, absoluteTime, machineTime, relativeTime } from './time.ts'

const now = '2026-09-22T12:00:00Z'

describe('relative time reads as a person would say it', () => {
  test.each([
    ['2026-09-22T11:59:40Z', 'just now'],
    ['2026-09-22T12:00:20Z', 'in a moment'],
    ['2026-09-22T11:59:10Z', '1 minute ago'],
    ['2026-09-22T11:01:00Z', '59 minutes ago'],
    ['2026-09-22T10:01:00Z', '1 hour ago'],
    ['2026-09-21T12:00:00Z', '1 day ago'],
    ['2026-09-27T12:00:00Z', 'in 5 days'],
    ['2026-06-22T12:00:00Z', '3 months ago'],
    ['2024-06-22T12:00:00Z', '2 years ago'],
  ])('%s is %s', (instant, words) => {
    expect(relativeTime(instant, now)).toBe(words)
  })
})

describe('absolute time names its zone', () => {
  test.each([
    ['UTC', '22 Sep 2026, 12:00 UTC'],
    ['Asia/Tokyo', '22 Sep 2026, 21:00 GMT+9'],
  ])('%s', (zone, words) => {
    expect(absoluteTime(now, zone)).toBe(words)
  })

  test('midnight is 00:00, never 24:00', () => {
    expect(absoluteTime('2026-09-22T00:00:00Z')).toBe('22 Sep 2026, 00:00 UTC')
  })

  test('the date is the date in the asked zone', () => {
    expect(absoluteDate('2026-09-22T20:00:00Z', 'Asia/Tokyo')).toBe('23 Sep 2026')
  })

  test('machines get ISO 8601', () => {
    expect(machineTime(new Date(now))).toBe('2026-09-22T12:00:00.000Z')
  })
})
