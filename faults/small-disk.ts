import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { testFolder } from '#test/postgres'
import { Skipped } from './scenario.ts'

/** A disk of its own, in memory. `fill` leaves nothing free. */
export type SmallDisk = { readonly folder: string; fill(): void; empty(): void }

const BLOCK = Buffer.alloc(64 * 1024)

/** Lends a disk of so many MiB. Making one needs Linux and root. */
export async function withSmallDisk<T>(mebibytes: number, use: (disk: SmallDisk) => Promise<T>): Promise<T> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new Skipped('a small disk is made by mounting one in memory (tmpfs), which needs Linux and root')
  }
  const place = testFolder('disk')
  mount(place, mebibytes)
  const folder = join(place, 'data')
  mkdirSync(folder)
  const filler = join(place, 'filler')
  try {
    return await use({ folder, fill: () => fillUp(filler), empty: () => rmSync(filler, { force: true }) })
  } finally {
    execFileSync('umount', ['-l', place])
    rmSync(place, { recursive: true, force: true })
  }
}

function mount(place: string, mebibytes: number): void {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=755`, 'gatelist-faults', place], {
      stdio: 'pipe',
    })
  } catch {
    rmSync(place, { recursive: true })
    throw new Skipped('a small disk in memory (tmpfs) cannot be mounted here')
  }
}

function fillUp(path: string): void {
  const file = openSync(path, 'a')
  try {
    for (const size of [BLOCK.length, 4096, 1]) {
      for (;;) writeSync(file, BLOCK, 0, size)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}
