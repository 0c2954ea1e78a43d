import { type AddedEntries, addEntriesTo } from '#lib/allowlists/add-entries'
import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import type { Result } from '#lib/errors'
import type { AddEntriesInput } from './entry-schema.ts'
import { type KeyRefusalCode, keySubject, lockKeyFor } from './key-lock.ts'

export type { AddedEntries } from '#lib/allowlists/add-entries'

export type AddRefusal = KeyRefusalCode | 'entry_exists' | 'too_many_entries'

/**
 * Puts entries at the end of a key's list, all in one change. The access mode stays: an open key stays open unless `enforce`
 * says otherwise, because closing a key is an act of its own.
 */
export async function addEntries(
  tx: Tx,
  actor: KeyActor,
  { keyId, enforce, ...added }: AddEntriesInput,
): Promise<Result<AddedEntries, AddRefusal> | ChangeRefusal> {
  const locked = await lockKeyFor(tx, actor, { keyId, action: 'edit' })
  if (!locked.ok) return locked
  const subject = keySubject(locked.value)
  const accessMode = enforce && subject.accessMode === 'open' ? 'enforce' : subject.accessMode
  return addEntriesTo(tx, actor, { ...added, subject, accessMode, action: 'key.allowlist' })
}
