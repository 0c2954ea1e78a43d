import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { account, postgresEnvironment } from '#server/postgres/account'
import { StartProblem } from '#server/start-problem'

export const SUPERUSER = 'gatelist'

export type Cluster = { readonly folder: string; readonly password: string; readonly isNew: boolean }

/** Makes PostgreSQL's data folder when there is none. It appears whole: a start that was killed half-way leaves no half cluster. */
export async function prepareCluster(binaries: string, parent: string, dataDir: string): Promise<Cluster> {
  const folder = join(parent, 'postgres')
  const password = clusterPassword(join(dataDir, 'postgres-password'))
  if (existsSync(join(folder, 'PG_VERSION'))) return { folder, password, isNew: false }
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new StartProblem(`${folder} holds something that is no PostgreSQL data. Move it away, or set DATA_DIR.`)
  }

  for (const name of readdirSync(parent).filter((entry) => entry.startsWith('postgres.new'))) {
    rmSync(join(parent, name), { recursive: true, force: true })
  }
  const half = join(parent, `postgres.new.${process.pid}`)
  mkdirSync(half, { mode: 0o700 })
  const passwordFile = join(parent, `postgres.new.${process.pid}.password`)
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account !== null) for (const path of [half, passwordFile]) chownSync(path, account.uid, account.gid)
  try {
    await promisify(execFile)(
      join(binaries, 'bin', 'initdb'),
      [
        ...['-D', half, '--username', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
        // The same order of text on every machine, whatever its own locale is.
        ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ],
      { ...account, cwd: '/', env: postgresEnvironment },
    )
  } catch (cause) {
    const { stderr } = cause as { stderr?: string }
    throw new StartProblem(`PostgreSQL could not make its data folder ${folder}: ${stderr?.trim() || String(cause)}`, {
      cause,
    })
  } finally {
    rmSync(passwordFile, { force: true })
  }
  rmSync(folder, { recursive: true, force: true })
  renameSync(half, folder)
  return { folder, password, isNew: true }
}

function clusterPassword(path: string): string {
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' })
  return readFileSync(path, 'utf8').trim()
}
