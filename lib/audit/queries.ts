import { prisma } from '#lib/db'
import { auditActionLabel } from './actions.ts'

const attemptsOfNobody = ['user.sign_in_failed', 'user.second_factor_failed']

/** Done to an account that their `after` names, by the operator or whoever had the link. */
const doneToIt = ['user.second_factor_reset', 'user.password_link', 'user.password_reset']

export type AccountEvent = {
  id: string
  at: Date
  action: string
  label: string
  address: string | null
}

/**
 * The latest events of an account in a workspace, newest first: what its holder did to it, and failed attempts to sign in
 * to it, which have no actor and are found by the e-mail address that was tried, what the operator did for it, and how it came
 * to be what it is in the workspace.
 */
export async function accountEvents(
  account: { userId: string; email: string; workspaceId: string },
  limit = 20,
): Promise<AccountEvent[]> {
  const rows = await prisma().auditEvent.findMany({
    where: {
      workspaceId: account.workspaceId,
      OR: [
        { actorId: account.userId, action: { startsWith: 'user.' } },
        { actorId: account.userId, action: { startsWith: 'member.' } },
        { action: 'member.role', after: { path: ['user'], equals: account.userId } },
        { actorId: null, actorLabel: account.email, action: { in: attemptsOfNobody } },
        { actorId: null, action: { in: doneToIt }, after: { path: ['user'], equals: account.userId } },
      ],
    },
    orderBy: { id: 'desc' },
    take: limit,
    select: { id: true, at: true, action: true, address: true },
  })
  return rows.map((row) => ({
    id: row.id.toString(),
    at: row.at,
    action: row.action,
    label: auditActionLabel(row.action),
    address: row.address,
  }))
}
