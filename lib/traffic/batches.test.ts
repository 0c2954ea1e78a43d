import { describe, expect, it } from 'vitest'
import { batchOf, type TestCall } from './fixtures.ts'
import { batchesOf } from './store.ts'

const keys = (count: number, callers: number): TestCall[] =>
  Array.from({ length: count * callers }, (_, n) => ({
    keyId: `key ${n % count}`,
    from: `10.0.${n >> 8}.${n & 255}`,
  }))

const sizesOf = (calls: readonly TestCall[]) =>
  [...batchesOf(batchOf(calls))].map((batch) => [
    batch.length,
    batch.reduce((sum, [, { callers }]) => sum + callers.counts.length, 0),
  ])

describe('what is written at once', () => {
  it('is nothing when nobody called', () => expect(sizesOf([])).toEqual([]))

  it('is so many keys', () => {
    expect(sizesOf(keys(1000, 1))).toEqual([[1000, 1000]])
    expect(sizesOf(keys(1001, 2))).toEqual([
      [1000, 2000],
      [1, 2],
    ])
  })

  it('is so many callers, but never less than a key', () => {
    expect(sizesOf(keys(10, 600))).toEqual([
      [8, 4800],
      [2, 1200],
    ])
    expect(sizesOf(keys(2, 6000))).toEqual([
      [1, 6000],
      [1, 6000],
    ])
  })

  it('has every key once', () => {
    const batches = [...batchesOf(batchOf(keys(60, 500)))].flat()
    expect(batches).toHaveLength(60)
    expect(new Set(batches.map(([keyId]) => keyId)).size).toBe(60)
  })
})
