import type { Actor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import { aboveOwn, type MemberRefusal, notFound } from './change-role.ts'
import { endInvitationsOf } from './end-invitations.ts'
import { mayChange } from './rules.ts'
import { isLastOwner, lastOwner, type Membership, memberOf, takeMembersTurn, takeOwnTurn } from './turn.ts'

/** The workspace is closed to them from their next request on. Their keys stay with it, and keep working. */
export function removeMember(actor: Actor, { userId }: { userId: string }): Promise<Result<null, MemberRefusal>> {
  return transaction(async (tx) => {
    const own = await takeMembersTurn(tx, actor)
    if (!own.ok) return own
    const member = await memberOf(tx, actor.workspaceId, userId)
    if (member === null) return notFound
    if (!mayChange(own.value, member.role)) return aboveOwn
    return endMembership(tx, actor, member)
  })
}

/** Anybody may leave, save the last owner. */
export function leaveWorkspace(actor: Actor): Promise<Result<null, 'not_found' | 'last_owner'>> {
  return transaction(async (tx) => {
    const role = await takeOwnTurn(tx, actor)
    if (role === null) return notFound
    return endMembership(tx, actor, { userId: actor.userId, email: actor.label, role })
  })
}

async function endMembership(
  tx: Tx,
  actor: Actor,
  { userId, email, role }: Membership,
): Promise<Result<null, 'last_owner'>> {
  const { workspaceId } = actor
  if (role === 'owner' && (await isLastOwner(tx, workspaceId, userId))) return lastOwner
  await tx.membership.delete({ where: { workspaceId_userId: { workspaceId, userId } }, select: { userId: true } })
  // Back in the workspace one day, no browser of theirs is in it by an old choice.
  await tx.session.updateMany({ where: { userId, workspaceId }, data: { workspaceId: null } })
  await record(tx, {
    ...{ actor, action: userId === actor.userId ? 'member.leave' : 'member.remove', workspaceId },
    before: { user: userId, email, role },
  })
  await endInvitationsOf(tx, actor, { userId, role: null })
  return ok(null)
}
