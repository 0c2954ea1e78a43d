import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { projectRoot } from '#server/project-root'

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs what a document says to type, with a home folder of its own; `variables` are those the document takes as set. */
export type Shell = { run(script: string, variables: Readonly<Record<string, string>>): Promise<Ran>; close(): void }

// curl sends the management token, which the documents leave to whoever reads them.
const PRELUDE = `
gatelist() { "$NODE" "$CLI" "$@"; }
curl() { $CURL -H "Authorization: Bearer $GATELIST_TOKEN" "$@"; }
`

/** @param curl `stand-in` never uses the machine's own */
export function openShell(curl: 'any' | 'stand-in' = 'any'): Shell {
  const home = mkdtempSync(join(tmpdir(), 'gatelist-shell-'))
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'production',
    PATH: process.env.PATH ?? '',
    HOME: home,
    NODE: process.execPath,
    CLI: join(projectRoot, 'dist/cli.js'),
    CURL:
      curl === 'any' && hasCurl() ? 'command curl' : `${process.execPath} ${join(projectRoot, 'test/admin/curl.mjs')}`,
    no_proxy: '*',
  }
  return {
    run: (script, variables) =>
      new Promise((resolve) => {
        const options = { cwd: home, env: { ...env, ...variables } }
        execFile('sh', ['-c', PRELUDE + script], options, (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
        })
      }),
    close: () => rmSync(home, { recursive: true, force: true }),
  }
}

function hasCurl(): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.some((folder) => existsSync(join(folder, 'curl')))
}
