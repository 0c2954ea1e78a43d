import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import { type Imported, type ImportRefusal, importIntoList } from '#lib/allowlists/import-list'
import type { ListImport } from '#lib/allowlists/list-import'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import type { Result } from '#lib/errors'
import type { Network } from '#lib/ip/network'
import { type ListRefusalCode, lockListFor } from './list-lock.ts'

export type ListEntriesImport = {
  readonly listId: string
  readonly change: ListImport
  /** The version that the preview was made from; absent where something else sees to that. */
  readonly version?: number
  readonly confirmed: readonly Network[]
}

export type ImportListResult = Result<Imported, ListRefusalCode | ImportRefusal> | ChangeRefusal

/** Brings many entries into a named list at once, or puts them in its place, for all keys that use it. */
export async function importListEntries(
  tx: Tx,
  actor: KeyActor,
  request: ListEntriesImport,
): Promise<ImportListResult> {
  const { listId, change, version, confirmed } = request
  const locked = await lockListFor(tx, actor, { listId, kind: 'shared' })
  if (!locked.ok) return locked
  const subject = locked.value
  const seen = version === undefined ? {} : { seen: version }
  const { accessMode } = subject
  return importIntoList(tx, actor, { subject, change, accessMode, action: 'list.entries', ...seen, confirmed })
}
