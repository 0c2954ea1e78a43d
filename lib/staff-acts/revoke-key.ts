import type { StaffActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { env } from '#lib/env'
import { ok, type Result, refuse } from '#lib/errors'
import type { LockedKey } from '#lib/keys/key-lock'
import { keyStatus, revokeNeedsName } from '#lib/keys/rules'
import { closeApproval, type Ending, endKey } from './end-key.ts'
import { lockToAct, type StaffRefusal } from './lock-key.ts'
import { pendingApproval } from './pending-approval.ts'
import { APPROVAL_HOURS } from './rules.ts'
import type { RevokeForStaffInput } from './schema.ts'

/** `revoked`: the key refuses its next call. `waiting`: a second person has to approve it first. */
export type RevokeOutcome = { keyId: string; name: string } & (
  | { outcome: 'revoked' }
  | { outcome: 'waiting'; approvalId: string; until: Date }
)

export type RevokeResult = Result<RevokeOutcome, StaffRefusal | 'waiting_already'>

/** Ends a key for good, or asks a second person to where the installation wants two for a key that is in use. */
export function revokeKey(staff: StaffActor, input: RevokeForStaffInput): Promise<RevokeResult> {
  return transaction(async (tx) => {
    const locked = await lockToAct(tx, staff, { keyId: input.keyId, words: input.reason })
    if (!locked.ok) return locked
    const key = locked.value
    const status = keyStatus(key, key.now)
    // Written down also where the key ended meanwhile, so before that is refused.
    const waiting = await pendingApproval(tx, key)
    if (status === 'revoked') return refuse('wrong_state', 'This key is revoked already.')
    if (!takesTwoPeople(key)) return ok(await revokeNow(tx, staff, { key, waitingId: waiting?.id ?? null, ...input }))
    if (waiting !== null)
      return refuse('waiting_already', `${waiting.askedBy} asked for this already. Approve or decline that.`)
    return ok(await askForSecond(tx, staff, { key, ...input }))
  })
}

/** Whether revoking takes two people: where that is wanted, and the key was let through in the last 24 hours. */
function takesTwoPeople({ lastUsedAt, now }: LockedKey): boolean {
  // The same day in which an owner must type the key's name.
  return env().staffTwoPersonRevoke && revokeNeedsName(lastUsedAt, now)
}

type Revoking = Ending & { key: LockedKey }

async function revokeNow(
  tx: Tx,
  staff: StaffActor,
  { waitingId, ...ending }: Revoking & { waitingId: string | null },
): Promise<RevokeOutcome> {
  const { id: keyId, name } = ending.key
  await endKey(tx, staff, ending)
  if (waitingId !== null) await closeApproval(tx, { id: waitingId, keyId, outcome: 'ended' })
  return { keyId, name, outcome: 'revoked' }
}

async function askForSecond(tx: Tx, staff: StaffActor, asked: Revoking): Promise<RevokeOutcome> {
  const { key, revocationReason, reason } = asked
  const until = new Date(key.now.getTime() + APPROVAL_HOURS * 3_600_000)
  // Not in the workspace's trail: who may be about to lose a key is not warned.
  await record(tx, {
    ...{ actor: staff, action: 'key.revoke_ask', workspaceId: null, keyId: key.id },
    after: { reason: revocationReason, said: reason, until: until.toISOString() },
  })
  const { id: approvalId } = await tx.staffApproval.create({
    data: {
      ...{ workspaceId: key.workspaceId, keyId: key.id, revocationReason, reason, expiresAt: until },
      ...{ askedById: staff.userId, askedBy: staff.label, askedAt: key.now },
    },
    select: { id: true },
  })
  return { keyId: key.id, name: key.name, outcome: 'waiting', approvalId, until }
}
