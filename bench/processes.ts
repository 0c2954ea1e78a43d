import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LoadPlan, LoadResult } from './load.ts'

export const canPin = process.platform === 'linux' && hasTaskset()

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** How processes are kept apart, for the record. */
export const pinning = canPin ? 'server on core 0, load on core 1, PostgreSQL free' : 'not pinned (no taskset here)'

/** The machine's cores by number; everything else on the machine, PostgreSQL too, goes where it likes. */
export type Core = 0 | 1

/** A server to measure: a script for Node, or any program that is told its port. On core 0 when not said. */
export type Program = { command(port: number): readonly string[]; core?: Core }

/** A script for Node as a program. */
export const nodeScript = (script: string, core: Core = 0): Program => ({
  command: () => [process.execPath, script],
  core,
})

/** The command, pinned to a core where that can be done. */
export function pinned(core: Core, command: readonly string[]): [file: string, ...args: string[]] {
  const [file = process.execPath, ...args] = canPin ? ['taskset', '-c', String(core), ...command] : command
  return [file, ...args]
}

/** Does `work` with this process on a core, where that can be done. What it starts there and does not pin stays there too. */
export async function onCore<T>(core: Core, work: () => Promise<T>): Promise<T> {
  const stayOn = (cores: string) => {
    if (canPin) execFileSync('taskset', ['-acp', cores, String(process.pid)], { stdio: 'ignore' })
  }
  stayOn(String(core))
  try {
    return await work()
  } finally {
    stayOn('0,1')
  }
}

type Started = { core: Core; command: readonly string[]; env: Record<string, string>; input: 'pipe' | 'ignore' }

function start({ core, command, env, input }: Started): ChildProcess {
  const [file, ...args] = pinned(core, command)
  return spawn(file, args, { env: { ...process.env, ...env }, stdio: [input, 'pipe', 'inherit'] })
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

/** Runs `measure` against a server process of its own. A text is a script for Node on core 0. */
export async function withServer<T>(
  server: string | Program,
  env: Record<string, string>,
  measure: (port: number, pid: number) => Promise<T>,
): Promise<T> {
  const port = await freePort()
  const { command, core = 0 } = typeof server === 'string' ? nodeScript(server) : server
  const child = start({ core, command: command(port), env: { ...env, PORT: String(port) }, input: 'ignore' })
  const gone = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${command(port).join(' ')} ended: ${code}`)))
  })
  child.stdout?.resume()
  try {
    await Promise.race([answering(port), gone])
    return await Promise.race([measure(port, child.pid ?? 0), gone])
  } finally {
    gone.catch(() => undefined)
    await stopped(child)
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once('exit', resolve))
}

async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    // A server that is still starting says 503 and closes.
    const answered = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' }).then(
      ({ status }) => status !== 503,
      () => false,
    )
    if (answered) return
    await sleep(100)
  }
  throw new Error('the server does not answer')
}

/** Puts load on one port or several, from core 1 when not said. */
export function load(script: string, plan: LoadPlan, core: Core = 1): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = start({ core, command: [process.execPath, script], env: {}, input: 'pipe' })
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as LoadResult)
      else reject(new Error(`the load generator ended: ${code}`))
    })
    child.stdin?.end(JSON.stringify(plan))
  })
}

/** The memory that a process holds. */
export function residentMiB(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kib) / 1024
}
