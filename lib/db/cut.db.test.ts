import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeDatabase, isDatabaseUnavailable, pool, prisma, transaction } from '#lib/db'
import { resolveEnv } from '#lib/env'
import { type TestDatabase, testDatabase } from '#test/database'
import { type DatabaseProxy, startProxy } from '#test/freshness/faults/proxy'

let database: TestDatabase
let proxy: DatabaseProxy

beforeAll(async () => {
  database = await testDatabase()
  proxy = await startProxy(database.url)
  await closeDatabase()
  resolveEnv({ DATABASE_URL: proxy.url })
})
afterAll(async () => {
  await closeDatabase()
  await proxy.close()
  await database.close()
})

const works = {
  'a raw read': () => prisma().$queryRaw`SELECT pg_sleep(5)::text AS slept`,
  'a read by pg': () => pool().query('SELECT pg_sleep(5)'),
  'a change': () => transaction((tx) => tx.$queryRaw`SELECT pg_sleep(5)::text AS slept`),
}

/** Two of each, because connections end in two ways. */
const rows = Object.entries(works).flatMap(([name, work]) => [1, 2].map((time) => ({ name, time, work })))

it.each(rows)('$name whose connection is cut fails as one without a database ($time)', async ({ work }) => {
  await pool().query('SELECT 1')
  const outcome = work().then(
    () => 'an answer',
    (error: unknown) => (isDatabaseUnavailable(error) ? 'unavailable' : error),
  )
  await new Promise((resolve) => setTimeout(resolve, 100))
  proxy.cut()
  const told = await outcome
  proxy.mend()
  expect(told).toBe('unavailable')
  await expect
    .poll(() =>
      prisma()
        .workspace.count()
        .catch(() => null),
    )
    .toBe(0)
})
