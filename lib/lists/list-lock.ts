import type { ListSubject } from '#lib/allowlists/subject'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { isKeyId } from '#lib/keys/key-resource'
import { hasRight } from '#lib/workspaces/rights'

export type LockedList = ListSubject & { readonly kind: 'shared' | 'ceiling'; readonly description: string | null }

export type ListRefusalCode = 'not_found' | 'forbidden'

/**
 * Takes the row of a named list or ceiling for this transaction. One of another workspace looks like one that does not exist,
 * and so does one of another kind than asked for.
 */
export async function lockListFor(
  tx: Tx,
  actor: KeyActor,
  request: { listId: string; kind?: LockedList['kind'] },
): Promise<Result<LockedList, ListRefusalCode>> {
  const { listId, kind } = request
  const list = isKeyId(listId) ? await lockList(tx, actor.workspaceId, listId) : undefined
  if (list === undefined || (kind ?? list.kind) !== list.kind) return refuse('not_found', 'This list does not exist.')
  if (!hasRight(actor, 'changeShared')) {
    return refuse('forbidden', 'Only an admin or the owner of the workspace can change its lists.')
  }
  return ok(list)
}

async function lockList(tx: Tx, workspaceId: string, listId: string): Promise<LockedList | undefined> {
  const rows = await tx.$queryRaw<LockedList[]>`
    SELECT kind::text AS kind, id::text AS id, workspace_id::text AS "workspaceId", name, description, version,
      access_mode::text AS "accessMode", clock_timestamp() AS now
    FROM network_list WHERE id = ${listId}::uuid AND workspace_id = ${workspaceId}::uuid FOR NO KEY UPDATE`
  return rows[0]
}
