import type { Tx } from '#lib/db'

/** Makes a workspace, inside the caller's transaction, which gives it an owner and leaves the audit event. */
export async function createWorkspace(tx: Tx, name: string): Promise<{ id: string }> {
  return tx.workspace.create({ data: { name }, select: { id: true } })
}
