import type { Actor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { findOpenInvitation, type OpenInvitation } from './open-invitation.ts'
import { lockMembers } from './turn.ts'

export type JoinRefusal = 'invitation_gone' | 'other_address'

/**
 * The invitation of a link for this e-mail address, held until the transaction ends: of two who follow it at once, the second finds
 * it gone.
 */
export async function holdInvitation(
  tx: Tx,
  token: string,
  email: string,
): Promise<Result<OpenInvitation, JoinRefusal>> {
  const seen = await findOpenInvitation(token, tx)
  if (seen === null) return gone
  await lockMembers(tx, seen.workspaceId)
  const invitation = await findOpenInvitation(token, tx)
  if (invitation === null) return gone
  return invitation.email === email ? ok(invitation) : otherAddress
}

/** Makes the account a member, unless it is one. The actor acts in the workspace it joins. */
export async function joinBy(tx: Tx, actor: Actor, invitation: OpenInvitation): Promise<void> {
  const { workspaceId, userId } = actor
  const data = [{ workspaceId, userId, role: invitation.role, lastSeenAt: new Date() }]
  const { count } = await tx.membership.createMany({ data, skipDuplicates: true })
  if (count === 1) await spendInvitation(tx, actor, invitation)
  else await tx.invitation.delete({ where: { id: invitation.id }, select: { id: true } })
}

/** Ends the invitation, by which the actor has just become a member. */
export async function spendInvitation(tx: Tx, actor: Actor, { id, role, invitedBy }: OpenInvitation): Promise<void> {
  const { workspaceId, userId, label: email } = actor
  await tx.invitation.delete({ where: { id }, select: { id: true } })
  await record(tx, {
    ...{ actor, action: 'member.join', workspaceId },
    after: { user: userId, email, role, invitation: id, invitedBy },
  })
}

export const gone = refuse(
  'invitation_gone',
  'This invitation was used, revoked or replaced, or has expired. Ask whoever invited you for a new one.',
)

export const otherAddress = refuse('other_address', 'This invitation was sent to another e-mail address.')
