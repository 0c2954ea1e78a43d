import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { runCli } from './run.ts'

const abort = new AbortController()

/** The command notices the first signal and ends in order; the second ends it at once. */
process.on('SIGINT', () => {
  if (abort.signal.aborted) process.exit(exitCodes.interrupted)
  abort.abort()
})

// `gatelist … | head` closes our output early; there is nobody left to tell.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.failure)
    throw error
  })

const io: Io = {
  env: process.env,
  cwd: process.cwd(),
  homeDir: homedir(),
  projectRoot: findProjectRoot(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: abort.signal,
  now: () => new Date(),
}

// Not process.exit: what is written to a pipe must get there first.
process.exitCode = await runCli(process.argv.slice(2), io)
// A terminal or a pipe that is still open would keep the process waiting.
process.stdin.unref?.()

/** The bundle lies in dist/ of an installation, or somewhere else entirely. */
function findProjectRoot(): string | null {
  const folder = dirname(import.meta.dirname)
  const manifest = join(folder, 'package.json')
  if (!existsSync(manifest)) return null
  const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }
  return name === 'gatelist' ? folder : null
}
