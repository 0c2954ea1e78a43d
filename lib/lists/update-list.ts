import type { ListEntry } from '#lib/allowlists/allowed-ips'
import { changeList } from '#lib/allowlists/change-list'
import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import { entryChanges, isUnchanged, type StoredEntry, type WantedEntry } from '#lib/allowlists/entry-changes'
import { type ListBefore, readListBefore } from '#lib/allowlists/list-before'
import { sentList } from '#lib/allowlists/sent-list'
import type { KeyActor } from '#lib/audit/actor'
import { type Json, record } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import type { Network } from '#lib/ip/network'
import { listConflict } from './list-conflict.ts'
import { type ListRefusalCode, type LockedList, lockListFor } from './list-lock.ts'
import { isNameTaken, lockNames, nameTaken } from './list-name.ts'
import type { ListConflict, SavedList } from './saved-list.ts'

/** What is absent stays. `entries` replaces the whole list, and so does `sent`, as programs send it (lib/allowlists/sent-list.ts). */
export type ListChange = {
  readonly name?: string
  readonly description?: string | null
  readonly entries?: readonly WantedEntry[]
  readonly sent?: readonly ListEntry[]
}

export type ListUpdate = {
  readonly listId: string
  readonly change: ListChange
  /** The version that the change was made from; absent where something else sees to that. */
  readonly version?: number
  readonly confirmed: readonly Network[]
}

export type UpdateListResult = Result<SavedList, ListRefusalCode | 'name_taken'> | ListConflict | ChangeRefusal

/** Changes a named list, for all keys that use it. Entries that stay keep their row, and so their switch and their expiry. */
export async function updateList(tx: Tx, actor: KeyActor, update: ListUpdate): Promise<UpdateListResult> {
  const locked = await lockListFor(tx, actor, { listId: update.listId, kind: 'shared' })
  if (!locked.ok) return locked
  const list = locked.value
  const before = await readListBefore(tx, list)
  const { stored } = before
  const { sent, ...change } = update.change
  const edit = editOf(
    list,
    stored,
    sent === undefined ? change : { ...change, entries: sentList(stored, sent, list.now) },
  )
  // Before the version, so that a save sent twice succeeds twice.
  if (edit.entries === null && Object.keys(edit.after).length === 0) return ok(savedList(list))
  if (update.version !== undefined && update.version !== list.version) return listConflict(tx, list, stored)
  if (edit.after.name !== undefined) {
    await lockNames(tx, list.workspaceId)
    if (await isNameTaken(tx, list.workspaceId, { ...list, name: edit.name })) return nameTaken(edit.name)
  }
  return save(tx, actor, { list, before, edit, update })
}

type Fields = { name?: string; description?: string | null }

type Edit = {
  before: Fields
  after: Fields
  name: string
  description: string | null
  /** Null when the entries stay as they are. */
  entries: readonly WantedEntry[] | null
}

function editOf(list: LockedList, stored: readonly StoredEntry[], change: ListChange): Edit {
  const { name = list.name, description = list.description, entries } = change
  const renamed = name !== list.name
  const described = description !== list.description
  return {
    ...{ name, description },
    before: { ...(renamed ? { name: list.name } : {}), ...(described ? { description: list.description } : {}) },
    after: { ...(renamed ? { name } : {}), ...(described ? { description } : {}) },
    entries: entries === undefined || isUnchanged(entryChanges(stored, entries)) ? null : entries,
  }
}

type Saving = { list: LockedList; before: ListBefore; edit: Edit; update: ListUpdate }

async function save(
  tx: Tx,
  actor: KeyActor,
  { list, before: listBefore, edit, update }: Saving,
): Promise<UpdateListResult> {
  const { name, description, before, after, entries } = edit
  const fields = { before: jsonOf(before), after: jsonOf(after) }
  if (entries !== null) {
    const { confirmed } = update
    const change = {
      subject: list,
      wanted: entries,
      before: listBefore,
      fields,
      confirmed,
      action: 'list.entries',
    } as const
    const changed = await changeList(tx, actor, change)
    if (!changed.ok) return changed
  } else {
    const sides = {
      before: { version: list.version, ...fields.before },
      after: { version: list.version + 1, ...fields.after },
    }
    await record(tx, { actor, action: 'list.update', workspaceId: list.workspaceId, keyId: list.id, ...sides })
  }
  await tx.$executeRaw`
    UPDATE network_list SET name = ${name}, description = ${description}, version = ${list.version + 1},
      updated_at = clock_timestamp()
    WHERE id = ${list.id}::uuid`
  return ok(savedList({ ...list, name, description, version: list.version + 1 }))
}

function jsonOf(fields: Fields): Record<string, Json> {
  // Prisma writes a null within a JSON value as JSON's own.
  return fields as Record<string, Json>
}

function savedList({ id, name, description, version }: LockedList): SavedList {
  return { id, name, description, version }
}
