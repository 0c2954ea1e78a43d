import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '#server/migrate'
import { projectRoot } from '#server/project-root'

export const migrationsFolder = join(projectRoot, 'prisma/migrations')

const LOCK = 4_021_986

/** The PostgreSQL server that tests make their databases on. */
export function testServer(): string {
  const server = process.env.TEST_DATABASE_SERVER
  if (server === undefined) throw new Error('no test server: run this by `npm run test:database`')
  return server
}

/** The template's name tells the migrations it was made with, so a test server that stays up never serves an old one. */
function templateName(): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(migrationsFolder).sort()) {
    if (name.includes('.')) continue
    hash.update(name).update(readFileSync(join(migrationsFolder, name, 'migration.sql')))
  }
  return `gatelist_template_${hash.digest('hex').slice(0, 12)}`
}

export function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

export async function onServer<T>(server: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}

/** Makes the migrated template when this server has none. */
export async function ensureTemplate(server: string): Promise<void> {
  const name = templateName()
  await onServer(server, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [name])
    if (found.rowCount !== 0) return
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${name}`)
    await migrate(databaseUrl(server, name), migrationsFolder)
    await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`)
  })
}

export async function cloneTemplate(server: string, name: string): Promise<string> {
  await onServer(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${templateName()}`))
  return databaseUrl(server, name)
}

export async function dropDatabase(server: string, name: string): Promise<void> {
  await onServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
}
