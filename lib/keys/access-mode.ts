import { changeList } from '#lib/allowlists/change-list'
import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import { readEntries } from '#lib/allowlists/entries'
import { readListBefore } from '#lib/allowlists/list-before'
import type { KeyActor } from '#lib/audit/actor'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { type KeyRefusalCode, keySubject, lockKeyFor } from './key-lock.ts'
import type { KeyKind } from './key-resource.ts'
import type { AccessModeInput } from './schema.ts'
import type { AccessMode } from './views.ts'

export type AccessModeResult =
  | Result<{ accessMode: AccessMode; version: number }, KeyRefusalCode | 'conflict'>
  | ChangeRefusal

/** Changes how a key's list is applied, and nothing else of it. */
export function setAccessMode(actor: KeyActor, input: AccessModeInput): Promise<AccessModeResult> {
  return transaction((tx) => writeAccessMode(tx, actor, input))
}

type Wanted = Pick<AccessModeInput, 'keyId' | 'accessMode' | 'confirmed'> & { version?: number; kind?: KeyKind }

/** `version`: what the editor saw; absent where the caller has compared already. */
export async function writeAccessMode(tx: Tx, actor: KeyActor, wanted: Wanted): Promise<AccessModeResult> {
  const { keyId, kind, version, accessMode } = wanted
  const locked = await lockKeyFor(tx, actor, { keyId, action: 'edit', ...(kind === undefined ? {} : { kind }) })
  if (!locked.ok) return locked
  const key = locked.value
  if (accessMode === key.accessMode) return ok({ accessMode, version: key.version })
  if (version !== undefined && version !== key.version) {
    return refuse('conflict', 'Somebody else changed this key meanwhile. Look at it again, then decide.')
  }
  const before = await readListBefore(tx, keySubject(key))
  const changed = await changeList(tx, actor, {
    subject: keySubject(key),
    wanted: readEntries(before.stored),
    before,
    accessMode,
    action: 'key.access_mode',
    confirmed: wanted.confirmed,
  })
  return changed.ok ? ok({ accessMode, version: changed.value.version }) : changed
}
