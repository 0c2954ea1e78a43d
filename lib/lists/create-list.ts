import { writeEntries } from '#lib/allowlists/entries'
import { entryChanges, type WantedEntry } from '#lib/allowlists/entry-changes'
import { entryRecord } from '#lib/allowlists/entry-record'
import { listRecords } from '#lib/allowlists/list-record'
import type { KeyActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { ok, type Result, refuse } from '#lib/errors'
import { refuseNewList } from '#lib/policies/check-key'
import { readEffective } from '#lib/policies/read-policies'
import type { PolicyRefusal } from '#lib/policies/refusal'
import { hasRight } from '#lib/workspaces/rights'
import { isNameTaken, lockNames, nameTaken } from './list-name.ts'
import { MAX_LISTS } from './schema.ts'

export type NewList = {
  readonly name: string
  readonly description: string | null
  readonly entries: readonly WantedEntry[]
}

export type CreateListRefusal = 'forbidden' | 'name_taken' | 'too_many_lists'

/** Makes a named list, which no key uses yet. One without entries admits nobody. */
export async function createList(
  tx: Tx,
  actor: KeyActor,
  list: NewList,
): Promise<Result<{ id: string; name: string }, CreateListRefusal> | PolicyRefusal> {
  const { workspaceId } = actor
  if (!hasRight(actor, 'changeShared')) return forbidden
  await lockNames(tx, workspaceId)
  if (await isNameTaken(tx, workspaceId, list)) return nameTaken(list.name)
  if ((await tx.networkList.count({ where: { workspaceId, kind: 'shared' } })) >= MAX_LISTS) return tooMany
  const plan = { accessMode: 'enforce', entries: list.entries } as const
  const broken = refuseNewList(await readEffective(tx, workspaceId), { plan, now: await databaseNow(tx) })
  if (broken !== null) return broken
  const made = await tx.networkList.create({
    data: { workspaceId, kind: 'shared', name: list.name, description: list.description, createdById: actor.userId },
    select: { id: true, version: true },
  })
  const changes = entryChanges([], list.entries)
  await record(tx, {
    actor,
    action: 'list.create',
    workspaceId,
    keyId: made.id,
    after: {
      version: made.version,
      name: list.name,
      description: list.description,
      list: listRecords([], list.entries).after,
      changes: { removed: [], added: changes.added.map(entryRecord) },
    },
  })
  const owner = { kind: 'shared', id: made.id, workspaceId } as const
  await writeEntries(tx, { owner, author: { userId: actor.userId, label: actor.label } }, changes)
  return ok({ id: made.id, name: list.name })
}

const forbidden = refuse('forbidden', 'Only an admin or the owner of the workspace can make named lists.')
const tooMany = refuse('too_many_lists', `A workspace has at most ${MAX_LISTS} named lists.`)
