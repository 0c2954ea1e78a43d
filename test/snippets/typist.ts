import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { projectRoot } from '#server/project-root'
import { findProgram } from '#test/gateway/proxy'

/** What the documents type with, beside what is ours. */
export const needed = ['bash', 'curl', 'jq'] as const
export const missing: readonly string[] = needed.filter((name) => findProgram(name) === null)

export type Typed = {
  /** Commands that did not end with 0, in the order in which they ended. */
  readonly failed: readonly { readonly command: string; readonly code: number }[]
  /** The status of each answer that curl had, in order. */
  readonly statuses: readonly number[]
  /** Both streams, for the message of a failure. */
  readonly output: string
}

/** Every command that fails is told, also within a pipe; what may fail (`||`, `if`) is not. */
const PRELUDE = `set -E -o pipefail
trap 'echo "@@failed $? $BASH_COMMAND" >&2' ERR
`

/** Programs of this folder come before the machine's own. */
const programs = {
  gatelist: `exec "${process.execPath}" "${join(projectRoot, 'dist/cli.js')}" "$@"`,
  npx: '[ "$1" = gatelist ] && shift && exec gatelist "$@"; exit 9',
  npm: 'case "$*" in start | test) exit 0 ;; "run --silent cli -- "*) shift 4; exec gatelist "$@" ;; *) exit 9 ;; esac',
  curl: `exec "${findProgram('curl')}" -w '%{stderr}@@status %{http_code}\\n' "$@"`,
}

export type Typing = {
  readonly script: string
  readonly files: Readonly<Record<string, string>>
  readonly variables: Readonly<Record<string, string>>
  readonly stdin: string
}

/** Types a script in a folder of its own, with a home of its own, and tells how it went. */
export async function type({ script, files, variables, stdin }: Typing): Promise<Typed> {
  const home = mkdtempSync(join(tmpdir(), 'gatelist-typed-'))
  try {
    const bin = mkdtempSync(join(home, 'bin-'))
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`)
      chmodSync(join(bin, name), 0o755)
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text)
    const PATH = `${bin}${delimiter}${process.env.PATH ?? ''}`
    const env = { NODE_ENV: 'production' as const, PATH, HOME: home, no_proxy: '*', ...variables }
    return readOutput(await outputOf(PRELUDE + script, { cwd: home, env, stdin }))
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

type Place = { cwd: string; env: NodeJS.ProcessEnv; stdin: string }

function outputOf(script: string, { cwd, env, stdin }: Place): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(findProgram('bash') ?? 'bash', ['-c', script], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
      })
    child.on('error', reject)
    child.on('close', () => resolve(output))
    // A script that reads nothing closes it first.
    child.stdin.on('error', () => undefined)
    child.stdin.end(stdin)
  })
}

function readOutput(output: string): Typed {
  const failed = [...output.matchAll(/^@@failed (\d+) (.*)$/gm)].map(([, code, command = '']) => ({
    command,
    code: Number(code),
  }))
  const statuses = [...output.matchAll(/@@status (\d+)$/gm)].map(([, status]) => Number(status))
  return { failed, statuses, output }
}
