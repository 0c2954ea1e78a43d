import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { account, postgresEnvironment } from '#server/postgres/account'
import { freePort, spawnPostmaster, stopPostmaster } from '#server/postgres/postmaster'
import { waitUntil } from '#server/processes'
import { testFolder } from '#test/postgres'
import { onServer } from '#test/template'

const DEBIAN = '/usr/lib/postgresql'

/** A PostgreSQL with its client programs, which the built-in one comes without; or why there is none. */
export const { binaries, withoutClients } = findBinaries()

function findBinaries(): { binaries: string; withoutClients: string | null } {
  const newest = existsSync(DEBIAN) ? Math.max(...readdirSync(DEBIAN).map(Number)) : 0
  const found = join(DEBIAN, String(newest))
  if (newest >= 15 && existsSync(join(found, 'bin/pg_dump'))) return { binaries: found, withoutClients: null }
  return { binaries: '', withoutClients: 'no PostgreSQL of Debian: apt-get install postgresql' }
}

/** Runs it on a free port, with a database of each name. `stop` removes everything. */
export async function startDebianPostgres(databases: readonly string[]) {
  const parent = testFolder('debian')
  const [folder, passwordFile] = [join(parent, 'postgres'), join(parent, 'password')]
  writeFileSync(passwordFile, 'p')
  if (account !== null) for (const path of [parent, passwordFile]) chownSync(path, account.uid, account.gid)
  execFileSync(
    join(binaries, 'bin/initdb'),
    [
      '-D',
      folder,
      '--username=gatelist',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
    ],
    { ...account, cwd: '/', env: postgresEnvironment, stdio: 'ignore' },
  )
  const port = await freePort()
  const server = spawnPostmaster({ binaries, folder, logFile: join(parent, 'log'), port, settings: ['fsync=off'] })
  const urlOf = (database: string) => `postgresql://gatelist:p@127.0.0.1:${port}/${database}`
  const answers = () => onServer(urlOf('postgres'), async () => true).catch(() => false)
  await waitUntil(answers, 20_000)
  for (const name of databases) await onServer(urlOf('postgres'), (client) => client.query(`CREATE DATABASE ${name}`))
  return {
    urlOf,
    async stop() {
      await stopPostmaster(server)
      rmSync(parent, { recursive: true, force: true })
    },
  }
}
