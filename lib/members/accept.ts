import type { Actor } from '#lib/audit/actor'
import type { SignedIn } from '#lib/auth/signed-in'
import { addressSubject, take, waitMessage } from '#lib/auth/throttle'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { holdInvitation, type JoinRefusal, joinBy } from './join.ts'

/** Joins the workspace of an invitation, and goes there in this browser. */
export async function acceptInvitation(
  user: SignedIn,
  token: string,
): Promise<Result<{ workspaceName: string }, JoinRefusal | 'too_many_attempts'>> {
  // Those whose address cannot be told share one; then each person counts for themselves.
  const { address } = user.actor
  const budget = await take('invitationFrom', address === null ? `user ${user.userId}` : addressSubject(address))
  if (!budget.ok) return refuse('too_many_attempts', waitMessage(budget.waitMs))
  return transaction(async (tx) => {
    const held = await holdInvitation(tx, token, user.email)
    if (!held.ok) return held
    const { workspaceId, workspaceName, role } = held.value
    const actor: Actor = { ...user.actor, workspaceId, role }
    await joinBy(tx, actor, held.value)
    await tx.session.updateMany({ where: { id: user.sessionId, userId: user.userId }, data: { workspaceId } })
    return ok({ workspaceName })
  })
}
