import type { ListSubject } from '#lib/allowlists/subject'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { KEY_ENDS } from '#lib/policies/limits-sql'
import { isKeyId, type KeyKind } from './key-resource.ts'
import {
  allowsIn,
  isStoppedByStaff,
  type KeyAction,
  type KeyStatus,
  type KeyTimes,
  keyStatus,
  mayManage,
  type StaffStop,
} from './rules.ts'
import type { AccessMode } from './views.ts'

/** A key as it stands while its row is locked. `now`: the database's time, when the lock was asked for or later. */
export type LockedKey = KeyTimes &
  StaffStop & {
    id: string
    workspaceId: string
    kind: KeyKind
    name: string
    version: number
    accessMode: AccessMode
    createdById: string | null
    lastUsedAt: Date | null
    /** Until when a bypass lets any address through; it may be over. */
    bypassUntil: Date | null
    now: Date
  }

export type KeyRefusalCode = 'not_found' | 'forbidden' | 'wrong_state' | 'staff_hold'

/**
 * Takes the key's row for this transaction, if the actor may do `action` with it now. A key of another workspace looks
 * exactly like one that does not exist, and so does one of another kind than asked for.
 */
export async function lockKeyFor(
  tx: Tx,
  actor: KeyActor,
  request: { keyId: string; action: KeyAction; kind?: KeyKind },
): Promise<Result<LockedKey, KeyRefusalCode>> {
  const key = isKeyId(request.keyId) ? await lockKey(tx, actor.workspaceId, request.keyId) : undefined
  if (key === undefined || (request.kind ?? key.kind) !== key.kind)
    return refuse('not_found', 'This key does not exist.')
  return admit(key, actor, request.action)
}

/** The same for whoever may do with it what they want; undefined when there is none in that workspace. */
export async function lockKey(tx: Tx, workspaceId: string, keyId: string): Promise<LockedKey | undefined> {
  // NO KEY UPDATE shuts out other editors, but not the writers of usage and refusals, whose rows only refer to this one.
  // While the row is held, prepared statements are run as they were planned. PostgreSQL would plan those of a save each time anew as
  // soon as it knows how small the tables are, and every other change of the key waits for that.
  const rows = await tx.$queryRaw<LockedKey[]>`/* prepared */
    SELECT id::text AS id, workspace_id::text AS "workspaceId", kind::text AS kind, name, version, access_mode::text AS "accessMode", paused_at AS "pausedAt",
      revoked_at AS "revokedAt", ${KEY_ENDS} AS "expiresAt", created_by_id::text AS "createdById",
      (SELECT last_used_at FROM key_usage WHERE key_id = k.id) AS "lastUsedAt", bypass_until AS "bypassUntil",
      staff_hold_at AS "staffHoldAt", staff_revoked_at AS "staffRevokedAt",
      clock_timestamp() AS now,
      set_config('plan_cache_mode', 'force_generic_plan', true)
    FROM api_key k WHERE id = ${keyId}::uuid AND workspace_id = ${workspaceId}::uuid FOR NO KEY UPDATE`
  return rows[0]
}

function admit(key: LockedKey, actor: KeyActor, action: KeyAction): Result<LockedKey, KeyRefusalCode> {
  if (!mayManage(actor, key)) {
    return refuse('forbidden', 'Only the person who created this key, an admin or the owner can change it.')
  }
  if (isStoppedByStaff(action, key))
    return refuse('staff_hold', stoppedByStaff[action === 'resume' ? 'resume' : 'delete'])
  const status = keyStatus(key, key.now)
  return allowsIn(action, status) ? ok(key) : refuse('wrong_state', stateMessages[status])
}

const stoppedByStaff = {
  resume: 'Gatelist staff paused this key. Only they can resume it: see what they say on the page of the key.',
  delete: 'Gatelist staff stopped this key, so it cannot be deleted. It can be revoked.',
} as const

const stateMessages = {
  active: 'This key is active.',
  paused: 'This key is paused.',
  expired: 'This key has expired.',
  revoked: 'This key is revoked, which is final.',
} satisfies Record<KeyStatus, string>

/** A key as the owner of its list. */
export function keySubject({ id, workspaceId, name, version, accessMode, now }: LockedKey): ListSubject {
  return { kind: 'key', id, workspaceId, name, version, accessMode, now }
}
