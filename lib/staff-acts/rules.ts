/** What staff ask the people of a workspace to do with a key. */
export const staffAsks = ['restrict', 'narrow', 'rotate', 'remove', 'other'] as const
export type StaffAsk = (typeof staffAsks)[number]

/** What staff did that the people of the workspace are told of. */
export const staffActs = ['held', 'lifted', 'revoked', 'noted'] as const
export type StaffAct = (typeof staffActs)[number]

/** What staff can begin on the page of a key. */
export const keyActNames = ['pause', 'lift', 'revoke', 'note', 'ask'] as const
export type KeyActName = (typeof keyActNames)[number]

/** How long a revocation waits for a second person. */
export const APPROVAL_HOURS = 24

export type ApprovalState = 'pending' | 'approved' | 'declined' | 'expired' | 'ended'

type Approval = { outcome: Exclude<ApprovalState, 'pending'> | null; expiresAt: Date; keyEndedAt: Date | null }

/** How a revocation stands. What nobody wrote down yet counts too: that its time passed, or that its key ended. */
export function approvalState({ outcome, expiresAt, keyEndedAt }: Approval, now: Date): ApprovalState {
  if (outcome !== null) return outcome
  if (keyEndedAt !== null && keyEndedAt <= now) return 'ended'
  return expiresAt <= now ? 'expired' : 'pending'
}
