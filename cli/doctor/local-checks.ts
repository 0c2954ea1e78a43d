import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Check, checksOf } from '#lib/doctor/check'
import { serverVariables, withMadeDatabase } from '../admin/master-secret.ts'
import { interrupted } from '../failure.ts'
import type { Io } from '../io.ts'

const { problem, skipped } = checksOf('configuration')

const LONGEST_MS = 60_000
const REPEAT = 'Run npm run build in the folder of Gatelist, then this again.'

/** What the server's own doctor finds on this machine. It needs no running server. */
export async function localChecks(io: Io): Promise<readonly Check[]> {
  const { projectRoot } = io
  if (projectRoot === null) return [skipped('this machine', ELSEWHERE)]
  const program = join(projectRoot, 'dist/doctor.js')
  if (!existsSync(program)) return [problem('this machine', 'The server is not built.', { fix: REPEAT })]
  const { code, output } = await run(io, program)
  if (io.signal.aborted) throw interrupted()
  try {
    return JSON.parse(output) as readonly Check[]
  } catch {
    return [
      problem('this machine', `The server’s own checks ended with ${code ?? 'a signal'} and no report.`, {
        fix: REPEAT,
      }),
    ]
  }
}

const ELSEWHERE =
  'Configuration, database and disk are looked at on the server’s own machine, by the gatelist of its folder.'

function run(io: Io, program: string): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program], {
      cwd: io.projectRoot ?? io.cwd,
      env: { ...withMadeDatabase(io, serverVariables(io)), NODE_ENV: 'production' },
      // What it may print when it breaks could hold what it was given.
      stdio: ['ignore', 'pipe', 'ignore'],
      signal: io.signal,
      timeout: LONGEST_MS,
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.once('error', () => resolve({ code: null, output: '' }))
    child.once('close', (code) => resolve({ code, output }))
  })
}
