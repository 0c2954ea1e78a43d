import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pool } from '#lib/db'
import { env } from '#lib/env'
import { secretFingerprint } from '#lib/secrets'
import { followInstallation } from '#lib/secrets/installation'
import { StartProblem } from '#server/start-problem'

/** The master secret of a data folder, made at the first start. */
export function keptSecret(dataDir: string): string {
  const path = join(dataDir, 'secret')
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true })
    // Linked into place whole, so that a start that is killed here, or another one beside it, cannot leave half a secret.
    const half = `${path}.${process.pid}`
    writeFileSync(half, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
    try {
      linkSync(half, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(half, { force: true })
    }
  }
  const secret = readFileSync(path, 'utf8').trim()
  if (secret.length >= 32) return secret
  throw new StartProblem(`${path} holds no secret of at least 32 characters. Bring back the file from your backup.`)
}

/**
 * Every process of an installation must hold the same master secret: one with another would refuse all keys and end all
 * sessions. The first one leaves its fingerprint in the database.
 *
 * @returns what there is to say of a change of the master secret; null when there is nothing
 */
export async function checkInstallation(secretFrom: string): Promise<string | null> {
  await pool().query('INSERT INTO installation (id, secret_fingerprint) VALUES (1, $1) ON CONFLICT (id) DO NOTHING', [
    secretFingerprint(),
  ])
  const standing = await followInstallation()
  switch (standing.outcome) {
    case 'before':
      return 'Everything still hangs on GATELIST_SECRET_PREVIOUS. When all processes have both, run: gatelist admin rotate-secrets'
    case 'changing':
      return 'The master secret is being changed. Run gatelist admin rotate-secrets until it says that it is done.'
    case 'settled':
      return notes[standing.previousIs]
    default:
      throw new StartProblem(problems[standing.outcome](secretFrom))
  }
}

const notes = {
  unset: null,
  no_longer_needed: 'GATELIST_SECRET_PREVIOUS is needed no more, except by browsers that signed in before the change.',
  never_was_one:
    'GATELIST_SECRET_PREVIOUS is not the master secret before this one; nothing was sealed with it. Remove it.',
} as const

const problems: Readonly<Record<'foreign' | 'unfinished' | 'wrong_previous', (secretFrom: string) => string>> = {
  foreign: (secretFrom) =>
    `This database was set up with another master secret than the one from ${secretFrom}${env().previousSecret === undefined ? '' : ', and GATELIST_SECRET_PREVIOUS is not it either'}; ` +
    'with this one no API key would be recognised. ' +
    'Set GATELIST_SECRET to the one that the other processes use, or bring back the DATA_DIR/secret it began with.',
  unfinished: () =>
    'The last change of the master secret is not finished: without the one before, what it sealed could not be opened. ' +
    'Set GATELIST_SECRET to what it was changed to and GATELIST_SECRET_PREVIOUS to what it was before, ' +
    'and run gatelist admin rotate-secrets until it says that it is done.',
  wrong_previous: () =>
    'GATELIST_SECRET_PREVIOUS is not the master secret that this installation was changed from, and what that one sealed is ' +
    'not all sealed anew yet. Set it to the one that GATELIST_SECRET was until the change.',
}
