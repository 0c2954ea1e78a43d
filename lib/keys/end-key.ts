import type { AnonymousActor, KeyActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { type KeyRefusalCode, lockKeyFor } from './key-lock.ts'
import type { KeyKind, RevocationReason } from './key-resource.ts'
import { keyStatus } from './rules.ts'
import { looksIssued, possessionDigest, secretDigest } from './secret.ts'

export type Revocation = { readonly reason: RevocationReason; readonly description: string | null }

/** Ends a key for good, with the reason that its program gives. */
export async function revokeKeyWithReason(
  tx: Tx,
  actor: KeyActor,
  { keyId, kind, reason, description }: Revocation & { keyId: string; kind: KeyKind },
): Promise<Result<null, KeyRefusalCode>> {
  const locked = await lockKeyFor(tx, actor, { keyId, kind, action: 'revoke' })
  if (!locked.ok) return locked
  const key = locked.value
  await record(tx, {
    actor,
    action: 'key.revoke',
    workspaceId: actor.workspaceId,
    keyId: key.id,
    before: { status: keyStatus(key, key.now) },
    after: { status: 'revoked', reason, ...(description === null ? {} : { description }) },
  })
  await revoke(tx, key.id, { reason, description })
  return ok(null)
}

/** Removes an imported key; its history stays. An issued key is revoked instead, so that its id can still be told. */
export async function deleteImportedKey(tx: Tx, actor: KeyActor, keyId: string): Promise<Result<null, KeyRefusalCode>> {
  const locked = await lockKeyFor(tx, actor, { keyId, kind: 'imported', action: 'delete' })
  if (!locked.ok) return locked
  const key = locked.value
  const before = { name: key.name, status: keyStatus(key, key.now) }
  await record(tx, { actor, action: 'key.delete', workspaceId: actor.workspaceId, keyId: key.id, before })
  await tx.$executeRaw`DELETE FROM api_key WHERE id = ${key.id}::uuid`
  return ok(null)
}

/**
 * Revokes whatever key this is the secret of, in all workspaces that imported it. Who holds the secret could misuse it, so
 * its allowlist is not asked. A key that is revoked already stays as it is.
 */
export async function revokeByPossession(
  tx: Tx,
  actor: AnonymousActor,
  { credential, reason }: { credential: string; reason: RevocationReason },
): Promise<Result<null, 'not_found'>> {
  const digest = Buffer.from(looksIssued(credential) ? secretDigest(credential) : possessionDigest(credential), 'hex')
  const keys = await tx.$queryRaw<{ id: string; workspaceId: string; isRevoked: boolean }[]>`
    SELECT id::text AS id, workspace_id::text AS "workspaceId", coalesce(revoked_at <= clock_timestamp(), false) AS "isRevoked"
    FROM api_key WHERE (kind = 'issued' AND digest = ${digest}) OR (kind = 'imported' AND possession_digest = ${digest})
    ORDER BY id FOR NO KEY UPDATE`
  if (keys.length === 0) return refuse('not_found', 'This key does not exist.')
  for (const { id, workspaceId, isRevoked } of keys) {
    if (isRevoked) continue
    await record(tx, { actor, action: 'key.revoke', workspaceId, keyId: id, after: { status: 'revoked', reason } })
    await revoke(tx, id, { reason, description: null })
  }
  return ok(null)
}

async function revoke(tx: Tx, keyId: string, { reason, description }: Revocation): Promise<void> {
  await tx.$executeRaw`
    UPDATE api_key SET revoked_at = clock_timestamp(), updated_at = clock_timestamp(),
      revocation_reason = ${reason}::revocation_reason, revocation_description = ${description}
    WHERE id = ${keyId}::uuid`
}
