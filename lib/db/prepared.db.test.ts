import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isDatabaseUnavailable, pool, prisma } from '#lib/db'
import { type TestDatabase, testDatabase } from '#test/database'
import { greet, statementName, withoutNameUnlessDirect } from './prepared.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const named = () => ({ text: 'SELECT 1', name: 'one' })

it('names marked statements alone, each by its text', () => {
  expect(statementName({ sql: 'SELECT 1' })).toBe('')
  const [one, two] = ['SELECT 1', 'SELECT 2'].map((text) => statementName({ sql: `/* prepared */ ${text}` }))
  expect(one).toMatch(/^gatelist_[0-9a-f]{32}$/)
  expect(two).not.toBe(one)
})

it('lets a connection of its own keep statements, and none that is shared', async () => {
  const client = await pool().connect()
  expect(withoutNameUnlessDirect(client, named())).toEqual(named())
  const behindPooler = Object.create(client) as typeof client
  Object.assign(behindPooler, { processID: 1 })
  await greet(behindPooler, 1000)
  expect(withoutNameUnlessDirect(behindPooler, named())).toEqual({ text: 'SELECT 1', name: '' })
  client.release()
})

it('runs every statement without the compiler, which short ones wait for', async () => {
  const { rows } = await pool().query("SELECT current_setting('jit', true) AS jit")
  expect([null, 'off']).toContain(rows[0]?.jit)
})

it('is planned once a connection', async () => {
  const ask = () => prisma().$queryRaw`/* prepared */ SELECT 'planned once' AS said`
  for (let time = 0; time < 3; time += 1) await ask()
  const kept = await prisma().$queryRaw<{ runs: bigint }[]>`
    SELECT generic_plans + custom_plans AS runs FROM pg_prepared_statements WHERE statement LIKE '%planned once%'
      AND name LIKE 'gatelist_%'`
  expect(kept.map(({ runs }) => Number(runs))).toEqual([3])
})

it('is told as "not now" once after a migration has changed what it answers, and works then', async () => {
  const table = `changed_${randomBytes(4).toString('hex')}`
  await prisma().$executeRawUnsafe(`CREATE TABLE ${table} (value int)`)
  const ask = () => prisma().$queryRawUnsafe(`/* prepared */ SELECT value FROM ${table}`)
  await ask()
  await prisma().$executeRawUnsafe(`ALTER TABLE ${table} ALTER COLUMN value TYPE text`)
  const first = await ask().catch((error: unknown) => isDatabaseUnavailable(error))
  expect(first).toBe(true)
  expect(await ask()).toEqual([])
})

it('is told as "not now" once where the connection does not have it, as behind a pooler that was taken for none', async () => {
  const ask = () => prisma().$queryRaw`/* prepared */ SELECT 'kept by one process' AS said`
  await ask()
  await prisma().$executeRaw`DEALLOCATE ALL`
  expect(await ask().catch((error: unknown) => isDatabaseUnavailable(error))).toBe(true)
  expect(await ask()).toEqual([{ said: 'kept by one process' }])
})
