import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { inLane } from './lanes.ts'
import { DatabaseUnavailable } from './unavailable.ts'

it('what changes one thing runs two at a time, in order, and what changes another beside it', async () => {
  const begun: string[] = []
  const inside = { a: 0, b: 0, most: 0 }
  const run = (lane: 'a' | 'b', name: string) =>
    inLane(lane, async () => {
      begun.push(name)
      inside[lane] += 1
      inside.most = Math.max(inside.most, inside.a)
      await sleep(5)
      inside[lane] -= 1
      return name
    })
  const all = ['1', '2', '3', '4', '5'].map((name) => run('a', name))
  const other = run('b', 'other')
  await sleep(1)
  expect(begun).toEqual(['1', '2', 'other'])
  expect(await Promise.all([...all, other])).toEqual(['1', '2', '3', '4', '5', 'other'])
  expect(begun.filter((name) => name !== 'other')).toEqual(['1', '2', '3', '4', '5'])
  expect(inside.most).toBe(2)
})

it('an error is its own, and the next one goes on', async () => {
  const failing = [1, 2].map(() => inLane('a', () => Promise.reject(new Error('refused'))))
  const next = inLane('a', () => Promise.resolve('done'))
  const refused = { status: 'rejected', reason: new Error('refused') }
  expect(await Promise.allSettled(failing)).toEqual([refused, refused])
  expect(await next).toBe('done')
})

it('who could not have the lock takes all with him who wait behind, and nobody who comes later', async () => {
  const stuck = inLane('a', async () => {
    await sleep(5)
    throw new DatabaseUnavailable('no lock')
  })
  const beside = inLane('a', () => sleep(10))
  const behind = [1, 2].map(() => inLane('a', () => Promise.resolve('done')))
  const ends = await Promise.allSettled([stuck, beside, ...behind])
  expect(ends.map((end) => end.status)).toEqual(['rejected', 'fulfilled', 'rejected', 'rejected'])
  expect(ends).toMatchObject([{ reason: { message: 'no lock' } }, {}, { reason: expect.any(DatabaseUnavailable) }, {}])
  expect(await inLane('a', () => Promise.resolve('later'))).toBe('later')
})
