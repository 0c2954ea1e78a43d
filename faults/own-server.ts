import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { waitUntil } from '#server/processes'
import { testFolder } from '#test/postgres'
import type { RunningServer } from '#test/servers'
import { freePort } from '../bench/processes.ts'
import { serverVariables } from './rig.ts'

/** `root`: the folder of a built Gatelist. `log`: the file that all it says goes to. */
export type OwnServer = {
  readonly root: string
  readonly log: string
  readonly env: Readonly<Record<string, string>>
}

const READY_MS = 30_000

/** Starts the server of a build that is not this one, or with a log that is not a pipe. Rejects when it does not become ready. */
export async function startOwnServer({ root, log, env }: OwnServer): Promise<RunningServer> {
  const port = await freePort()
  const dataDir = testFolder('server')
  const own = { ...serverVariables, PORT: String(port), DATA_DIR: dataDir, ...env }
  // The file is opened by a shell, because Node refuses to start a program on one that cannot be written.
  const command = 'exec "$0" dist/server.js >> "$1" 2>&1'
  const child = spawn('/bin/sh', ['-c', command, process.execPath, log], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', ...own },
    stdio: 'ignore',
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const cleaned = ended.finally(() => rmSync(dataDir, { recursive: true, force: true }))
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return cleaned
  }
  const url = `http://127.0.0.1:${port}`
  const isReady = await waitUntil(async () => child.exitCode !== null || (await answers(`${url}/readyz`)), READY_MS)
  if (!isReady || child.exitCode !== null) {
    await end('SIGKILL')
    throw new Error(`the server of ${root} does not start; see ${log}`)
  }
  return {
    url,
    pid: child.pid ?? -1,
    output: () => '',
    stop: () => end('SIGTERM'),
    kill9: async () => void (await end('SIGKILL')),
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ status }) => status === 200,
    () => false,
  )
}
