import type { Tx } from '#lib/db'

/** Makes a workspace with its first owner, inside the caller's transaction. */
export async function createWorkspace(tx: Tx, input: { name: string; ownerId: string }): Promise<{ id: string }> {
  return tx.workspace.create({
    data: { name: input.name, memberships: { create: { userId: input.ownerId, role: 'owner' } } },
    select: { id: true },
  })
}
