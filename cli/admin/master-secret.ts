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
  const env: Record<string, string | undefined> = {}
  for (const folder of [...folders(io)].reverse()) {
    const text = readIfThere(join(folder, '.env'))
    if (text !== null) Object.assign(env, parseEnv(text))
  }
  return Object.assign(env, io.env)
}

/** The master secret of the server on this machine: GATELIST_SECRET, else the file `secret` of its data folder. */
export function masterSecret(io: Io): string {
  const env = serverVariables(io)
  const given = variable({ env }, 'GATELIST_SECRET')
  if (given !== undefined) return longEnough(given.trim(), 'GATELIST_SECRET')
  const dataDir = variable({ env }, 'DATA_DIR')?.trim() ?? '.data'
  const paths = folders(io).map((folder) => join(resolve(folder, dataDir), 'secret'))
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
