import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyFolder } from '#server/backup/copy-folder'
import { copyRunning } from '#server/backup/copy-running'
import { lockFolder } from '#server/folder-lock'
import { SUPERUSER } from '#server/postgres/cluster'
import { clusterFolder } from '#server/postgres/folders'
import { findPostmaster } from '#server/postgres/postmaster'
import { StartProblem } from '#server/start-problem'

/** `folder`: of the backup, without links in `dataDir`. */
export type BackupPlaces = {
  readonly dataDir: string
  readonly folder: string
  readonly say: (line: string) => void
}

/** The built-in PostgreSQL of a data folder. */
export function clusterOf({ dataDir, say }: Pick<BackupPlaces, 'dataDir' | 'say'>): string {
  return join(clusterFolder(realpathSync(dataDir), say), 'postgres')
}

/** What stands beside the database and belongs to it. */
export const KEPT_BESIDE = ['secret', 'postgres-password']

/**
 * Writes a backup of the built-in database with its secrets, whether the server runs or not. The folder appears when it is whole.
 *
 * @throws StartProblem when there is nothing to back up, or something is there already
 */
export async function backUp({ dataDir, folder, say }: BackupPlaces): Promise<void> {
  if (existsSync(folder)) throw new StartProblem(`${folder} exists already. A backup is a new folder.`)
  if (!existsSync(join(dataDir, 'postgres-password'))) {
    throw new StartProblem(`${dataDir} holds no database of Gatelist. Set DATA_DIR to the folder that does.`)
  }
  const half = `${folder}.half`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true, mode: 0o700 })
  try {
    await copyCluster({ dataDir, folder: half, say })
    for (const name of KEPT_BESIDE.filter((one) => existsSync(join(dataDir, one))))
      await copyFile(join(dataDir, name), join(half, name))
    await writeFile(join(half, 'taken-at'), `${new Date().toISOString()}\n`, { mode: 0o600 })
    renameSync(half, folder)
  } finally {
    rmSync(half, { recursive: true, force: true })
  }
  say(`Backed up ${dataDir} to ${folder}. It holds the master secret: keep it as safe as that.`)
}

async function copyCluster({ dataDir, folder, say }: BackupPlaces): Promise<void> {
  const [from, to] = [clusterOf({ dataDir, say }), join(folder, 'postgres')]
  const running = findPostmaster(from)
  if (running !== null) {
    const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8').trim()
    return copyRunning(`postgresql://${SUPERUSER}:${password}@127.0.0.1:${running.port}/postgres`, from, to)
  }
  const unlock = lockFolder(dataDir)
  try {
    await copyFolder(from, to, { takes: () => true })
  } finally {
    unlock()
  }
}
