import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LoadPlan, LoadResult } from './load.ts'

const canPin = process.platform === 'linux' && hasTaskset()

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

function start(core: 0 | 1, script: string, env: Record<string, string>, input: 'pipe' | 'ignore'): ChildProcess {
  const [command, ...rest] = canPin
    ? ['taskset', '-c', String(core), process.execPath, script]
    : [process.execPath, script]
  return spawn(command ?? process.execPath, rest, {
    env: { ...process.env, ...env },
    stdio: [input, 'pipe', 'inherit'],
  })
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

/** Runs `measure` against a server process of its own on core 0. */
export async function withServer<T>(
  script: string,
  env: Record<string, string>,
  measure: (port: number, pid: number) => Promise<T>,
): Promise<T> {
  const port = await freePort()
  const server = start(0, script, { ...env, PORT: String(port) }, 'ignore')
  const gone = new Promise<never>((_, reject) =>
    server.once('exit', (code) => reject(new Error(`${script} ended: ${code}`))),
  )
  server.stdout?.resume()
  try {
    await Promise.race([answering(port), gone])
    return await Promise.race([measure(port, server.pid ?? 0), gone])
  } finally {
    gone.catch(() => undefined)
    server.kill('SIGTERM')
    await new Promise((resolve) => (server.exitCode === null ? server.once('exit', resolve) : resolve(null)))
  }
}

async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    // A server that is still starting says 503 and closes.
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      ({ status }) => status !== 503,
      () => false,
    )
    if (answered) return
    await sleep(100)
  }
  throw new Error('the server does not answer')
}

/** Puts load on a port from core 1. */
export function load(script: string, plan: LoadPlan): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = start(1, script, {}, 'pipe')
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.once('exit', (code) => {
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
