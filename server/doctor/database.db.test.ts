import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseEnv } from '#lib/env'
import { databaseChecks } from '#server/doctor/database'
import { databaseUrl } from '#server/doctor/database-url'
import { secretChecks } from '#server/doctor/secret'
import { testDatabase } from '#test/database'
import { testFolder } from '#test/postgres'

let database: Awaited<ReturnType<typeof testDatabase>>
let sql: pg.Client

const env = parseEnv({})
const secret = randomBytes(24).toString('hex')

beforeAll(async () => {
  database = await testDatabase()
  sql = new pg.Client(database.url)
  await sql.connect()
  await set('synchronous_commit = on')
})
afterAll(async () => {
  await sql.end()
  await database.close()
})

const set = (setting: string) => sql.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET ${setting}`)
const look = (url = database.url, given: string | null = null) => databaseChecks(url, { env, secret: given })
/** Without fsync, which only a whole server has on or off. */
const unsound = async (...given: Parameters<typeof look>) =>
  (await look(...given)).flatMap(({ level, name, text }) =>
    level === 'ok' || name === 'fsync' ? [] : [`${level} ${name}: ${text}`],
  )

it('has nothing to say of a sound database', async () => {
  expect(await unsound()).toEqual([])
  const names = (await look()).map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['version', 'primary', 'fsync', 'latency', 'migrations']))
})

it('tells what must not be off, and a database that takes no writes', async () => {
  await set('synchronous_commit = off')
  await set('default_transaction_read_only = on')
  const found = await unsound()
  await sql.query('SET default_transaction_read_only = off')
  await set('synchronous_commit = on')
  await set('default_transaction_read_only = off')
  expect(found).toEqual([
    expect.stringContaining('problem primary: It only takes reading'),
    expect.stringContaining('problem synchronous_commit: synchronous_commit is off'),
  ])
})

it('tells when changes are not noticed, or were not', async () => {
  await sql.query('ALTER TABLE change_pending DISABLE TRIGGER change_pending_at_commit')
  expect(await unsound()).toEqual([
    expect.stringContaining('problem triggers: Triggers of the database are switched off'),
  ])
  await sql.query(`SELECT gatelist_mark_changed(ARRAY[gen_random_uuid()])`)
  await sql.query('ALTER TABLE change_pending ENABLE TRIGGER change_pending_at_commit')
  expect(await unsound()).toEqual([expect.stringContaining('problem triggers: Changes were committed without')])
  await sql.query('DELETE FROM change_pending')
  expect(await unsound()).toEqual([])
})

it('tells of migrations that are pending, unknown and changed', async () => {
  const { rows } = await sql.query<{ name: string; checksum: string }>(
    'SELECT migration_name AS name, checksum FROM "_prisma_migrations" ORDER BY migration_name DESC LIMIT 1',
  )
  const [last] = rows
  const rename = (to: string, checksum: string, from: string) =>
    sql.query('UPDATE "_prisma_migrations" SET migration_name = $1, checksum = $2 WHERE migration_name = $3', [
      to,
      checksum,
      from,
    ])
  const name = last?.name ?? ''
  await rename(name, '0', name)
  expect(await unsound()).toEqual([expect.stringContaining(`problem migrations: The migration ${name} was changed`)])
  await rename('29990101000000_later', '0', name)
  expect(await unsound()).toEqual([expect.stringContaining('29990101000000_later, which this build does not know')])
  await sql.query(`DELETE FROM "_prisma_migrations" WHERE migration_name = '29990101000000_later'`)
  expect(await unsound()).toEqual([
    expect.stringContaining(`warning migrations: 1 migrations are not applied yet: ${name}`),
  ])
  expect((await sql.query('SELECT 1 FROM "_prisma_migrations" WHERE migration_name = $1', [name])).rowCount).toBe(0)
})

it('tells whether the master secret is the one of the database', async () => {
  await sql.query(`INSERT INTO installation (id, secret_fingerprint) VALUES (1, 'x') ON CONFLICT (id) DO NOTHING`)
  expect(await unsound(database.url, secret)).toContainEqual(expect.stringMatching(/^problem fingerprint/))
})

it('says why it cannot be reached, and no word of the address with its password', async () => {
  const wrong = new URL(database.url)
  wrong.pathname = '/nothing-of-that-name'
  wrong.searchParams.set('application_name', 'x')
  const [absent] = await look(wrong.href)
  expect(absent).toMatchObject({ level: 'problem', text: expect.stringContaining('3D000') })
  const [closed] = await look('postgresql://ada:topsecret@127.0.0.1:9/x')
  expect(closed).toMatchObject({ level: 'problem', text: expect.stringContaining('ECONNREFUSED') })
  expect(JSON.stringify([absent, closed])).not.toMatch(/topsecret|ada/)
})

it('reads a data folder without making or changing anything in it', () => {
  const folder = testFolder('doctor')
  const empty = join(folder, 'none')
  expect(databaseUrl(env, empty)).toMatchObject({ url: null, checks: [{ level: 'skipped' }] })
  expect(secretChecks(env, empty)).toMatchObject({ secret: null, checks: [{ level: 'skipped' }] })
  expect(existsSync(empty)).toBe(false)
  const stale = join(folder, 'postgres', 'postmaster.pid')
  mkdirSync(join(folder, 'postgres'), { recursive: true })
  writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '18\n')
  writeFileSync(stale, `${process.pid}\n/x\n0\n5432\n`)
  writeFileSync(join(folder, 'secret'), secret, { mode: 0o644 })
  expect(databaseUrl(env, folder)).toMatchObject({ url: null, checks: [{ level: 'ok' }] })
  expect(existsSync(stale)).toBe(true)
  const kept = secretChecks(env, folder)
  expect(kept).toMatchObject({ secret, checks: [{ level: 'warning' }] })
  expect(JSON.stringify(kept.checks)).not.toContain(secret)
})
