import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runningProcess } from '#server/processes'
import { StartProblem } from '#server/start-problem'

type Owner = { pid: number; identity: string }

/**
 * Takes a data folder for this process. The lock of a process that was killed is recognised and taken over: a process
 * number alone may have been given to another program since.
 *
 * @returns gives the folder back
 * @throws StartProblem when a living process holds it
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'gatelist.lock')
  const mine = join(folder, `gatelist.lock.${process.pid}`)
  const me: Owner = { pid: process.pid, identity: runningProcess(process.pid)?.identity ?? '' }
  writeFileSync(mine, JSON.stringify(me), { mode: 0o644 })
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (linked(mine, path)) return () => release(path)
      const seen = readText(path)
      if (seen === null) continue
      const owner = livingOwner(seen)
      if (owner !== null) {
        throw new StartProblem(
          `Gatelist already runs on ${folder} (process ${owner.pid}). Stop it first, or give this one a folder of its own with DATA_DIR.`,
        )
      }
      setAside(path, seen)
    }
    throw new StartProblem(`${path} cannot be taken; remove it when no Gatelist runs on this folder.`)
  } finally {
    rmSync(mine, { force: true })
  }
}

// A hard link appears whole or not at all, and only when nothing is there.
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function livingOwner(text: string): Owner | null {
  try {
    const owner = JSON.parse(text) as Owner
    return runningProcess(owner.pid)?.identity === owner.identity ? owner : null
  } catch {
    return null
  }
}

/** Two starters may find the same dead lock; the slower one must not remove the new lock of the faster one. */
function setAside(path: string, seen: string): void {
  const aside = `${path}.dead.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (readText(aside) !== seen) linked(aside, path)
  rmSync(aside, { force: true })
}

function release(path: string): void {
  const text = readText(path)
  if (text !== null && livingOwner(text)?.pid === process.pid) rmSync(path, { force: true })
}
