import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRefresher } from './refresher.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Everything that is read is held, unless it `gone`. */
function readings(gone: readonly string[] = []) {
  const read: (readonly string[])[] = []
  const refresher = createRefresher(async (digests) => {
    read.push(digests)
    return digests.filter((digest) => !gone.includes(digest))
  })
  const later = () => vi.advanceTimersByTimeAsync(100)
  return { read, refresher, later }
}

describe('the refresher', () => {
  it('reads in one go what changed within a while', async () => {
    const { read, refresher, later } = readings()
    for (const digest of ['a', 'b', 'a']) refresher.noteOld(digest, 1)
    expect(read).toEqual([])
    await later()
    expect(read).toEqual([['a', 'b']])
    await later()
    expect(read).toHaveLength(1)
  })

  it('does not read again what nobody called meanwhile, until somebody has', async () => {
    const { read, refresher, later } = readings()
    refresher.noteOld('a', 1)
    await later()
    for (let change = 0; change < 2; change += 1) {
      refresher.noteOld('a', 1)
      // The record is old and not held: only a call brings it back.
      if (change === 0) await later()
    }
    await later()
    expect(read).toEqual([['a'], ['a']])
    refresher.noteUsed('a')
    refresher.noteOld('a', 1)
    await later()
    expect(read).toHaveLength(3)
  })

  it('remembers nothing of what is not held after it was read, or no more', async () => {
    const { read, refresher, later } = readings(['gone'])
    refresher.noteOld('gone', 1)
    refresher.noteOld('evicted', 1)
    await later()
    refresher.noteGone('evicted')
    refresher.noteOld('gone', 1)
    refresher.noteOld('evicted', 1)
    await later()
    expect(read).toEqual([
      ['gone', 'evicted'],
      ['gone', 'evicted'],
    ])
    refresher.clear()
    refresher.noteOld('evicted', 1)
    await later()
    expect(read).toHaveLength(3)
  })

  it('leaves out what would make a read long, in number and in size', async () => {
    const { read, refresher, later } = readings()
    for (let n = 0; n < 500; n += 1) refresher.noteOld(`many ${n}`, 1)
    await later()
    expect(read[0]).toHaveLength(100)
    for (const digest of ['large', 'larger', 'small']) refresher.noteOld(digest, digest === 'small' ? 1 : 200_000)
    await later()
    expect(read[1]).toEqual(['large', 'small'])
  })

  it('reads one batch after another, and goes on after one that failed', async () => {
    let fail: (error: Error) => void = () => undefined
    const read: (readonly string[])[] = []
    const refresher = createRefresher((digests) => {
      read.push(digests)
      return new Promise((_, reject) => {
        fail = reject
      })
    })
    refresher.noteOld('a', 1)
    await vi.advanceTimersByTimeAsync(100)
    refresher.noteOld('b', 1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(read).toEqual([['a']])
    fail(new Error('the database is away'))
    await vi.advanceTimersByTimeAsync(100)
    expect(read).toEqual([['a'], ['b']])
  })
})
