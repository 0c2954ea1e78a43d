import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { inLane } from './lanes.ts'
import { DatabaseUnavailable } from './unavailable.ts'

it('what changes one thing runs one after the other, in order, and what changes another beside it', async () => {
  const log: string[] = []
  const run = (lane: string, name: string) =>
    inLane(lane, async () => {
      log.push(`${name} begins`)
      await sleep(5)
      log.push(`${name} ends`)
      return name
    })
  expect(await Promise.all([run('a', '1'), run('a', '2'), run('b', '3'), run('a', '4')])).toEqual(['1', '2', '3', '4'])
  const ofA = log.filter((line) => !line.startsWith('3'))
  expect(ofA).toEqual(['1 begins', '1 ends', '2 begins', '2 ends', '4 begins', '4 ends'])
  expect(log.indexOf('3 begins')).toBeLessThan(log.indexOf('1 ends'))
})

it('an error is its own, and the next one goes on', async () => {
  const failing = inLane('a', () => Promise.reject(new Error('refused')))
  const next = inLane('a', () => Promise.resolve('done'))
  await expect(failing).rejects.toThrow('refused')
  expect(await next).toBe('done')
})

it('who could not have the lock takes all with him who wait behind, and nobody who comes later', async () => {
  const stuck = inLane('a', async () => {
    await sleep(5)
    throw new DatabaseUnavailable('no lock')
  })
  const behind = [1, 2].map(() => inLane('a', () => Promise.resolve('done')))
  await expect(stuck).rejects.toThrow('no lock')
  for (const one of behind) await expect(one).rejects.toBeInstanceOf(DatabaseUnavailable)
  expect(await inLane('a', () => Promise.resolve('later'))).toBe('later')
})
