import { join } from 'node:path'
import pg from 'pg'
import { type Check, checksOf } from '#lib/doctor/check'
import type { Env } from '#lib/env'
import { clockCheck, type DatabaseFacts, factsChecks, latencyCheck } from '#server/doctor/database-facts'
import { installationCheck } from '#server/doctor/installation'
import { pendingNames } from '#server/migrate'
import { projectRoot } from '#server/project-root'
import { StartProblem } from '#server/start-problem'

const { ok, problem } = checksOf('database')
const migrations = checksOf('migrations')

const LIMIT_MS = 5000
const QUESTIONS = 5

// With true it answers null for what a server does not have, such as one that only speaks PostgreSQL's protocol.
const FACTS = `SELECT current_setting('server_version_num', true)::int AS version, pg_is_in_recovery() AS is_replica,
  current_setting('synchronous_commit', true) AS synchronous_commit, current_setting('fsync', true) AS fsync,
  current_setting('max_connections', true)::int AS max_connections,
  current_setting('default_transaction_read_only', true) AS read_only`

type Given = { readonly env: Env; readonly secret: string | null }

/** What a database is like for us. Reads only. */
export async function databaseChecks(url: string, { env, secret }: Given): Promise<readonly Check[]> {
  const client = new pg.Client({
    ...{ connectionString: url, connectionTimeoutMillis: LIMIT_MS, query_timeout: LIMIT_MS },
    application_name: 'gatelist doctor',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await examine(client, { env, secret })
  } catch (error) {
    return [unreachable(error as NodeJS.ErrnoException)]
  } finally {
    client.end().catch(() => undefined)
  }
}

async function examine(client: pg.Client, { env, secret }: Given): Promise<readonly Check[]> {
  const { rows } = await client.query<DatabaseFacts>(FACTS)
  const [facts] = rows
  return [
    ...(facts === undefined ? [] : factsChecks(facts, { poolSize: env.databasePoolSize, workers: env.webConcurrency })),
    ...(await timed(client)),
    await migrationCheck(client),
    ...(await triggerChecks(client)),
    ...(secret === null ? [] : await installationCheck(client, { secret, previous: env.previousSecret })),
  ]
}

/** The fastest of a few questions is the way there and back; the clock is read in the middle of it. */
async function timed(client: pg.Client): Promise<readonly Check[]> {
  let best = { elapsedMs: Number.POSITIVE_INFINITY, aheadMs: 0 }
  for (let n = 0; n < QUESTIONS; n += 1) {
    const [before, started] = [Date.now(), performance.now()]
    const { rows } = await client.query<{ now: number }>('SELECT extract(epoch FROM clock_timestamp())::float8 AS now')
    const elapsedMs = performance.now() - started
    const aheadMs = (rows[0]?.now ?? 0) * 1000 - (before + elapsedMs / 2)
    if (elapsedMs < best.elapsedMs) best = { elapsedMs, aheadMs }
  }
  return [latencyCheck(best.elapsedMs), clockCheck(best.aheadMs)]
}

async function migrationCheck(client: pg.Client): Promise<Check> {
  try {
    const pending = await pendingNames(client, join(projectRoot, 'prisma/migrations'))
    if (pending.length === 0) return migrations.ok('migrations', 'All migrations of this build are applied.')
    const text = `${pending.length} migrations are not applied yet: ${pending.slice(0, 5).join(', ')}${pending.length > 5 ? ', …' : ''}.`
    return migrations.warning('migrations', text, { fix: 'Start one process of this build: it applies them.' })
  } catch (error) {
    if (error instanceof StartProblem) return migrations.problem('migrations', error.message)
    throw error
  }
}

/** What moves the change clock can be switched off, and lists would go on ruling that are long changed, without an error. */
async function triggerChecks(client: pg.Client): Promise<readonly Check[]> {
  const { rows } = await client.query<{ there: boolean; on: boolean }>(
    `SELECT to_regclass('change_pending') IS NOT NULL AS there,
       NOT EXISTS (SELECT FROM pg_trigger WHERE NOT tgisinternal AND tgenabled NOT IN ('O', 'A')) AS on`,
  )
  const [state] = rows
  // Before the migration that makes it there is nothing to say.
  if (state === undefined || !state.there) return []
  if (!state.on)
    return [
      problem('triggers', 'Triggers of the database are switched off: changed lists may not be noticed.', {
        fix: 'Stop Gatelist, ALTER TABLE … ENABLE TRIGGER ALL for each table, then start it.',
      }),
    ]
  const { rowCount } = await client.query('SELECT FROM change_pending LIMIT 1')
  if (rowCount === 0) return [ok('triggers', 'Every change is noticed by its trigger.')]
  return [
    problem('triggers', 'Changes were committed without moving the change clock: old lists may rule in some process.', {
      fix: 'Restart every process of Gatelist, then DELETE FROM change_pending.',
    }),
  ]
}

const mends: Readonly<Record<string, string>> = {
  '28P01': 'The password in DATABASE_URL is not right.',
  '28000': 'The server does not let this role in from here: look at its pg_hba.conf.',
  '3D000': 'Make the database that DATABASE_URL names.',
  '53300': 'All its connections are taken: raise max_connections, or lower DATABASE_POOL_SIZE.',
  ECONNREFUSED: 'Nothing listens there: start it, or correct host and port in DATABASE_URL.',
  ENOTFOUND: 'The name in DATABASE_URL is not known to DNS.',
  ECONNRESET: 'Something between here and there ends connections: look at firewalls and at sslmode.',
}

/** By its code alone: a message of the driver may quote what it was given. */
function unreachable({ code, message }: NodeJS.ErrnoException): Check {
  const late = message === 'timeout expired' || message === 'Query read timeout'
  const text = late ? `does not answer within ${LIMIT_MS / 1000} s` : `cannot be reached (${code ?? 'refused'})`
  const fix = mends[code ?? ''] ?? 'Try DATABASE_URL with psql from this machine.'
  return problem('reachable', `The database ${text}.`, { fix })
}
