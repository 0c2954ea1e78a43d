import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Check, checksOf } from '#lib/doctor/check'
import type { Env } from '#lib/env'
import { SUPERUSER } from '#server/postgres/cluster'
import { runningProcess } from '#server/processes'

const { ok, problem, skipped } = checksOf('database')

/** Where the database of this configuration is; of the built-in one only while it runs. Touches nothing. */
export function databaseUrl(
  { databaseUrl: url }: Env,
  dataDir: string,
): { url: string | null; checks: readonly Check[] } {
  if (url !== undefined) return { url, checks: [] }
  try {
    return builtIn(dataDir)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const text = `The files of the built-in PostgreSQL in ${dataDir} cannot be read (${code ?? 'unknown'}).`
    return { url: null, checks: [problem('built-in', text, { fix: 'Run this as the user that runs the server.' })] }
  }
}

function builtIn(dataDir: string): { url: string | null; checks: readonly Check[] } {
  const pointer = join(dataDir, 'postgres-folder')
  const parent = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : dataDir
  if (!existsSync(join(parent, 'postgres', 'PG_VERSION')))
    return {
      url: null,
      checks: [skipped('built-in', `There is no database in ${dataDir} yet; the first start makes it.`)],
    }
  const pidFile = join(parent, 'postgres', 'postmaster.pid')
  const lines = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').split('\n') : []
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  const isRunning = pid > 1 && runningProcess(pid)?.command.includes('postgres') === true
  if (!isRunning)
    return { url: null, checks: [ok('built-in', 'The built-in PostgreSQL does not run; it starts with the server.')] }
  const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim()
  return { url: `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/gatelist`, checks: [] }
}
