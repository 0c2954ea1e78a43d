import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'

export type CopyChoice = {
  /** Whether to copy what has this path below the folder; a folder that is left out is left out whole. */
  readonly takes: (path: string) => boolean
}

/** Copies files and folders for their owner alone. What vanishes meanwhile is passed over, as a running PostgreSQL wants it. */
export async function copyFolder(from: string, to: string, { takes }: CopyChoice, below = ''): Promise<void> {
  await mkdir(join(to, below), { recursive: true, mode: 0o700 })
  for (const entry of await entriesOf(join(from, below))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (!takes(path)) continue
    if (entry.isDirectory()) await copyFolder(from, to, { takes }, path)
    else if (entry.isFile()) await unlessGone(copyFile(join(from, path), join(to, path)))
  }
}

async function entriesOf(folder: string) {
  return (await unlessGone(readdir(folder, { withFileTypes: true }))) ?? []
}

async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
