import type { Actor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import type { WorkspaceRole } from '#lib/workspaces/rights'
import { endInvitationsOf } from './end-invitations.ts'
import { mayChange, mayGive } from './rules.ts'
import { isLastOwner, lastOwner, memberOf, takeMembersTurn } from './turn.ts'

export type MemberRefusal = 'forbidden' | 'not_found' | 'above_own' | 'last_owner'

/** What somebody may do in the workspace holds from their next request on. */
export function changeMemberRole(
  actor: Actor,
  { userId, role }: { userId: string; role: WorkspaceRole },
): Promise<Result<null, MemberRefusal>> {
  const { workspaceId } = actor
  return transaction(async (tx) => {
    const own = await takeMembersTurn(tx, actor)
    if (!own.ok) return own
    const member = await memberOf(tx, workspaceId, userId)
    if (member === null) return notFound
    if (!mayChange(own.value, member.role) || !mayGive(own.value, role)) return aboveOwn
    if (member.role === role) return ok(null)
    if (member.role === 'owner' && (await isLastOwner(tx, workspaceId, userId))) return lastOwner
    await tx.membership.update({
      where: { workspaceId_userId: { workspaceId, userId } },
      data: { role },
      select: { userId: true },
    })
    const about = { user: userId, email: member.email }
    await record(tx, {
      ...{ actor, action: 'member.role', workspaceId },
      ...{ before: { ...about, role: member.role }, after: { ...about, role } },
    })
    await endInvitationsOf(tx, actor, { userId, role })
    return ok(null)
  })
}

export const notFound = refuse('not_found', 'That account is not in this workspace any more.')

export const aboveOwn = refuse('above_own', 'Only an owner can make owners, and change or remove them.')
