import type { StaffActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import type { LockedKey } from '#lib/keys/key-lock'
import { endKey } from './end-key.ts'
import { lockForStaff, mayAct, type StaffRefusal } from './lock-key.ts'
import { readApproval, type StoredApproval, stillPending } from './pending-approval.ts'
import type { ApproveInput, DeclineInput } from './schema.ts'

export type DecisionRefusal = StaffRefusal | 'same_person' | 'session_needed' | 'settled'
export type Decided = { keyId: string; name: string; outcome: 'approved' | 'declined' }
export type DecisionResult = Result<Decided, DecisionRefusal>

/**
 * Revokes what another person of the staff asked to revoke. A program with somebody's token is not somebody: this takes a
 * person who is signed in.
 */
export function approve(staff: StaffActor, { approvalId }: ApproveInput): Promise<DecisionResult> {
  return transaction(async (tx) => {
    if (staff.tokenId !== null)
      return refuse('session_needed', 'A person who is signed in approves this, not a program.')
    const found = await openToDecide(tx, staff, { approvalId, words: '' })
    if (!found.ok) return found
    const { key, approval } = found.value
    if (approval.askedById === staff.userId) {
      return refuse('same_person', 'You asked for this yourself. Somebody else of the staff has to approve it.')
    }
    await settle(tx, staff, { approval, outcome: 'approved', reason: null })
    const { revocationReason, reason } = approval
    await endKey(tx, staff, { key, revocationReason, reason })
    return ok({ keyId: key.id, name: key.name, outcome: 'approved' })
  })
}

/** Lets the key live. Who asked may take it back in the same way. */
export function decline(staff: StaffActor, { approvalId, reason }: DeclineInput): Promise<DecisionResult> {
  return transaction(async (tx) => {
    const found = await openToDecide(tx, staff, { approvalId, words: reason })
    if (!found.ok) return found
    const { key, approval } = found.value
    await record(tx, {
      ...{ actor: staff, action: 'key.revoke_decline', workspaceId: null, keyId: key.id },
      after: { said: reason },
    })
    await settle(tx, staff, { approval, outcome: 'declined', reason })
    return ok({ keyId: key.id, name: key.name, outcome: 'declined' })
  })
}

type Open = { key: LockedKey; approval: StoredApproval }

async function openToDecide(
  tx: Tx,
  staff: StaffActor,
  { approvalId, words }: { approvalId: string; words: string },
): Promise<Result<Open, DecisionRefusal>> {
  const may = mayAct(staff, words)
  if (!may.ok) return may
  const place = await readApproval(tx, approvalId)
  const locked = place === null ? missing : await lockForStaff(tx, place.keyId)
  if (!locked.ok) return missing
  // Read again: only while its key is locked does it stay as it is.
  const approval = await readApproval(tx, approvalId)
  if (approval === null) return missing
  const key = locked.value
  const open = approval.outcome === null ? await stillPending(tx, key, approval) : null
  return open === null ? settled : ok({ key, approval: open })
}

const missing = refuse('not_found', 'This request does not exist.')
const settled = refuse('settled', 'This waits no longer: somebody decided, its time passed, or the key ended.')

type Settling = { approval: StoredApproval; outcome: Decided['outcome']; reason: string | null }

async function settle(tx: Tx, staff: StaffActor, { approval, outcome, reason }: Settling): Promise<void> {
  await tx.$executeRaw`
    UPDATE staff_approval SET decided_at = clock_timestamp(), outcome = ${outcome}::staff_approval_outcome,
      decided_by_id = ${staff.userId}::uuid, decided_by = ${staff.label}, decided_reason = ${reason}
    WHERE id = ${approval.id}::uuid`
}
