import { prisma, type Tx } from '#lib/db'
import { env } from '#lib/env'
import { openKeptKeys } from './kept-keys.ts'
import { fallBehind, follow, type Sealing } from './master-secrets.ts'
import { type ConfiguredSecrets, type InstallationRow, type SecretStanding, standingOf } from './standing.ts'

export type StoredInstallation = InstallationRow & { readonly keptKeys: Uint8Array | null }

export const installationFields = {
  secretFingerprint: true,
  previousFingerprint: true,
  resealedAt: true,
  keptKeys: true,
} as const

export function readInstallation(db: Pick<Tx, 'installation'> = prisma()): Promise<StoredInstallation> {
  return db.installation.findUniqueOrThrow({ where: { id: 1 }, select: installationFields })
}

export function configuredSecrets(): ConfiguredSecrets {
  const { secret, previousSecret: previous } = env()
  if (secret === undefined) throw new Error('GATELIST_SECRET is not set')
  return { secret, previous }
}

/**
 * Reads which master secret the installation hangs on, and goes by that from now on. With secrets that do not fit it, this
 * process seals nothing more.
 */
export async function followInstallation(): Promise<SecretStanding> {
  const row = await readInstallation()
  const secrets = configuredSecrets()
  const standing = standingOf(row, secrets)
  if (standing.outcome === 'before') adopt(row, 'previous', secrets.previous)
  else if (standing.outcome === 'changing' || standing.outcome === 'settled') adopt(row, 'secret', secrets.secret)
  else fallBehind()
  return standing
}

function adopt({ keptKeys }: StoredInstallation, sealing: Sealing, present: string | undefined): void {
  const isKeptNow = keptKeys !== null && present !== undefined
  follow({ sealing, kept: isKeptNow ? openKeptKeys(present, keptKeys) : null })
}
