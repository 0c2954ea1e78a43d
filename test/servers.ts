import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#server/project-root'
import { testFolder } from '#test/postgres'
import { buildServer } from '../scripts/bootstrap.mjs'

export type RunningServer = {
  /** For example `http://127.0.0.1:43211`. */
  readonly url: string
  readonly pid: number
  /** What it has printed so far. */
  output(): string
  /** Ends it by SIGTERM. @returns its exit code */
  stop(): Promise<number | null>
  kill9(): Promise<void>
}

export type ServerOptions = {
  /** Over this process's own variables. GATELIST_WITHOUT_PAGES=1 needs no build of the pages. */
  env?: Readonly<Record<string, string>>
}

const START_MS = 60_000

/** Runs the production server as a process of its own, on a free port and, unless told otherwise, a fresh data folder. */
export async function startServer({ env = {} }: ServerOptions = {}): Promise<RunningServer> {
  await buildServerOnce()
  const dataDir = testFolder('server')
  const child = spawn(process.execPath, [join(projectRoot, 'dist/server.js')], {
    cwd: projectRoot,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_MANUAL_SIG_HANDLE: 'true',
      NEXT_TELEMETRY_DISABLED: '1',
      LOG_LEVEL: 'warn',
      PORT: '0',
      DATA_DIR: dataDir,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const cleaned = ended.finally(() => rmSync(dataDir, { recursive: true, force: true }))
  const port = await readyPort(child, ended, () => output)
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? -1,
    output: () => output,
    stop: () => {
      child.kill('SIGTERM')
      return cleaned
    },
    kill9: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function readyPort(child: ChildProcess, ended: Promise<unknown>, output: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`the server ${why}:\n${output()}`))
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      fail('was not ready in time')
    }, START_MS)
    child.on('message', (message: { port: number }) => {
      clearTimeout(timer)
      resolve(message.port)
    })
    void ended.then(() => {
      clearTimeout(timer)
      fail('ended')
    })
  })
}

let built: Promise<void> | undefined

/** Up to date or not is decided by the sources; building takes a second. */
function buildServerOnce(): Promise<void> {
  built ??= buildServer()
  return built
}
