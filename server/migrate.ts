import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { StartProblem } from '#server/start-problem'

/** Prisma's own lock number: its tool and this runner keep each other out. */
const LOCK = 72_707_369

// As Prisma makes it, so that its tool can go on from here.
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`

const APPLIED = 'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL'

type Migration = { name: string; sql: string; checksum: string }
type Applied = { migration_name: string; checksum: string; finished_at: Date | null }

/**
 * Brings a database up to this build: all pending migrations in one transaction, or none. Processes that start together
 * wait for each other.
 *
 * @param folder with one folder a migration, each with its migration.sql
 * @returns the names of the migrations that were applied
 * @throws StartProblem when the database and this build do not belong together
 */
export async function migrate(url: string, folder: string): Promise<string[]> {
  const known = readMigrations(folder)
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'gatelist migrate',
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    for (let tries = 1; ; tries += 1) {
      try {
        return await applyPending(client, known)
      } catch (error) {
        if (!isLockedOut(error) || tries === LOCK_TRIES) throw error
        await client.query('ROLLBACK')
        await sleep(LOCK_PAUSE_MS)
      }
    }
  } finally {
    // Ending the connection rolls back whatever was not committed.
    await client.end()
  }
}

/** Whatever comes after a lock that is waited for waits too, calls of keys among it: so not for long, but again and again. */
const LOCK_WAIT_MS = 1500
const LOCK_TRIES = 20
const LOCK_PAUSE_MS = 1000

async function applyPending(client: pg.Client, known: readonly Migration[]): Promise<string[]> {
  await client.query('BEGIN')
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
  await client.query(`SET LOCAL lock_timeout = ${LOCK_WAIT_MS}`)
  await client.query(TABLE)
  const { rows } = await client.query<Applied>(APPLIED)
  const pending = pendingMigrations(known, rows)
  for (const migration of pending) await apply(client, migration)
  await client.query('COMMIT')
  return pending.map((migration) => migration.name)
}

function isLockedOut(error: unknown): boolean {
  return error instanceof StartProblem && (error.cause as { code?: string } | undefined)?.code === '55P03'
}

/**
 * The migrations that a start would apply, without applying them.
 *
 * @throws StartProblem when the database and this build do not belong together
 */
export async function pendingNames(client: Pick<pg.Client, 'query'>, folder: string): Promise<string[]> {
  const known = readMigrations(folder)
  const { rows: tables } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS there`,
  )
  if (tables[0]?.there !== true) return known.map(({ name }) => name)
  const { rows } = await client.query<Applied>(APPLIED)
  return pendingMigrations(known, rows).map(({ name }) => name)
}

/** The names of this build's migrations. */
export function migrationNames(folder: string): string[] {
  return readMigrations(folder).map(({ name }) => name)
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

function pendingMigrations(known: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const byName = new Map(known.map((migration) => [migration.name, migration]))
  for (const { migration_name: name, checksum, finished_at } of applied) {
    const here = byName.get(name)
    if (here === undefined) {
      throw new StartProblem(
        `The database holds the migration ${name}, which this build does not know: it was used by a newer Gatelist. Start that one.`,
      )
    }
    if (finished_at === null)
      throw new StartProblem(
        `The migration ${name} failed half-way in this database. Repair it with Prisma's "migrate resolve".`,
      )
    if (here.checksum !== checksum) {
      throw new StartProblem(
        `The migration ${name} was changed after it had been applied to this database. Bring its file back to what it was.`,
      )
    }
  }
  const done = new Set(applied.map((row) => row.migration_name))
  return known.filter((migration) => !done.has(migration.name))
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query(sql)
  } catch (cause) {
    throw new StartProblem(
      `The migration ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}. Nothing was changed.`,
      { cause },
    )
  }
  await client.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp(), 1)`,
    [randomUUID(), checksum, name],
  )
}
