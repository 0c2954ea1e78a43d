import { chownSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type BackupPlaces, clusterOf, KEPT_BESIDE } from '#server/backup/back-up'
import { copyFolder } from '#server/backup/copy-folder'
import { lockFolder } from '#server/folder-lock'
import { account } from '#server/postgres/account'
import { findPostmaster } from '#server/postgres/postmaster'
import { StartProblem } from '#server/start-problem'

/**
 * Brings a backup back as the data folder. What is there is not removed but moved aside.
 *
 * @throws StartProblem when the folder holds no backup, or Gatelist runs on the data folder
 */
export async function restore({ dataDir, folder, say }: BackupPlaces): Promise<void> {
  const lacking = ['taken-at', 'postgres-password', 'postgres/PG_VERSION'].find(
    (name) => !existsSync(join(folder, name)),
  )
  if (lacking !== undefined) throw new StartProblem(`${folder} is no whole backup: it has no ${lacking}.`)
  mkdirSync(dataDir, { recursive: true })
  const unlock = lockFolder(dataDir)
  try {
    const cluster = clusterOf({ dataDir, say })
    if (findPostmaster(cluster) !== null) {
      throw new StartProblem(
        `PostgreSQL still runs on ${cluster}. Start Gatelist on ${dataDir} and stop it in order first.`,
      )
    }
    const half = join(dirname(cluster), `postgres.restore.${process.pid}`)
    await copyFolder(join(folder, 'postgres'), half, { takes: () => true })
    if (account !== null) giveTo(account, half)
    const aside = `before-restore-${Date.now()}`
    for (const name of KEPT_BESIDE) {
      moveAside(join(dataDir, name), aside, say)
      if (existsSync(join(folder, name))) await copyFile(join(folder, name), join(dataDir, name))
    }
    moveAside(cluster, aside, say)
    renameSync(half, cluster)
  } finally {
    unlock()
  }
  say(`Restored ${folder} to ${dataDir}. Start Gatelist.`)
}

function moveAside(path: string, aside: string, say: (line: string) => void): void {
  if (!existsSync(path)) return
  renameSync(path, `${path}.${aside}`)
  say(`Moved ${path} to ${path}.${aside}`)
}

function giveTo(owner: { uid: number; gid: number }, path: string): void {
  chownSync(path, owner.uid, owner.gid)
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true }))
    chownSync(join(entry.parentPath, entry.name), owner.uid, owner.gid)
}
