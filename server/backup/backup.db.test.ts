import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { backUp } from '#server/backup/back-up'
import { restore } from '#server/backup/restore'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '#server/embedded-database'
import { migrate } from '#server/migrate'
import { testFolder } from '#test/postgres'
import { migrationsFolder, onServer } from '#test/template'

const say = () => undefined
const [dataDir, elsewhere, backups] = [testFolder('data'), testFolder('elsewhere'), testFolder('backups')]
const monday = join(backups, 'monday')
let database: EmbeddedDatabase

const names = async ({ url }: EmbeddedDatabase) =>
  (
    await onServer(url, (client) => client.query<{ name: string }>('SELECT name FROM workspace ORDER BY name'))
  ).rows.map(({ name }) => name)
const add = ({ url }: EmbeddedDatabase, name: string) =>
  onServer(url, (client) => client.query('INSERT INTO workspace (id, name) VALUES (gen_random_uuid(), $1)', [name]))

beforeAll(async () => {
  database = await startEmbeddedDatabase({ dataDir, say })
  await migrate(database.url, migrationsFolder)
  writeFileSync(join(dataDir, 'secret'), 'the first secret\n')
})
afterAll(async () => {
  await database.stop()
  for (const folder of [dataDir, elsewhere, backups]) rmSync(folder, { recursive: true, force: true })
})

/** Writes until told to stop. @returns how many rows were committed */
function writeOn(url: string): () => Promise<number> {
  let going = true
  const done = onServer(url, async (client) => {
    await client.query('CREATE TABLE busy (id int PRIMARY KEY, padding text)')
    let count = 0
    for (; going; count += 1) await client.query("INSERT INTO busy VALUES ($1, repeat('x', 2000))", [count])
    return count
  })
  return () => {
    going = false
    return done
  }
}

it('backs up a database that is written to, and brings it back as it was then, on another folder', async () => {
  await add(database, 'before')
  const stop = writeOn(database.url)
  await expect.poll(() => countOf(database), { timeout: 10_000 }).toBeGreaterThan(50)
  const least = await countOf(database)
  await backUp({ dataDir, folder: monday, say })
  const most = await stop()
  await add(database, 'after')
  expect(statSync(monday).mode & 0o077).toBe(0)
  expect(existsSync(`${monday}.half`)).toBe(false)

  await restore({ dataDir: elsewhere, folder: monday, say })
  const restored = await startEmbeddedDatabase({ dataDir: elsewhere, say })
  try {
    expect(await names(restored)).toEqual(['before'])
    expect(await countOf(restored)).toBeGreaterThanOrEqual(least)
    expect(await countOf(restored)).toBeLessThanOrEqual(most)
    expect(await migrate(restored.url, migrationsFolder)).toEqual([])
    // Every index is right, as far as PostgreSQL can tell: the copy was made of files under its hands.
    await onServer(restored.url, (client) => client.query('REINDEX DATABASE'))
    expect(readFileSync(join(elsewhere, 'secret'), 'utf8')).toBe('the first secret\n')
  } finally {
    await restored.stop()
  }
})

async function countOf({ url }: EmbeddedDatabase): Promise<number> {
  const { rows } = await onServer(url, (client) =>
    client.query<{ n: number }>('SELECT count(*)::int AS n FROM busy').catch(() => ({ rows: [] })),
  )
  return rows[0]?.n ?? 0
}

it('does not restore under a running database, and moves aside what was there', async () => {
  await expect(restore({ dataDir, folder: monday, say })).rejects.toThrow(/PostgreSQL still runs/)
  await database.stop()
  writeFileSync(join(dataDir, 'secret'), 'the second secret\n')
  const told: string[] = []
  await restore({ dataDir, folder: monday, say: (line) => void told.push(line) })
  database = await startEmbeddedDatabase({ dataDir, say })
  expect(await names(database)).toEqual(['before'])
  const secrets = told.map((line) => / to (.*\/secret\.before.*)$/.exec(line)?.[1]).filter((path) => path !== undefined)
  expect(secrets.map((path) => readFileSync(path, 'utf8'))).toEqual(['the second secret\n'])
})

it('backs up a stopped database too', async () => {
  await add(database, 'at rest')
  await database.stop()
  const sunday = join(backups, 'sunday')
  await backUp({ dataDir, folder: sunday, say })
  await restore({ dataDir: elsewhere, folder: sunday, say })
  const restored = await startEmbeddedDatabase({ dataDir: elsewhere, say })
  expect(await names(restored)).toEqual(['at rest', 'before'])
  await restored.stop()
  database = await startEmbeddedDatabase({ dataDir, say })
})

it('refuses a folder that is there already, one without a database, and half a backup', async () => {
  await expect(backUp({ dataDir, folder: monday, say })).rejects.toThrow(/exists already/)
  await expect(backUp({ dataDir: backups, folder: join(backups, 'none'), say })).rejects.toThrow(/no database/)
  const half = join(backups, 'half')
  mkdirSync(half)
  await expect(restore({ dataDir: elsewhere, folder: half, say })).rejects.toThrow(/no whole backup/)
})
