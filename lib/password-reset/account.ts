import type { Tx } from '#lib/db'

export type ResetAccount = {
  userId: string
  email: string
  isDisabled: boolean
  /** Whose audit trail tells of it: the workspace that the account signs in to. */
  workspaceId: string | null
}

/** The account of an e-mail address, or of an id. */
export async function findResetAccount(
  tx: Pick<Tx, 'user'>,
  where: { email: string } | { id: string },
): Promise<ResetAccount | null> {
  const user = await tx.user.findUnique({
    where,
    select: {
      id: true,
      email: true,
      disabledAt: true,
      memberships: { orderBy: [{ createdAt: 'asc' }, { workspaceId: 'asc' }], take: 1, select: { workspaceId: true } },
    },
  })
  if (user === null) return null
  const { id: userId, email, disabledAt, memberships } = user
  return { userId, email, isDisabled: disabledAt !== null, workspaceId: memberships[0]?.workspaceId ?? null }
}
