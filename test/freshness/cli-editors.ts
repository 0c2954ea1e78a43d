import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '#server/project-root'
import { ALL_CONFIRMED, type ApiPlace, type Editor } from './editor.ts'

const run = promisify(execFile)

/**
 * As a person at a terminal: by the command-line program, a process for each save; again where it says that the server could not
 * tell, which may have done it.
 */
async function atTerminal({ url, token }: ApiPlace, words: readonly string[]): Promise<void> {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', GATELIST_URL: url, GATELIST_TOKEN: token }
  for (let isFirst = true; ; isFirst = false) {
    try {
      await run(process.execPath, [join(projectRoot, 'dist/cli.js'), ...words, '--yes'], { env } as never)
      return
    } catch (error) {
      const told = String(error)
      if (!isFirst && told.includes('already revoked')) return
      if (!told.includes('temporarily unavailable')) throw error
    }
  }
}

export function cliEditor(place: ApiPlace): Editor {
  return {
    name: 'cli',
    leaves: 'one',
    save: (keyId, address) =>
      atTerminal(place, [
        ...['keys', 'issued', 'update', keyId],
        ...['--allowed-cidrs', address, '--confirm-lockout', ALL_CONFIRMED],
      ]),
  }
}

export function cliRevoker(place: ApiPlace): Editor {
  return {
    name: 'cli',
    leaves: 'revoked',
    save: (keyId) => atTerminal(place, ['keys', 'issued', 'revoke', keyId]),
  }
}
