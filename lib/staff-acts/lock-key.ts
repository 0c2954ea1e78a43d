import type { StaffActor } from '#lib/audit/actor'
import { hasStaffRight } from '#lib/auth/staff-user'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { type LockedKey, lockKey } from '#lib/keys/key-lock'
import { isKeyId } from '#lib/keys/key-resource'
import { holdsSecret } from './holds-secret.ts'

export type StaffRefusal = 'not_found' | 'forbidden' | 'secret_in_text' | 'wrong_state'

/** May this person act at all, in these words? Asked before anything is read. */
export function mayAct(staff: StaffActor, words: string): Result<null, StaffRefusal> {
  if (!hasStaffRight(staff.role, 'act')) {
    return refuse('forbidden', 'Auditors read and export. Ask somebody with the role “staff” to do this.')
  }
  return holdsSecret(words) ? secretInText : ok(null)
}

export const secretInText = refuse(
  'secret_in_text',
  'This text has the secret of a key in it. Take it out: what you write is kept and shown.',
)

/** Takes the row of a key, whatever its workspace, for this transaction. */
export async function lockForStaff(tx: Tx, keyId: string): Promise<Result<LockedKey, 'not_found'>> {
  const place = isKeyId(keyId)
    ? await tx.apiKey.findUnique({ where: { id: keyId }, select: { workspaceId: true } })
    : null
  const key = place === null ? undefined : await lockKey(tx, place.workspaceId, keyId)
  return key === undefined ? refuse('not_found', 'This key does not exist.') : ok(key)
}

/** The same for who acts: with the right to, and in words that hold no secret. */
export async function lockToAct(
  tx: Tx,
  staff: StaffActor,
  { keyId, words }: { keyId: string; words: string },
): Promise<Result<LockedKey, StaffRefusal>> {
  const may = mayAct(staff, words)
  return may.ok ? lockForStaff(tx, keyId) : may
}
