import type { Actor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { newLinkToken } from '#lib/auth/link-token'
import { take, waitMessage } from '#lib/auth/throttle'
import { type Tx, transaction } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { ok, type Result, refuse } from '#lib/errors'
import type { WorkspaceRole } from '#lib/workspaces/rights'
import { INVITATION_DAYS, MAX_INVITATIONS, mayGive } from './rules.ts'
import { takeMembersTurn } from './turn.ts'

export type InviteRefusal = 'forbidden' | 'too_many_attempts' | 'above_own' | 'is_member' | 'too_many'

/** `token` is in this answer and nowhere else. */
export type Invited = { invitationId: string; email: string; role: WorkspaceRole; expiresAt: Date; token: string }

/** Asks somebody to join. Whoever was asked by this e-mail address before is asked anew, and the earlier link ends. */
export async function inviteMember(
  actor: Actor,
  { email, role }: { email: string; role: WorkspaceRole },
): Promise<Result<Invited, InviteRefusal>> {
  const budget = await take('inviteBy', actor.userId)
  if (!budget.ok) return refuse('too_many_attempts', waitMessage(budget.waitMs))
  return transaction(async (tx) => {
    const own = await takeMembersTurn(tx, actor)
    if (!own.ok) return own
    if (!mayGive(own.value, role)) return refuse('above_own', 'Nobody gives a role above their own.')
    const refused = await whyNot(tx, actor.workspaceId, email)
    if (refused !== null) return refused
    return ok(await replaceInvitation(tx, actor, { email, role }))
  })
}

async function whyNot(tx: Tx, workspaceId: string, email: string) {
  const member = await tx.membership.findFirst({ where: { workspaceId, user: { email } }, select: { userId: true } })
  if (member !== null) return refuse('is_member', `${email} is in this workspace already.`)
  const others = await tx.invitation.count({ where: { workspaceId, email: { not: email } } })
  if (others < MAX_INVITATIONS) return null
  return refuse('too_many', `At most ${MAX_INVITATIONS} invitations wait at a time. Revoke one that is not needed.`)
}

async function replaceInvitation(
  tx: Tx,
  actor: Actor,
  { email, role }: { email: string; role: WorkspaceRole },
): Promise<Invited> {
  const { workspaceId, userId } = actor
  const earlier = await tx.invitation.findUnique({
    where: { workspaceId_email: { workspaceId, email } },
    select: { id: true, role: true },
  })
  if (earlier !== null) await tx.invitation.delete({ where: { id: earlier.id }, select: { id: true } })
  const { token, digest } = newLinkToken()
  const expiresAt = await invitationEnd(tx)
  const { id } = await tx.invitation.create({
    data: { workspaceId, email, role, tokenDigest: digest, invitedById: userId, expiresAt },
    select: { id: true },
  })
  await record(tx, {
    ...{ actor, action: 'member.invite', workspaceId },
    ...(earlier === null ? {} : { before: { invitation: earlier.id, email, role: earlier.role } }),
    after: { invitation: id, email, role, expiresAt: expiresAt.toISOString() },
  })
  return { invitationId: id, email, role, expiresAt, token }
}

/** By the clock that judges it. */
export async function invitationEnd(tx: Tx): Promise<Date> {
  return new Date((await databaseNow(tx)).getTime() + INVITATION_DAYS * 24 * 60 * 60 * 1000)
}
