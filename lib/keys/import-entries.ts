import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import { type Imported, type ImportRefusal, importIntoList } from '#lib/allowlists/import-list'
import { type ListImport, modeAfter } from '#lib/allowlists/list-import'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import type { Result } from '#lib/errors'
import type { Network } from '#lib/ip/network'
import { type KeyRefusalCode, keySubject, lockKeyFor } from './key-lock.ts'
import type { KeyKind } from './key-resource.ts'

export type KeyImport = {
  readonly keyId: string
  readonly kind?: KeyKind
  readonly change: ListImport
  /** An open key obeys its list from now on; without it, it stays open. */
  readonly enforce: boolean
  /** The version that the preview was made from; absent where something else sees to that. */
  readonly version?: number
  readonly confirmed: readonly Network[]
}

export type ImportKeyResult = Result<Imported, KeyRefusalCode | ImportRefusal> | ChangeRefusal

/** Brings many entries into a key's own list at once, or puts them in its place. */
export async function importKeyEntries(tx: Tx, actor: KeyActor, request: KeyImport): Promise<ImportKeyResult> {
  const { keyId, kind, change, enforce, version, confirmed } = request
  const locked = await lockKeyFor(tx, actor, { keyId, action: 'edit', ...(kind === undefined ? {} : { kind }) })
  if (!locked.ok) return locked
  const subject = keySubject(locked.value)
  const accessMode = modeAfter(subject.accessMode, enforce)
  const seen = version === undefined ? {} : { seen: version }
  return importIntoList(tx, actor, { subject, change, accessMode, action: 'key.allowlist', ...seen, confirmed })
}
