import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { isKeyId } from '#lib/keys/key-resource'
import { MAX_LISTS_PER_KEY } from './list-ids.ts'

export type UsedList = { id: string; name: string }

export type UsedListsRefusal = 'list_not_found' | 'too_many_lists'

/**
 * The named lists of the workspace with these ids, by their names, kept from being deleted until the transaction is over. All
 * or none: one of another workspace looks like one that does not exist.
 */
export async function listsToUse(
  tx: Tx,
  workspaceId: string,
  listIds: readonly string[],
): Promise<Result<UsedList[], UsedListsRefusal>> {
  const wanted = [...new Set(listIds.map((id) => id.toLowerCase()))]
  if (wanted.length > MAX_LISTS_PER_KEY) return tooMany
  if (!wanted.every(isKeyId)) return notFound
  if (wanted.length === 0) return ok([])
  const lists = await tx.$queryRaw<UsedList[]>`
    SELECT id::text AS id, name FROM network_list
    WHERE workspace_id = ${workspaceId}::uuid AND kind = 'shared' AND id = ANY(${wanted}::uuid[])
    ORDER BY lower(name), id FOR KEY SHARE`
  return lists.length === wanted.length ? ok(lists) : notFound
}

const tooMany = refuse('too_many_lists', `A key can use at most ${MAX_LISTS_PER_KEY} named lists.`)
const notFound = refuse('list_not_found', 'One of these lists does not exist any more. Reload to see those that do.')

/** Has a key use lists that `listsToUse` found. */
export async function attachLists(
  tx: Tx,
  actor: Pick<KeyActor, 'label'>,
  { keyId, listIds }: { keyId: string; listIds: readonly string[] },
): Promise<void> {
  if (listIds.length === 0) return
  await tx.$executeRaw`
    INSERT INTO key_list (key_id, list_id, added_by)
    SELECT ${keyId}::uuid, id, ${actor.label} FROM unnest(${[...listIds]}::uuid[]) AS id
    ON CONFLICT DO NOTHING`
}
