import { spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { waitUntil } from '#server/processes'
import { projectRoot } from '#server/project-root'
import { findProgram } from '#test/gateway/proxy'
import { testFolder } from '#test/postgres'

export type Running = { readonly port: number; stop(): Promise<void> }

/** A Debian program that stands between others. `account`: whose rights it gets, this process's when not said. */
export type Program = {
  readonly name: string
  readonly port: number
  /** The files of a folder of its own, by name. */
  readonly files: (folder: string) => Readonly<Record<string, string>>
  readonly arguments: (folder: string) => string[]
  readonly account?: { readonly uid: number; readonly gid: number } | null
}

/** Says why a test that needs these programs cannot run here; empty when it can. */
export function withoutPrograms(...names: string[]): string {
  const missing = names.filter((name) => findProgram(name) === null)
  return missing.length === 0 ? '' : ` (skipped: apt-get install ${missing.join(' ')})`
}

const START_MS = 10_000

/** Runs it until it is stopped, which removes its folder. */
export async function startProgram({ name, port, files, arguments: argumentsIn, account }: Program): Promise<Running> {
  const program = findProgram(name)
  if (program === null) throw new Error(`there is no ${name}`)
  const folder = testFolder(name)
  for (const [file, text] of Object.entries(files(folder))) writeFileSync(join(folder, file), text)
  const child = spawn(program, argumentsIn(folder), { ...account, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const listens = await waitUntil(async () => child.exitCode !== null || (await accepts(port)), START_MS)
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  if (listens && child.exitCode === null) return { port, stop }
  await stop()
  throw new Error(`${name} did not start:\n${output}`)
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy())
  })
}

/** A shipped file of deploy/haproxy with other words. Throws when it does not have what is to be changed. */
export function shippedWith(file: string, changes: Readonly<Record<string, string>>): string {
  return changed(readFileSync(join(projectRoot, 'deploy/haproxy', file), 'utf8'), changes)
}

/** A text with other words. Throws when it does not have what is to be changed. */
export function changed(text: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((whole, [from, to]) => {
    if (!whole.includes(from)) throw new Error(`nothing says ${from}`)
    return whole.replaceAll(from, to)
  }, text)
}
