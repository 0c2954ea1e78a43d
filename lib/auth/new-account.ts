import type { Tx } from '#lib/db'
import type { WorkspaceRole } from '#lib/workspaces/rights'

export type NewAccount = {
  email: string
  name: string
  passwordHash: string
  /** The first account of an installation is staff. */
  isFirst: boolean
  /** Which it joins, and as what. */
  workspaceId: string
  role: WorkspaceRole
}

/** Makes an account in a workspace, inside the caller's transaction, which leaves the audit event. */
export async function createAccount(
  tx: Tx,
  { workspaceId, role, isFirst, ...account }: NewAccount,
): Promise<{ userId: string; sessionVersion: number }> {
  const user = await tx.user.create({
    data: { ...account, ...(isFirst ? firstOfAll() : {}), memberships: { create: { workspaceId, role } } },
    select: { id: true, sessionVersion: true },
  })
  return { userId: user.id, sessionVersion: user.sessionVersion }
}

const firstOfAll = () => ({ staffRole: 'staff', staffSince: new Date() }) as const

/** Of two accounts made at once with one e-mail address, the unique index lets one through. */
export function isEmailTaken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2002'
}
