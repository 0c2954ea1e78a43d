import type { StaffActor, SystemActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import type { LockedKey } from '#lib/keys/key-lock'
import type { RevocationReason } from '#lib/keys/key-resource'
import { keyStatus } from '#lib/keys/rules'
import { tellOfAct } from './tell-owner.ts'

export type Ending = { revocationReason: RevocationReason; reason: string }

/** Ends a locked key for good, at its next call. Who asked for a second person, and who that was, stands with the approval. */
export async function endKey(
  tx: Tx,
  staff: StaffActor,
  { key, revocationReason, reason }: Ending & { key: LockedKey },
): Promise<void> {
  await record(tx, {
    ...{ actor: staff, action: 'key.revoke', workspaceId: key.workspaceId, keyId: key.id },
    before: { status: keyStatus(key, key.now) },
    after: { status: 'revoked', reason: revocationReason, description: reason },
  })
  await tx.$executeRaw`
    UPDATE api_key SET revoked_at = clock_timestamp(), staff_revoked_at = clock_timestamp(), updated_at = clock_timestamp(),
      revocation_reason = ${revocationReason}::revocation_reason, revocation_description = ${reason}
    WHERE id = ${key.id}::uuid`
  await tellOfAct(tx, key, { act: 'revoked', reason })
}

const system: SystemActor = { kind: 'system', label: 'Gatelist', address: null, door: 'server', requestId: null }

/** Writes down that a revocation waits no longer, because its key ended or nobody decided in time. The owner is not told. */
export async function closeApproval(
  tx: Tx,
  { id, keyId, outcome }: { id: string; keyId: string; outcome: 'expired' | 'ended' },
): Promise<void> {
  const action = outcome === 'expired' ? 'key.revoke_lapse' : 'key.revoke_moot'
  await record(tx, { actor: system, action, workspaceId: null, keyId })
  await tx.$executeRaw`
    UPDATE staff_approval SET decided_at = clock_timestamp(), outcome = ${outcome}::staff_approval_outcome
    WHERE id = ${id}::uuid`
}
