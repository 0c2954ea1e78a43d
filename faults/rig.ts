import { rmSync } from 'node:fs'
import { resolveEnv } from '#lib/env'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '#server/embedded-database'
import { migrate } from '#server/migrate'
import { testFolder } from '#test/postgres'
import { type RunningServer, startServer } from '#test/servers'
import { BENCH_SECRET } from '../bench/scratch-database.ts'
import { queryOnce } from './query-once.ts'
import { insertTenant } from './tenant.ts'

/** A PostgreSQL of its own, and what runs on it. */
export type Rig = {
  readonly postgres: EmbeddedDatabase
  /** A management token that may write in the rig's workspace. */
  readonly token: string
  readonly workspaceId: string
  /** Starts a server process; its variables over those of every server here. It is stopped with the rig. */
  start(env?: Readonly<Record<string, string>>): Promise<RunningServer>
  /** On a connection of its own, so that it works whenever the database does. */
  sql<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/**
 * `dataDir`: where PostgreSQL's data goes, instead of a temporary folder. `settings`: over PostgreSQL's own, `name=value`.
 * `migrations`: the folder of those that make the database, when not this build's.
 */
export type RigOptions = {
  readonly dataDir?: string
  readonly settings?: readonly string[]
  readonly migrations?: string
}

/** What every server here is started with. */
export const serverVariables: Readonly<Record<string, string>> = {
  GATELIST_SECRET: BENCH_SECRET,
  GATELIST_WITHOUT_PAGES: '1',
  CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR',
  TRUSTED_PROXIES: 'loopback',
}

/** Runs `use` on a rig and takes it apart. PostgreSQL keeps its safe settings: what was acknowledged must outlive it. */
export async function withRig<T>(use: (rig: Rig) => Promise<T>, options: RigOptions = {}): Promise<T> {
  const dataDir = options.dataDir ?? testFolder('postgres')
  const postgres = await startEmbeddedDatabase({ dataDir, settings: options.settings ?? [], say: () => undefined })
  const servers: RunningServer[] = []
  try {
    resolveEnv({ GATELIST_SECRET: BENCH_SECRET, DATABASE_URL: postgres.url })
    await migrate(postgres.url, options.migrations ?? 'prisma/migrations')
    const sql: Rig['sql'] = (text, values = []) => queryOnce({ url: postgres.url, connectMs: 2000 }, text, values)
    const { token, workspaceId } = await insertTenant(sql)
    return await use({ token, workspaceId, sql, postgres, start: (env) => startOn(postgres, servers, env) })
  } finally {
    for (const server of servers) await server.stop()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function startOn(
  { url }: EmbeddedDatabase,
  servers: RunningServer[],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const server = await startServer({ env: { ...serverVariables, DATABASE_URL: url, ...env } })
  servers.push(server)
  return server
}

/** The port of a server. */
export function portOf({ url }: RunningServer): number {
  return Number(new URL(url).port)
}
