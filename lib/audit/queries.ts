import { prisma } from '#lib/db'
import { auditActionLabel } from './actions.ts'

const attemptsOfNobody = ['user.sign_in_failed', 'user.second_factor_failed']

export type AccountEvent = {
  id: string
  at: Date
  action: string
  label: string
  address: string | null
}

/**
 * The latest events of an account in a workspace, newest first: what its holder did to it, and failed attempts to sign in
 * to it, which have no actor and are found by the e-mail address that was tried, and what the operator did for it.
 */
export async function accountEvents(
  account: { userId: string; email: string; workspaceId: string },
  limit = 20,
): Promise<AccountEvent[]> {
  const rows = await prisma().auditEvent.findMany({
    where: {
      workspaceId: account.workspaceId,
      action: { startsWith: 'user.' },
      OR: [
        { actorId: account.userId },
        { actorId: null, actorLabel: account.email, action: { in: attemptsOfNobody } },
        { actorId: null, action: 'user.second_factor_reset', after: { path: ['user'], equals: account.userId } },
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
