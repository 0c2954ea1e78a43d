import type { Actor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { newLinkToken } from '#lib/auth/link-token'
import { take, waitMessage } from '#lib/auth/throttle'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import type { WorkspaceRole } from '#lib/workspaces/rights'
import { type Invited, invitationEnd } from './invite.ts'
import { mayGive } from './rules.ts'
import { takeMembersTurn } from './turn.ts'

export type InvitationRefusal = 'forbidden' | 'not_found' | 'above_own'

type Place = { invitationId: string }

/** A new link for another seven days; the earlier one ends. From now on it counts as made by who renewed it. */
export async function renewInvitation(
  actor: Actor,
  place: Place,
): Promise<Result<Invited, InvitationRefusal | 'too_many_attempts'>> {
  const budget = await take('inviteBy', actor.userId)
  if (!budget.ok) return refuse('too_many_attempts', waitMessage(budget.waitMs))
  return transaction(async (tx) => {
    const found = await changeable(tx, actor, place)
    if (!found.ok) return found
    const { id, email, role } = found.value
    const { token, digest } = newLinkToken()
    const expiresAt = await invitationEnd(tx)
    const data = { tokenDigest: digest, expiresAt, invitedById: actor.userId }
    await tx.invitation.update({ where: { id }, data, select: { id: true } })
    await record(tx, {
      ...{ actor, action: 'member.invitation_renew', workspaceId: actor.workspaceId },
      after: { invitation: id, email, role, expiresAt: expiresAt.toISOString() },
    })
    return ok({ invitationId: id, email, role, expiresAt, token })
  })
}

/** Its link does not work any more. */
export function revokeInvitation(actor: Actor, place: Place): Promise<Result<null, InvitationRefusal>> {
  return transaction(async (tx) => {
    const found = await changeable(tx, actor, place)
    if (!found.ok) return found
    const { id, email, role } = found.value
    await tx.invitation.delete({ where: { id }, select: { id: true } })
    await record(tx, {
      ...{ actor, action: 'member.invitation_end', workspaceId: actor.workspaceId },
      before: { invitation: id, email, role },
    })
    return ok(null)
  })
}

type Waiting = { id: string; email: string; role: WorkspaceRole }

async function changeable(tx: Tx, actor: Actor, { invitationId }: Place): Promise<Result<Waiting, InvitationRefusal>> {
  const own = await takeMembersTurn(tx, actor)
  if (!own.ok) return own
  const invitation = await tx.invitation.findFirst({
    where: { id: invitationId, workspaceId: actor.workspaceId },
    select: { id: true, email: true, role: true },
  })
  if (invitation === null) return refuse('not_found', 'This invitation is not waiting any more.')
  if (!mayGive(own.value, invitation.role)) return refuse('above_own', 'Only an owner can change this invitation.')
  return ok(invitation)
}
