import type { Actor } from '#lib/audit/actor'
import { recordAll } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import type { WorkspaceRole } from '#lib/workspaces/rights'
import { mayGive } from './rules.ts'

/**
 * Ends what somebody invited others to and could not any more: who is removed has no way back through an invitation of their own.
 *
 * @param role what the inviter is from now on; null: nothing
 */
export async function endInvitationsOf(
  tx: Tx,
  actor: Actor,
  { userId, role }: { userId: string; role: WorkspaceRole | null },
): Promise<void> {
  const { workspaceId } = actor
  const select = { id: true, email: true, role: true } as const
  const made = await tx.invitation.findMany({ where: { workspaceId, invitedById: userId }, select })
  const ended = made.filter((invitation) => role === null || !mayGive(role, invitation.role))
  if (ended.length === 0) return
  await tx.invitation.deleteMany({ where: { workspaceId, id: { in: ended.map(({ id }) => id) } } })
  await recordAll(
    tx,
    ended.map((invitation) => ({
      ...{ actor, action: 'member.invitation_end', workspaceId },
      before: { invitation: invitation.id, email: invitation.email, role: invitation.role },
    })),
  )
}
