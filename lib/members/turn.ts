import type { Actor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { hasRight, type WorkspaceRole } from '#lib/workspaces/rights'

/** One change of who is in a workspace at a time. Ends with the transaction. */
export async function lockMembers(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM workspace WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`
}

/**
 * A turn to change who is in the workspace, with the role that the actor has in it by then: of two people who remove each other
 * at once, the second one is nobody there any more.
 */
export async function takeMembersTurn(tx: Tx, actor: Actor): Promise<Result<WorkspaceRole, 'forbidden'>> {
  const own = await takeOwnTurn(tx, actor)
  return own !== null && hasRight({ role: own }, 'manageMembers') ? ok(own) : forbidden
}

/** The same for what concerns only oneself; null: the actor is not in the workspace any more. */
export async function takeOwnTurn(tx: Tx, { workspaceId, userId }: Actor): Promise<WorkspaceRole | null> {
  await lockMembers(tx, workspaceId)
  return (await memberOf(tx, workspaceId, userId))?.role ?? null
}

const forbidden = refuse('forbidden', 'Only owners and admins of the workspace can change who is in it.')

export type Membership = { userId: string; email: string; role: WorkspaceRole }

export async function memberOf(tx: Tx, workspaceId: string, userId: string): Promise<Membership | null> {
  const row = await tx.membership.findUnique({
    where: { workspaceId_userId: { workspaceId, userId } },
    select: { role: true, user: { select: { email: true } } },
  })
  return row === null ? null : { userId, email: row.user.email, role: row.role }
}

/** Whether no other owner could act if this one were none. A disabled account could not. */
export async function isLastOwner(tx: Tx, workspaceId: string, userId: string): Promise<boolean> {
  const another = await tx.membership.findFirst({
    where: { workspaceId, role: 'owner', userId: { not: userId }, user: { disabledAt: null } },
    select: { userId: true },
  })
  return another === null
}

export const lastOwner = refuse(
  'last_owner',
  'The workspace would be left without an owner. Make somebody else an owner first.',
)
