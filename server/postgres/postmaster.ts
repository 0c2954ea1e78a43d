import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { account, postgresEnvironment } from '#server/postgres/account'
import { runningProcess, waitUntil } from '#server/processes'

/** A running PostgreSQL, ours or one that outlived the process that began it. */
export type Postmaster = { readonly pid: number; readonly port: number; readonly alive: () => boolean }

/**
 * Finds the server whose Gatelist was killed. A pid file that names another program is removed, because PostgreSQL would
 * trip over it; only where that is certain, because two servers on one folder would destroy it.
 *
 * @param folder without symbolic links in it
 */
export function findPostmaster(folder: string): Postmaster | null {
  const pidFile = join(folder, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(pidFile, 'utf8').split('\n')
  } catch {
    return null
  }
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  const found = Number.isInteger(pid) && pid > 1 ? runningProcess(pid) : null
  if (found?.command.includes('postgres') === true) {
    if (worksIn(pid, found.command, folder))
      return { pid, port, alive: () => runningProcess(pid)?.identity === found.identity }
    if (process.platform !== 'linux') return null
  }
  rmSync(pidFile, { force: true })
  return null
}

/** PostgreSQL's working folder is its data folder, also when that was moved meanwhile. */
function worksIn(pid: number, command: string, folder: string): boolean {
  if (process.platform !== 'linux') return command.includes(folder)
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder
  } catch {
    return command.includes(folder)
  }
}

export type PostmasterOptions = {
  binaries: string
  folder: string
  logFile: string
  port: number
  /** Extra settings, `name=value`. */
  settings?: readonly string[]
}

/** Starts PostgreSQL on a folder. It may take a while until it answers. */
export function spawnPostmaster({ binaries, folder, logFile, port, settings = [] }: PostmasterOptions): Postmaster {
  const log = openSync(logFile, fileSize(logFile) > 10_000_000 ? 'w' : 'a', 0o600)
  const all = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'log_min_messages=warning',
    'log_checkpoints=off',
    'timezone=UTC',
    ...settings,
  ]
  const child = spawn(join(binaries, 'bin', 'postgres'), ['-D', folder, ...all.flatMap((s) => ['-c', s])], {
    ...account,
    cwd: '/',
    env: postgresEnvironment,
    // A group of its own: Ctrl-C in the terminal is for us, and we stop it when our requests are done. Its log is a file,
    // because a pipe to us would break with us.
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  let running = true
  child.once('exit', () => {
    running = false
  })
  child.once('error', () => {
    running = false
  })
  child.unref()
  return { pid: child.pid ?? -1, port, alive: () => running }
}

/** Stops it in PostgreSQL's "fast" way (sessions end, data is flushed), and at once when that takes too long. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!postmaster.alive()) return
    try {
      process.kill(postmaster.pid, signal)
    } catch {}
    if (await waitUntil(() => !postmaster.alive(), signal === 'SIGINT' ? 15_000 : 3000)) return
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
