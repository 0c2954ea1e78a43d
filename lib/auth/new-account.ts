import type { Tx } from '#lib/db'

export type NewAccount = {
  email: string
  name: string
  passwordHash: string
  /** The first account of an installation is staff. */
  isFirst: boolean
  /** Which it becomes an owner of. */
  workspaceId: string
}

/** Makes an account that owns a workspace, inside the caller's transaction, which leaves the audit event. */
export async function createAccount(
  tx: Tx,
  { workspaceId, isFirst, ...account }: NewAccount,
): Promise<{ userId: string; sessionVersion: number }> {
  const user = await tx.user.create({
    data: { ...account, ...(isFirst ? firstOfAll() : {}), memberships: { create: { workspaceId, role: 'owner' } } },
    select: { id: true, sessionVersion: true },
  })
  return { userId: user.id, sessionVersion: user.sessionVersion }
}

const firstOfAll = () => ({ staffRole: 'staff', staffSince: new Date() }) as const

/** Of two accounts made at once with one e-mail address, the unique index lets one through. */
export function isEmailTaken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2002'
}
