import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { usage } from '../failure.ts'
import { type Io, type Variables, variable } from '../io.ts'

const SHORTEST = 32

/** Where the server's own files may lie: its folder, and the one the command is run in. */
function folders({ cwd, projectRoot }: Io): readonly string[] {
  return projectRoot === null || projectRoot === cwd ? [cwd] : [cwd, projectRoot]
}

/** The variables, completed by .env as the server's start does it: what is set already wins. */
export function serverVariables(io: Io): Variables {
  const texts = folders(io).map((folder) => readIfThere(join(folder, '.env')))
  return Object.assign({}, ...texts.reverse().map((text) => parseEnv(text ?? '')), io.env)
}

/** The same with the database that compose.yaml starts the server with, which is in a file of the data folder, where none is named. */
export function withMadeDatabase(io: Io, env: Variables): Variables {
  if (variable({ env }, 'DATABASE_URL') !== undefined) return env
  for (const folder of dataFolders(io, env)) {
    // What may not be read is told by the doctor, which comes upon it too.
    const { DATABASE_URL } = parseEnv(readIfAllowed(join(folder, 'database.env')))
    if (DATABASE_URL !== undefined) return { ...env, DATABASE_URL }
  }
  return env
}

function readIfAllowed(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function dataFolders(io: Io, env: Variables): readonly string[] {
  const dataDir = variable({ env }, 'DATA_DIR')?.trim() ?? '.data'
  return folders(io).map((folder) => resolve(folder, dataDir))
}

/** The master secret of the server on this machine: GATELIST_SECRET, else the file `secret` of its data folder. */
export function masterSecret(io: Io): string {
  const env = serverVariables(io)
  const given = variable({ env }, 'GATELIST_SECRET')
  if (given !== undefined) return longEnough(given.trim(), 'GATELIST_SECRET')
  const paths = dataFolders(io, env).map((folder) => join(folder, 'secret'))
  for (const path of paths) {
    const text = readIfThere(path)
    if (text !== null) return longEnough(text.trim(), path)
  }
  throw usage(
    `the server's master secret was not found: GATELIST_SECRET is not set, and there is no ${paths.join(' and no ')}. ` +
      "Run this on the server's machine, in its folder or with its DATA_DIR or GATELIST_SECRET, once it has been started.",
  )
}

function longEnough(secret: string, where: string): string {
  if (secret.length < SHORTEST) throw usage(`${where} holds no secret of at least ${SHORTEST} characters`)
  return secret
}

/** Null when it is not there; what may not be read is said. */
function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw usage(`${path} cannot be read: ${message}`)
  }
}
