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
import { type KeyRefusalCode, keySubject, lockKeyFor } from './key-lock.ts'
import type { KeyKind } from './key-resource.ts'

export type { EntryChange, NewEntry } from '#lib/allowlists/one-entry'

/** `kind`: only a key of that kind is found. `confirmed`: networks whose callers may be locked out. */
type Place = { readonly keyId: string; readonly kind?: KeyKind; readonly confirmed: readonly Network[] }
type EntryPlace = Place & { readonly entryId: string }

export type EntryRefusal = KeyRefusalCode | OneEntryRefusal

const action = 'key.allowlist'

/** Admits one more network. A key that was open enforces from now on: that is what its first entry says. */
export async function addEntry(
  tx: Tx,
  actor: KeyActor,
  { entry, ...place }: Place & { entry: NewEntry },
): Promise<Result<{ entryId: string }, EntryRefusal> | EntryExists | ChangeRefusal> {
  const locked = await lockKeyFor(tx, actor, { ...place, action: 'edit' })
  if (!locked.ok) return locked
  const subject = keySubject(locked.value)
  const accessMode = subject.accessMode === 'open' ? 'enforce' : subject.accessMode
  return addOneEntry(tx, actor, { subject, entry, accessMode, action, confirmed: place.confirmed })
}

export async function changeEntry(
  tx: Tx,
  actor: KeyActor,
  { change: entry, ...place }: EntryPlace & { change: EntryChange },
): Promise<Result<null, EntryRefusal> | ChangeRefusal> {
  const locked = await lockKeyFor(tx, actor, { ...place, action: 'edit' })
  if (!locked.ok) return locked
  const { entryId, confirmed } = place
  return changeOneEntry(tx, actor, { subject: keySubject(locked.value), entryId, entry, action, confirmed })
}

/** Takes one entry off the list. After the last one the key goes on enforcing, and so refuses everybody. */
export async function removeEntry(
  tx: Tx,
  actor: KeyActor,
  place: EntryPlace,
): Promise<Result<null, EntryRefusal> | ChangeRefusal> {
  const locked = await lockKeyFor(tx, actor, { ...place, action: 'edit' })
  if (!locked.ok) return locked
  const { entryId, confirmed } = place
  return removeOneEntry(tx, actor, { subject: keySubject(locked.value), entryId, action, confirmed })
}
