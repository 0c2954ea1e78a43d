import { mkdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { log } from '#lib/log'
import { type Cluster, prepareCluster, SUPERUSER } from '#server/postgres/cluster'
import { binariesFolder, clusterFolder } from '#server/postgres/folders'
import { keepRunning } from '#server/postgres/keep-running'
import { findPostmaster, freePort, type Postmaster, spawnPostmaster, stopPostmaster } from '#server/postgres/postmaster'
import { waitUntil } from '#server/processes'
import { StartProblem } from '#server/start-problem'

export type EmbeddedDatabase = {
  readonly url: string
  /** Process number of PostgreSQL's first process, as it is now. */
  pid(): number
  stop(): Promise<void>
}

export type EmbeddedDatabaseOptions = {
  dataDir: string
  say: (line: string) => void
  /** Extra PostgreSQL settings, `name=value`; for tests. */
  settings?: readonly string[]
}

const DATABASE = 'gatelist'
const WRONG_PASSWORD = '28P01'
const START_MS = 120_000

/**
 * Runs a PostgreSQL of our own on `dataDir`. One that outlived a killed Gatelist is taken over; one that dies is started
 * again on the same port, so connections find it where it was.
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  mkdirSync(options.dataDir, { recursive: true })
  const dataDir = realpathSync(options.dataDir)
  const binaries = binariesFolder(options.say)
  const parent = clusterFolder(dataDir, options.say)
  const cluster = await prepareCluster(binaries, parent, dataDir)
  const logFile = join(dataDir, 'postgres.log')
  const spawnOn = (port: number) =>
    spawnPostmaster({ binaries, folder: cluster.folder, logFile, port, settings: options.settings ?? [] })

  const first = (await adopt(cluster)) ?? (await startAnew(cluster, spawnOn, logFile))
  await createDatabase(cluster, first.port)
  const kept = keepRunning(first, () => {
    log.error({ port: first.port }, 'PostgreSQL ended; starting it again')
    findPostmaster(cluster.folder)
    return spawnOn(first.port)
  })
  return { url: urlOf(cluster, first.port, DATABASE), ...kept }
}

/** Takes over a server that runs on this folder already; one that is going down is waited for. */
async function adopt(cluster: Cluster): Promise<Postmaster | null> {
  const found = findPostmaster(cluster.folder)
  if (found === null) return null
  return (await answers(found, cluster)) ? found : null
}

async function startAnew(
  cluster: Cluster,
  spawnOn: (port: number) => Postmaster,
  logFile: string,
): Promise<Postmaster> {
  // A port that was free a moment ago may be taken when PostgreSQL comes to it.
  for (let attempt = 0; attempt < 3; attempt++) {
    const started = spawnOn(await freePort())
    try {
      if (await answers(started, cluster)) return started
    } catch (error) {
      await stopPostmaster(started)
      throw error
    }
  }
  throw new StartProblem(`PostgreSQL does not start. The end of ${logFile}:\n${tail(logFile)}`)
}

async function answers(postmaster: Postmaster, cluster: Cluster): Promise<boolean> {
  let ready = false
  await waitUntil(async () => {
    ready = await isReady(cluster, postmaster.port)
    return ready || !postmaster.alive()
  }, START_MS)
  return ready
}

async function isReady(cluster: Cluster, port: number): Promise<boolean> {
  try {
    await once(cluster, port, 'SELECT 1')
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== WRONG_PASSWORD) return false
    throw new StartProblem(
      `The password in DATA_DIR/postgres-password is not that of ${cluster.folder}. Bring back the file.`,
    )
  }
}

async function createDatabase(cluster: Cluster, port: number): Promise<void> {
  const { rowCount } = await once(cluster, port, `SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`)
  if (rowCount === 0) await once(cluster, port, `CREATE DATABASE ${DATABASE}`)
}

async function once(cluster: Cluster, port: number, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres'), connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await client.query(sql)
  } finally {
    client.end().catch(() => undefined)
  }
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgresql://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`
}

function tail(path: string): string {
  return readFileSync(path, 'utf8').split('\n').slice(-12).join('\n')
}
