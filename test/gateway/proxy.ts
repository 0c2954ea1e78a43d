import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { accessSync, constants, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { delimiter, join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot } from '#server/project-root'
import { testFolder } from '#test/postgres'

/** What a shipped configuration is made for, each with what it becomes in a test. */
export type Changes = { readonly gatelist: number; readonly api: number; readonly workspaceId: string }

export type RunningProxy = { readonly port: number; stop(): Promise<void> }

export type ProxyKind = {
  readonly file: string
  /** Debian's package and its program. */
  readonly program: string
  /** The whole configuration around the shipped one, whose text is `shipped`, in a folder of its own. */
  wrap(shipped: string, folder: string): string
  arguments(configuration: string): string[]
}

/** What a shipped configuration has in place of a workspace's id. */
export const NO_WORKSPACE = '00000000-0000-0000-0000-000000000000'

const SBIN = ['/usr/sbin', '/usr/local/sbin']
const START_MS = 10_000

/** Where a program is; null when it is not on this machine. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SBIN]
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A configuration of deploy/gateway with other ports and a workspace. Throws when it does not have what is to be changed. */
export function shippedConfiguration(file: string, changes: ReadonlyMap<string, string>): string {
  let text = readFileSync(join(projectRoot, 'deploy/gateway', file), 'utf8')
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
    text = text.replaceAll(from, to)
  }
  return text
}

/** The variables that a configuration of deploy/gateway says Gatelist needs beside it. */
export function statedVariables(file: string): Record<string, string> {
  const text = readFileSync(join(projectRoot, 'deploy/gateway', file), 'utf8')
  return Object.fromEntries(
    [...text.matchAll(/^# {3}([A-Z_]+)=(\S+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  )
}

/** Runs a proxy of this machine with its shipped configuration. */
export async function startProxy(kind: ProxyKind, changes: Changes): Promise<RunningProxy> {
  const program = findProgram(kind.program)
  if (program === null) throw new Error(`there is no ${kind.program}`)
  const port = await freePort()
  const folder = testFolder(kind.program)
  const configuration = join(folder, kind.file)
  writeFileSync(configuration, kind.wrap(configurationFor(kind.file, port, changes), folder))
  const child = spawn(program, kind.arguments(configuration), {
    env: { ...process.env, HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await untilListening(child, port)
  return {
    port,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function configurationFor(file: string, port: number, { gatelist, api, workspaceId }: Changes): string {
  const changes = new Map([
    ['8080', String(port)],
    ['127.0.0.1:3000', `127.0.0.1:${gatelist}`],
    ['127.0.0.1:9000', `127.0.0.1:${api}`],
    [NO_WORKSPACE, workspaceId],
    // Whoever waits for Gatelist need not wait that long here.
    ['3s', '500ms'],
  ])
  return shippedConfiguration(file, changes)
}

async function untilListening(child: ChildProcessByStdio<null, Readable, Readable>, port: number): Promise<void> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const until = Date.now() + START_MS
  while (!(await accepts(port))) {
    const isLate = Date.now() > until
    if (isLate) child.kill('SIGKILL')
    if (isLate || child.exitCode !== null) throw new Error(`${child.spawnfile} did not start:\n${output}`)
    await sleep(20)
  }
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy())
  })
}
