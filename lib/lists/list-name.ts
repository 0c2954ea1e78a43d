import type { Tx } from '#lib/db'
import { refuse } from '#lib/errors'

/** Whoever else names a list of this workspace waits here until this transaction is over. Taken last of all locks. */
export async function lockNames(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`list names ${workspaceId}`}, 0))`
}

/** Whether another named list of the workspace is called so, whatever the case. */
export async function isNameTaken(tx: Tx, workspaceId: string, list: { name: string; id?: string }): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM network_list WHERE workspace_id = ${workspaceId}::uuid AND kind = 'shared'
      AND lower(name) = lower(${list.name}) AND id IS DISTINCT FROM ${list.id ?? null}::uuid`
  return rows.length > 0
}

export function nameTaken(name: string) {
  return refuse('name_taken', `There is a list called “${name}” already. Choose another name.`)
}
