import { describe, expect, it } from 'vitest'
import { niceCeiling } from './scale.ts'
import { barWords, sumsOf, trafficSentence } from './traffic-words.ts'

describe('the scale of a chart', () => {
  it.each([
    [0, 2],
    [1, 2],
    [2, 2],
    [3, 4],
    [9, 10],
    [10, 10],
    [11, 20],
    [45, 60],
    [99, 100],
    [101, 200],
    [12_345, 20_000],
  ])('of at most %i calls goes to %i', (highest, top) => {
    expect(niceCeiling(highest)).toBe(top)
  })
})

describe('a chart in words', () => {
  const at = new Date(0)
  const bars = [
    { at, allowed: 1, unlisted: 0, refused: 0 },
    { at, allowed: 1203, unlisted: 2, refused: 1 },
  ]

  it('says its sums', () => {
    expect(trafficSentence(sumsOf(bars), '24h')).toBe(
      '1,204 calls let through (2 of them not listed), 1 refused in the last 24 hours.',
    )
    expect(trafficSentence(sumsOf(bars.slice(0, 1)), '7d')).toBe('1 call let through, 0 refused in the last 7 days.')
    expect(trafficSentence(sumsOf([]), '30d')).toBe('No call in the last 30 days.')
  })

  it('says what a bar stands for', () => {
    expect(bars.map((bar) => barWords(bar, 'Then'))).toEqual([
      'Then: 1 let through, 0 refused',
      'Then: 1,203 let through, 1 refused, 2 not listed',
    ])
  })
})
