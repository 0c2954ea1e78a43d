import { execFileSync } from 'node:child_process'
import { appendFileSync, chownSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbeddedDatabase } from '#server/embedded-database'
import { migrate } from '#server/migrate'
import { account } from '#server/postgres/account'
import { binariesFolder, clusterFolder } from '#server/postgres/folders'
import { freePort, type Postmaster, spawnPostmaster, stopPostmaster } from '#server/postgres/postmaster'
import { waitUntil } from '#server/processes'
import { testFolder } from '#test/postgres'
import { migrationsFolder, onServer } from '#test/template'
import { startShapedProxy } from '../../faults/database-proxy.ts'

/** A primary and a standby that follows it. */
export type DatabasePair = {
  readonly one: DatabaseServer
  readonly two: DatabaseServer
  /** From now on nothing of the primary reaches the standby, and neither is told. */
  cutReplication(): void
  stop(): Promise<void>
}

export type DatabaseServer = { readonly url: string; readonly port: number; readonly postmaster: Postmaster }

/** `synchronous`: a commit is answered when the standby has it too. */
export type Replication = 'synchronous' | 'asynchronous'

const READY_MS = 20_000
const STREAMING = "SELECT count(*)::int AS n FROM pg_stat_replication WHERE state = 'streaming'"
const IN_STEP = `${STREAMING} AND sync_state = 'sync'`

export async function startPair(replication: Replication): Promise<DatabasePair> {
  const parent = testFolder('pair')
  const ports = { one: await freePort(), two: await freePort() }
  const { folder, url } = await prepare(parent)
  const urlAt = (port: number) => Object.assign(new URL(url), { port: String(port) }).href
  const link = await startShapedProxy(urlAt(ports.one))
  const copy = makeStandby({ parent, folder, primary: link.url })
  const start = (at: 'one' | 'two', of: string, settings: string[]): DatabaseServer => {
    const options = { binaries: binariesFolder(() => undefined), folder: of, logFile: join(parent, `${at}.log`) }
    return {
      url: urlAt(ports[at]),
      port: ports[at],
      postmaster: spawnPostmaster({ ...options, port: ports[at], settings }),
    }
  }
  // A primary that waits for a standby answers nothing until there is one, so this is asked for at the end.
  const names = `synchronous_standby_names=${replication === 'synchronous' ? 'two' : ''}`
  const pair = { one: start('one', folder, [names]), two: start('two', copy, []) }
  const stop = async () => {
    await link.close()
    for (const { postmaster } of [pair.two, pair.one]) await stopPostmaster(postmaster)
    rmSync(parent, { recursive: true, force: true })
  }
  const follows = () => counts(pair.one.url, replication === 'synchronous' ? IN_STEP : STREAMING)
  if (await waitUntil(follows, READY_MS)) return { ...pair, cutReplication: () => link.shape(() => 'lost'), stop }
  const log = readFileSync(join(parent, 'two.log'), 'utf8')
  await stop()
  throw new Error(`the standby does not follow:\n${log}`)
}

function counts(url: string, question: string): Promise<boolean> {
  return onServer(url, async (client) => (await client.query<{ n: number }>(question)).rows[0]?.n === 1).catch(
    () => false,
  )
}

/** A migrated database with the role that HAProxy looks by, stopped. */
async function prepare(parent: string): Promise<{ folder: string; url: string }> {
  const dataDir = join(parent, 'one')
  mkdirSync(dataDir)
  const database = await startEmbeddedDatabase({ dataDir, say: () => undefined })
  await migrate(database.url, migrationsFolder)
  await onServer(database.url, (client) => client.query('CREATE ROLE haproxy_check LOGIN'))
  await database.stop()
  const folder = join(
    clusterFolder(realpathSync(dataDir), () => undefined),
    'postgres',
  )
  const rules = join(folder, 'pg_hba.conf')
  writeFileSync(rules, `host postgres haproxy_check 127.0.0.1/32 trust\n${readFileSync(rules, 'utf8')}`)
  return { folder, url: database.url }
}

function makeStandby({ parent, folder, primary }: { parent: string; folder: string; primary: string }): string {
  const copy = join(parent, 'two')
  execFileSync('cp', ['-a', folder, copy])
  const { hostname, port, username, password } = new URL(primary)
  const where = `host=${hostname} port=${port} user=${username} password=${password} application_name=two`
  appendFileSync(join(copy, 'postgresql.auto.conf'), `primary_conninfo = '${where}'\n`)
  const signal = join(copy, 'standby.signal')
  writeFileSync(signal, '')
  if (account !== null) chownSync(signal, account.uid, account.gid)
  return copy
}

/** Ends it at once, as a crash does: nothing more of it reaches anybody. */
export async function crash({ postmaster }: DatabaseServer): Promise<void> {
  process.kill(postmaster.pid, 'SIGQUIT')
  await waitUntil(() => !postmaster.alive(), READY_MS)
}

/** Makes the standby the primary. */
export async function promote({ url }: DatabaseServer): Promise<void> {
  await onServer(url, (client) => client.query('SELECT pg_promote(true, 20)'))
}
