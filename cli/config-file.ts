import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { failed, usage } from './failure.ts'
import { type Io, variable } from './io.ts'

/** What `gatelist login` keeps: a token and the server it is for. */
export type Config = { readonly url: string; readonly token: string }

const OTHERS = 0o077

/** $XDG_CONFIG_HOME/gatelist/config.json; a relative XDG_CONFIG_HOME is ignored, as the XDG specification says. */
export function configPath(io: Pick<Io, 'env' | 'homeDir'>): string {
  const given = variable(io, 'XDG_CONFIG_HOME')
  const home = given !== undefined && isAbsolute(given) ? given : join(io.homeDir, '.config')
  return join(home, 'gatelist', 'config.json')
}

/** Null when nobody is logged in. */
export function readConfig(io: Pick<Io, 'env' | 'homeDir'>): Config | null {
  const path = configPath(io)
  const text = readIfThere(path)
  if (text === null) return null
  const config = parseConfig(text)
  if (config === null) throw usage(`${path} cannot be read; run gatelist login again, or gatelist logout`)
  if (process.platform !== 'win32' && (statSync(path).mode & OTHERS) !== 0)
    throw usage(`${path} can be read by others; run chmod 600 on it, or gatelist login again with a new token`)
  return config
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw usage(`${path} cannot be read: ${(error as Error).message}`)
  }
}

function parseConfig(text: string): Config | null {
  try {
    const { url, token } = JSON.parse(text) as { url?: unknown; token?: unknown }
    return typeof url === 'string' && typeof token === 'string' ? { url, token } : null
  } catch {
    return null
  }
}

/** Keeps it where only this user can read it. Put in place whole, so that nobody reads half a file. */
export function writeConfig(io: Pick<Io, 'env' | 'homeDir'>, config: Config): string {
  const path = configPath(io)
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    chmodSync(dirname(path), 0o700)
    const half = `${path}.${process.pid}`
    rmSync(half, { force: true })
    writeFileSync(half, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    renameSync(half, path)
  } catch (error) {
    throw failed(`${path} cannot be written: ${(error as Error).message}`)
  }
  return path
}

/** Whether there was one. */
export function removeConfig(io: Pick<Io, 'env' | 'homeDir'>): boolean {
  const path = configPath(io)
  if (readIfThere(path) === null) return false
  rmSync(path)
  return true
}
