import type { ListEntry } from '#lib/allowlists/allowed-ips'
import type { KeyActor } from '#lib/audit/actor'
import { recordAll } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { refuseNewKey } from '#lib/policies/check-key'
import { cappedExpiry } from '#lib/policies/key-life'
import { readEffective } from '#lib/policies/read-policies'
import type { PolicyRefusal } from '#lib/policies/refusal'
import { type InsertedKey, insertKeys } from './insert-keys.ts'
import { type IssuedKey, newIssuedSecret, recordOf } from './issue-keys.ts'
import { modeForList } from './key-access.ts'
import { type KeyRefusalCode, lockKeyFor } from './key-lock.ts'
import { type KeyResource, readKey } from './key-resource.ts'
import type { KeyFields, KeySpec } from './key-spec.ts'

/** What the new key gets instead of inheriting it. */
export type Rotation = {
  readonly keyId: string
  readonly changes: Partial<Omit<KeyFields, 'actorId'>> & { readonly entries?: readonly ListEntry[] }
  /** How long the old secret goes on working, in seconds. */
  readonly graceSeconds: number
}

/**
 * Gives a key a successor with a new id and secret, and revokes it, at once or when the grace period ends. What is not
 * said is inherited, the expiry too: rotation never lengthens a life, and a policy may shorten it. What the old key was allowed,
 * its successor is.
 */
export async function rotateKey(
  tx: Tx,
  actor: KeyActor,
  { keyId, changes, graceSeconds }: Rotation,
): Promise<Result<IssuedKey, KeyRefusalCode> | PolicyRefusal> {
  const locked = await lockKeyFor(tx, actor, { keyId, action: 'rotate', kind: 'issued' })
  if (!locked.ok) return locked
  const old = await readKey(tx, { workspaceId: actor.workspaceId, kind: 'issued' }, locked.value.id)
  if (old === null) return refuse('not_found', 'This key does not exist.')
  if (old.revokedAt !== null) return refuse('wrong_state', 'This key was rotated already.')
  const { secret, ...parts } = newIssuedSecret(changes.visibility ?? old.visibility)
  const { createdById } = locked.value
  const policy = await readEffective(tx, actor.workspaceId)
  const successor = { ...inherited(old, changes), createdById, createdBy: actor.label, ...parts }
  const spec: KeySpec = { ...successor, expiresAt: cappedExpiry(policy.rules, old.now, successor.expiresAt) }
  const place = { workspaceId: actor.workspaceId, now: old.now, policy }
  const forbidden = await refuseNewKey(tx, place, { ...spec, before: old })
  if (forbidden !== null) return forbidden
  const [inserted] = await insertKeys(tx, actor.workspaceId, [spec])
  if (inserted === undefined) throw new Error('two secrets have one digest')
  const revokedAt = new Date(old.now.getTime() + graceSeconds * 1000)
  await tx.$executeRaw`
    INSERT INTO key_list (key_id, list_id, added_by, added_at)
    SELECT ${inserted.id}::uuid, list_id, added_by, added_at FROM key_list WHERE key_id = ${old.id}::uuid`
  await recordRotation(tx, actor, { old, spec, inserted, revokedAt })
  await tx.$executeRaw`
    UPDATE api_key SET revoked_at = ${revokedAt}, revocation_reason = 'superseded', updated_at = clock_timestamp()
    WHERE id = ${old.id}::uuid`
  return ok({ keyId: inserted.id, secret })
}

type Inherited = Omit<
  KeySpec,
  'displayPrefix' | 'lastFour' | 'digestHex' | 'possessionHex' | 'createdById' | 'createdBy'
>

function inherited(old: KeyResource, changes: Rotation['changes']): Inherited {
  const { entries, ...fields } = changes
  const { name, actorId, scopes, metadata, visibility, rateLimit, expiresAt } = old
  return {
    ...{ name, actorId, scopes, metadata, visibility, rateLimit, ...fields },
    kind: 'issued',
    expiresAt,
    replacesId: old.id,
    requestId: null,
    accessMode:
      entries === undefined ? old.accessMode : modeForList({ ...old, listCount: old.lists.length }, entries.length),
    entries:
      entries ??
      old.entries.map(({ network, note, written, enabled, expiresAt: until, source }) => ({
        ...{ network, note, enabled, expiresAt: until, source },
        ...(written === null ? {} : { written }),
      })),
  }
}

type Rotated = { old: KeyResource; spec: KeySpec; inserted: InsertedKey; revokedAt: Date }

async function recordRotation(tx: Tx, actor: KeyActor, { old, spec, inserted, revokedAt }: Rotated): Promise<void> {
  const shared = { actor, workspaceId: actor.workspaceId }
  const lists = old.lists.length === 0 ? {} : { lists: old.lists }
  const made = { ...(recordOf(spec) as Record<string, never>), ...lists, replaces: old.id }
  const graceSeconds = Math.round((revokedAt.getTime() - old.now.getTime()) / 1000)
  const ended = { status: 'revoked', from: revokedAt.toISOString(), graceSeconds, replacedBy: inserted.id }
  await recordAll(tx, [
    { ...shared, action: 'key.rotate', keyId: old.id, before: { status: old.status }, after: ended },
    { ...shared, action: 'key.create', keyId: inserted.id, after: made },
  ])
}
