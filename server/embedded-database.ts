import { mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { type Cluster, prepareCluster, SUPERUSER } from '#server/postgres/cluster'
import { binariesFolder, clusterFolder } from '#server/postgres/folders'
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
const START_MS = 120_000

/**
 * Runs a PostgreSQL of our own on `dataDir`. One that outlived a killed Gatelist is taken over; one that dies is started
 * again on the same port, so connections find it where it was.
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const dataDir = resolve(options.dataDir)
  mkdirSync(dataDir, { recursive: true })
  const binaries = binariesFolder(options.say)
  const parent = clusterFolder(dataDir, options.say)
  const cluster = await prepareCluster(binaries, parent, dataDir)
  const logFile = join(dataDir, 'postgres.log')
  const spawnOn = (port: number) =>
    spawnPostmaster({ binaries, folder: cluster.folder, logFile, port, settings: options.settings ?? [] })

  let postmaster = await adopt(cluster)
  for (let attempt = 1; postmaster === null; attempt++) {
    const started = spawnOn(await freePort())
    if (await answers(started, cluster)) postmaster = started
    else if (attempt === 3)
      throw new StartProblem(`PostgreSQL does not start. The end of ${logFile}:\n${tail(logFile)}`)
  }
  const url = urlOf(cluster, postmaster.port, DATABASE)
  await createDatabase(cluster, postmaster.port)

  let current = postmaster
  let stopping = false
  const watch = setInterval(() => {
    if (stopping || current.alive()) return
    // Its orphaned backends may hold the memory for a moment, so the first attempts can fail; the next tick tries again.
    findPostmaster(cluster.folder)
    current = spawnOn(current.port)
  }, 200)
  watch.unref()

  return {
    url,
    pid: () => current.pid,
    stop: async () => {
      stopping = true
      clearInterval(watch)
      await stopPostmaster(current)
    },
  }
}

/** Takes over a server that runs on this folder already; one that is going down is waited for. */
async function adopt(cluster: Cluster): Promise<Postmaster | null> {
  const found = findPostmaster(cluster.folder)
  if (found === null) return null
  return (await answers(found, cluster)) ? found : null
}

async function answers(postmaster: Postmaster, cluster: Cluster): Promise<boolean> {
  let ready = false
  await waitUntil(async () => {
    ready = await isReady(cluster, postmaster.port)
    return ready || !postmaster.alive()
  }, START_MS)
  return ready
}

/** Another program may have taken the port, so the server is asked for its data folder. */
async function isReady(cluster: Cluster, port: number): Promise<boolean> {
  try {
    const { rows } = await once(cluster, port, 'SHOW data_directory')
    return rows[0]?.data_directory === cluster.folder
  } catch {
    return false
  }
}

async function createDatabase(cluster: Cluster, port: number): Promise<void> {
  const { rowCount } = await once(cluster, port, `SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`)
  if (rowCount === 0) await once(cluster, port, `CREATE DATABASE ${DATABASE}`)
}

async function once(cluster: Cluster, port: number, sql: string): Promise<pg.QueryResult<{ data_directory?: string }>> {
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
