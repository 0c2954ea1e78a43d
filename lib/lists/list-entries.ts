import { type AddedEntries, addEntriesTo } from '#lib/allowlists/add-entries'
import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import {
  addOneEntry,
  changeOneEntry,
  type EntryChange,
  type EntryExists,
  type NewEntry,
  type OneEntryRefusal,
  removeOneEntry,
} from '#lib/allowlists/one-entry'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import type { Result } from '#lib/errors'
import type { Network } from '#lib/ip/network'
import type { AddListEntriesInput } from './entry-schema.ts'
import { type ListRefusalCode, lockListFor } from './list-lock.ts'

/** `confirmed`: networks whose callers may be locked out. */
type Place = { readonly listId: string; readonly confirmed: readonly Network[] }
type EntryPlace = Place & { readonly entryId: string }

type Refusal = ListRefusalCode | OneEntryRefusal

const action = 'list.entries'

/** Admits one more network, to all keys that use the list. */
export async function addListEntry(
  tx: Tx,
  actor: KeyActor,
  { listId, ...change }: Place & { entry: NewEntry },
): Promise<Result<{ entryId: string }, Refusal> | EntryExists | ChangeRefusal> {
  const locked = await lockListFor(tx, actor, { listId, kind: 'shared' })
  return locked.ok ? addOneEntry(tx, actor, { ...change, subject: locked.value, action }) : locked
}

/** Admits what a line of text names, in one change. */
export async function addListEntries(
  tx: Tx,
  actor: KeyActor,
  { listId, ...added }: AddListEntriesInput,
): Promise<Result<AddedEntries, ListRefusalCode | 'entry_exists' | 'too_many_entries'> | ChangeRefusal> {
  const locked = await lockListFor(tx, actor, { listId, kind: 'shared' })
  if (!locked.ok) return locked
  const { accessMode } = locked.value
  return addEntriesTo(tx, actor, { ...added, subject: locked.value, accessMode, action })
}

export async function changeListEntry(
  tx: Tx,
  actor: KeyActor,
  { listId, change: entry, ...change }: EntryPlace & { change: EntryChange },
): Promise<Result<null, Refusal> | ChangeRefusal> {
  const locked = await lockListFor(tx, actor, { listId, kind: 'shared' })
  return locked.ok ? changeOneEntry(tx, actor, { ...change, entry, subject: locked.value, action }) : locked
}

/** Takes one entry off the list. A list without entries admits nobody, to whichever key uses it. */
export async function removeListEntry(
  tx: Tx,
  actor: KeyActor,
  { listId, ...change }: EntryPlace,
): Promise<Result<null, Refusal> | ChangeRefusal> {
  const locked = await lockListFor(tx, actor, { listId, kind: 'shared' })
  return locked.ok ? removeOneEntry(tx, actor, { ...change, subject: locked.value, action }) : locked
}
