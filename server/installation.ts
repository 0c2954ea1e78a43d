import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pool } from '#lib/db'
import { secretFingerprint } from '#lib/secrets'
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
 */
export async function checkInstallation(secretFrom: string): Promise<void> {
  const mine = secretFingerprint()
  await pool().query('INSERT INTO installation (id, secret_fingerprint) VALUES (1, $1) ON CONFLICT (id) DO NOTHING', [
    mine,
  ])
  const { rows } = await pool().query<{ secret_fingerprint: string }>(
    'SELECT secret_fingerprint FROM installation WHERE id = 1',
  )
  if (rows[0]?.secret_fingerprint === mine) return
  throw new StartProblem(
    `This database was set up with another master secret than the one from ${secretFrom}; with this one no API key would be recognised. ` +
      'Set GATELIST_SECRET to the one that the other processes use, or bring back the DATA_DIR/secret it began with.',
  )
}
