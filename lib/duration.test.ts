import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from './duration.ts'

const table: [string, number | null][] = [
  ['0s', 0],
  ['60s', 60],
  ['24h', 86_400],
  ['1h30m', 5_400],
  ['1d', 86_400],
  ['1w', 604_800],
  ['1mo', 2_592_000],
  ['1y', 31_536_000],
  ['1y1mo1d', 34_214_400],
  ['', null],
  ['60', null],
  ['s', null],
  ['-1s', null],
  ['1.5s', null],
  ['1 h', null],
  ['1H', null],
  ['1ms', null],
  ['1h 30m', null],
  ['٣s', null],
  ['1h'.repeat(40), null],
]

describe('a duration', () => {
  it.each(table)('%j is %j seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds)
  })

  it('is written in seconds, and read back', () => {
    expect(parseDuration(formatDuration(5_400))).toBe(5_400)
  })
})
