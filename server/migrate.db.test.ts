import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '#server/migrate'
import { databaseUrl, dropDatabase, migrationsFolder, onServer, testServer } from '#test/template'

const names: string[] = []
let url: string

async function emptyDatabase(): Promise<string> {
  const name = `migrate_${process.pid}_${names.length}`
  names.push(name)
  await onServer(testServer(), (client) => client.query(`CREATE DATABASE ${name}`))
  return databaseUrl(testServer(), name)
}

function copyOfMigrations(): string {
  const folder = mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-migrations-`))
  cpSync(migrationsFolder, folder, { recursive: true })
  return folder
}

async function count(sql: string): Promise<number> {
  const { rows } = await onServer(url, (client) => client.query<{ n: string }>(sql))
  return Number(rows[0]?.n)
}

const TABLES = "SELECT count(*) AS n FROM pg_tables WHERE schemaname = 'public'"

describe('migrations', () => {
  beforeEach(async () => {
    url = await emptyDatabase()
  })
  afterAll(async () => {
    for (const name of names) await dropDatabase(testServer(), name)
  })

  it('brings an empty database up to this build, and has nothing to do the second time', async () => {
    expect((await migrate(url, migrationsFolder)).length).toBeGreaterThan(1)
    expect(await count("SELECT count(*) AS n FROM pg_tables WHERE tablename = 'api_key'")).toBe(1)
    expect(await migrate(url, migrationsFolder)).toEqual([])
  })

  it('applies each migration once when processes start together', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => migrate(url, migrationsFolder)))
    expect(
      all
        .map((applied) => applied.length)
        .sort()
        .slice(0, 3),
    ).toEqual([0, 0, 0])
    const known = all.flat().length
    expect(await count('SELECT count(*) AS n FROM "_prisma_migrations" WHERE finished_at IS NOT NULL')).toBe(known)
  })

  it('lets others go on while somebody holds what a migration needs, and is done when that is let go', async () => {
    await migrate(url, migrationsFolder)
    const folder = copyOfMigrations()
    mkdirSync(join(folder, '29990101000000_next'))
    writeFileSync(join(folder, '29990101000000_next', 'migration.sql'), 'ALTER TABLE workspace ADD COLUMN more TEXT')
    const holder = new pg.Client({ connectionString: url })
    await holder.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT FROM workspace')
    const migrating = migrate(url, folder)
    // What waits behind the migration is served in the pauses between its tries.
    await sleep(500)
    expect(await count('SELECT count(*) AS n FROM workspace')).toBe(0)
    await holder.query('COMMIT')
    await holder.end()
    expect(await migrating).toEqual(['29990101000000_next'])
  })

  it('refuses a database whose applied migration was edited since', async () => {
    await migrate(url, migrationsFolder)
    const folder = copyOfMigrations()
    writeFileSync(join(folder, '20261122000000_initial', 'migration.sql'), '-- another text\n')
    await expect(migrate(url, folder)).rejects.toThrow(/20261122000000_initial was changed after it had been applied/)
  })

  it('refuses a database that a newer build has migrated', async () => {
    const folder = copyOfMigrations()
    cpSync(join(folder, '20261122000000_initial'), join(folder, '29990101000000_later'), { recursive: true })
    writeFileSync(join(folder, '29990101000000_later', 'migration.sql'), 'SELECT 1;\n')
    await migrate(url, folder)
    await expect(migrate(url, migrationsFolder)).rejects.toThrow(/29990101000000_later, which this build does not know/)
  })

  it('changes nothing at all when one migration fails', async () => {
    const folder = copyOfMigrations()
    cpSync(join(folder, '20261122000000_initial'), join(folder, '29990101000000_broken'), { recursive: true })
    await expect(migrate(url, folder)).rejects.toThrow(/29990101000000_broken failed: .*already exists/)
    expect(await count(TABLES)).toBe(0)
  })
})
