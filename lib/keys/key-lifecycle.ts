import type { Actor } from '#lib/audit/actor'
import { type AuditAction, type Json, record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { type KeyRefusalCode, type LockedKey, lockKeyFor } from './key-lock.ts'
import { type KeyStatus, keyStatus, revokeNeedsName } from './rules.ts'
import type { KeyIdInput, RevokeKeyInput } from './schema.ts'

export type KeyStanding = { id: string; name: string; status: KeyStatus }

export type LifecycleResult = Result<KeyStanding, KeyRefusalCode>

/** Stops a key until it is resumed. Everything else of it stays. */
export function pauseKey(actor: Actor, input: KeyIdInput): Promise<LifecycleResult> {
  return transaction(async (tx) => {
    const locked = await lockKeyFor(tx, actor, { keyId: input.keyId, action: 'pause' })
    if (!locked.ok) return locked
    await recordStatus(tx, { actor, key: locked.value, action: 'key.pause', after: 'paused' })
    await tx.$executeRaw`
      UPDATE api_key SET paused_at = clock_timestamp(), updated_at = clock_timestamp() WHERE id = ${locked.value.id}::uuid`
    return ok(standing(locked.value, 'paused'))
  })
}

export function resumeKey(actor: Actor, input: KeyIdInput): Promise<LifecycleResult> {
  return transaction(async (tx) => {
    const locked = await lockKeyFor(tx, actor, { keyId: input.keyId, action: 'resume' })
    if (!locked.ok) return locked
    await recordStatus(tx, { actor, key: locked.value, action: 'key.resume', after: 'active' })
    await tx.$executeRaw`
      UPDATE api_key SET paused_at = NULL, updated_at = clock_timestamp() WHERE id = ${locked.value.id}::uuid`
    return ok(standing(locked.value, 'active'))
  })
}

/** Ends a key for good. One that is in use must be named, so that nobody stops a running service by a slip. */
export function revokeKey(
  actor: Actor,
  input: RevokeKeyInput,
): Promise<Result<KeyStanding, KeyRefusalCode | 'name_needed'>> {
  return transaction(async (tx) => {
    const locked = await lockKeyFor(tx, actor, { keyId: input.keyId, action: 'revoke' })
    if (!locked.ok) return locked
    const key = locked.value
    if (revokeNeedsName(key.lastUsedAt, key.now) && input.confirmName?.trim() !== key.name.trim()) {
      return refuse('name_needed', 'This key was used in the last 24 hours. Type its name to revoke it.')
    }
    await recordStatus(tx, { actor, key, action: 'key.revoke', after: 'revoked' })
    await tx.$executeRaw`
      UPDATE api_key SET revoked_at = clock_timestamp(), updated_at = clock_timestamp() WHERE id = ${key.id}::uuid`
    return ok(standing(key, 'revoked'))
  })
}

type StatusChange = { actor: Actor; key: LockedKey; action: AuditAction; after: KeyStatus }

function recordStatus(tx: Tx, { actor, key, action, after }: StatusChange): Promise<void> {
  const before: Json = { status: keyStatus(key, key.now) }
  return record(tx, { actor, action, workspaceId: actor.workspaceId, keyId: key.id, before, after: { status: after } })
}

function standing(key: LockedKey, status: KeyStatus): KeyStanding {
  return { id: key.id, name: key.name, status }
}
