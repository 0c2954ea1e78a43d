import type { OperatorActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { configuredSecrets, readInstallation, type StoredInstallation } from './installation.ts'
import { firstKeptKeys, type KeptKeys, openKeptKeys, sealKeptKeys, withFormerAudit } from './kept-keys.ts'
import { fingerprintOf } from './master-secrets.ts'
import { type SecretStanding, standingOf } from './standing.ts'

/** How often each process looks which master secret the installation hangs on. */
export const FOLLOWED_EVERY_MS = 5_000

/** After this long nothing is sealed under the one before any more: every process has looked by then. */
const SETTLE_SECONDS = 15

/** Only one change at a time goes on from here. */
export async function lockedStanding(tx: Tx): Promise<{ row: StoredInstallation; standing: SecretStanding }> {
  await tx.$queryRaw`SELECT id FROM installation WHERE id = 1 FOR UPDATE`
  const row = await readInstallation(tx)
  return { row, standing: standingOf(row, configuredSecrets()) }
}

/** Makes the installation hang on GATELIST_SECRET, and keeps what of the one before can never be made again. */
export async function changeSecret(tx: Tx, actor: OperatorActor, row: StoredInstallation): Promise<void> {
  const { secret, previous } = bothSecrets()
  const kept = keptOf(row, previous) ?? firstKeptKeys(previous)
  await tx.$executeRaw`
    UPDATE installation SET secret_fingerprint = ${fingerprintOf(secret)}, previous_fingerprint = ${row.secretFingerprint},
      secret_changed_at = now(), resealed_at = NULL, kept_keys = ${sealKeptKeys(secret, kept)} WHERE id = 1`
  await record(tx, { actor, action: 'installation.secret_change', workspaceId: null })
}

/** Seconds until no process seals under the secret before any more; 0 from then on. By the database's clock. */
export async function secondsUntilSettled(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ seconds: number }[]>`
    SELECT ceil(greatest(0, extract(epoch FROM secret_changed_at - now()) + ${SETTLE_SECONDS}::int))::int AS seconds
    FROM installation WHERE id = 1`
  return row?.seconds ?? SETTLE_SECONDS
}

/** Nothing of the secret before is left, except the seals of the audit trail: those are never rewritten, so its keys stay for them. */
export async function finishChange(tx: Tx, actor: OperatorActor, row: StoredInstallation): Promise<void> {
  const { secret, previous } = bothSecrets()
  const [trail] = await tx.$queryRaw<{ upto: bigint }[]>`
    SELECT greatest((SELECT max(position) FROM audit_link), (SELECT max(position) FROM audit_anchor), 0) AS upto`
  const kept = withFormerAudit(keptOf(row, secret) ?? firstKeptKeys(previous), previous, trail?.upto ?? 0n)
  await tx.$executeRaw`
    UPDATE installation SET resealed_at = now(), kept_keys = ${sealKeptKeys(secret, kept)} WHERE id = 1`
  await record(tx, { actor, action: 'installation.secret_reseal', workspaceId: null })
}

function keptOf({ keptKeys }: StoredInstallation, secret: string): KeptKeys | null {
  return keptKeys === null ? null : openKeptKeys(secret, keptKeys)
}

function bothSecrets(): { secret: string; previous: string } {
  const { secret, previous } = configuredSecrets()
  if (previous === undefined) throw new Error('GATELIST_SECRET_PREVIOUS is not set')
  return { secret, previous }
}
