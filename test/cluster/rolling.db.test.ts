import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '#test/database'
import { withoutPrograms } from './program.ts'
import { rollingRestarts } from './rolling.ts'

const why = withoutPrograms('haproxy')

describe.skipIf(why !== '')(`two servers behind HAProxy${why}`, () => {
  let database: Awaited<ReturnType<typeof testDatabase>>
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.close())

  it.each([
    [1, 4],
    [2, 1],
  ])('lose no call and no save when servers of %i workers are restarted in turn, %i times', async (workers, times) => {
    const { calls, saves, lost, words } = await rollingRestarts({ databaseUrl: database.url, times, workers })
    expect([words, lost]).toEqual([[], 0])
    expect(calls).toBeGreaterThan(100)
    expect(saves).toBeGreaterThan(5)
  })
})
