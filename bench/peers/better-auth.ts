import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { problemAnswer } from '#lib/api/problem'
import type { Bench } from '../measure.ts'
import { nodeScript, type Program } from '../processes.ts'
import { GATE_ANSWER } from '../servers/gate-answer.ts'
import type { ListedKey } from './listed-keys.ts'

const FOLDER = 'bench/peers/better-auth'
const DATABASE = 'better_auth'
const USER = 'measured'

export type BetterAuth = { version: string; program: Program; env: Record<string, string> }

type Manifest = { dependencies: Record<string, string> }

/** Installs Better Auth where it is not, and fills a database of its own, on the same PostgreSQL, with the keys. */
export async function prepareBetterAuth(
  { url }: Pick<Bench, 'url'>,
  keys: readonly ListedKey[],
): Promise<BetterAuth | { problem: string }> {
  const { dependencies } = JSON.parse(readFileSync(`${FOLDER}/package.json`, 'utf8')) as Manifest
  const problem = install(dependencies)
  if (problem !== null) return { problem }
  const ownUrl = await createDatabase(url)
  const env: Record<string, string> = {
    ...{ NODE_ENV: 'production', DATABASE_URL: ownUrl },
    BETTER_AUTH_SECRET: randomBytes(32).toString('base64'),
    ANSWERS: JSON.stringify({
      ...{ allowed: GATE_ANSWER, refused: problemAnswer('ip_not_allowed'), unknown: problemAnswer('invalid_key') },
    }),
  }
  execFileSync(process.execPath, [`${FOLDER}/migrate.mjs`], { env: { ...process.env, ...env }, stdio: 'ignore' })
  await fill(ownUrl, keys)
  return { version: dependencies['better-auth'] ?? '', program: nodeScript(`${FOLDER}/server.mjs`), env }
}

function install(wanted: Manifest['dependencies']): string | null {
  const isThere = Object.entries(wanted).every(([name, version]) => {
    const file = `${FOLDER}/node_modules/${name}/package.json`
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version
  })
  if (isThere) return null
  console.error(`Installing Better Auth in ${FOLDER}`)
  try {
    execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: FOLDER, stdio: 'ignore' })
    return null
  } catch (error) {
    return `Better Auth could not be installed: ${(error as Error).message}`
  }
}

async function createDatabase(url: string): Promise<string> {
  await withClient(url, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${DATABASE}`)
    await client.query(`CREATE DATABASE ${DATABASE}`)
  })
  const own = new URL(url)
  own.pathname = `/${DATABASE}`
  return own.href
}

/** As its own `createApiKey` writes them, ten thousand times faster. */
async function fill(url: string, keys: readonly ListedKey[]): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `INSERT INTO "user" (id, name, email, "emailVerified") VALUES ($1, $1, 'measured@example.com', true)`,
      [USER],
    )
    await client.query(
      `INSERT INTO apikey (id, "configId", "referenceId", key, enabled, "rateLimitEnabled", "rateLimitTimeWindow", "rateLimitMax",
         "requestCount", "createdAt", "updatedAt", metadata)
       SELECT id, 'default', $1, key, true, false, 86400000, 10, 0, now(), now(), metadata
       FROM unnest($2::text[], $3::text[], $4::text[]) AS made (id, key, metadata)`,
      [
        USER,
        keys.map((_, index) => String(index + 1)),
        keys.map(({ secret }) => createHash('sha256').update(secret).digest('base64url')),
        keys.map(({ networks }) => JSON.stringify({ networks })),
      ],
    )
    await client.query('VACUUM ANALYZE')
  })
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
