import type { AuditAction } from '#lib/audit/actions'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { MAX_ENTRIES } from '#lib/ip/allowlist'
import type { Network } from '#lib/ip/network'
import type { AccessMode } from '#lib/verify/key-record'
import { isTooLong } from './bulk-plan.ts'
import { changeList } from './change-list.ts'
import type { ChangeRefusal } from './change-refusal.ts'
import { entryChanges, isUnchanged } from './entry-changes.ts'
import { readListBefore } from './list-before.ts'
import { type ListImport, wantedAfter } from './list-import.ts'
import type { ListSubject } from './subject.ts'

export type ImportRequest = {
  readonly subject: ListSubject
  readonly change: ListImport
  /** Afterwards. */
  readonly accessMode: AccessMode
  readonly action: Extract<AuditAction, 'key.allowlist' | 'list.entries'>
  /** The version that the preview was made from; absent where something else sees to that. */
  readonly seen?: number
  readonly confirmed: readonly Network[]
}

/** How many entries came, went and were said anew; `version` is that of the key or list afterwards. */
export type Imported = {
  readonly version: number
  readonly added: number
  readonly removed: number
  readonly changed: number
  readonly total: number
}

export type ImportRefusal = 'too_many_entries' | 'conflict'

/** Writes an import into a locked list, in one change. */
export async function importIntoList(
  tx: Tx,
  actor: KeyActor,
  { subject, change, seen, ...request }: ImportRequest,
): Promise<Result<Imported, ImportRefusal> | ChangeRefusal> {
  const before = await readListBefore(tx, subject)
  const { stored } = before
  const wanted = wantedAfter(stored, change)
  if (isTooLong(wanted.length)) return refuse('too_many_entries', tooMany(wanted.length))
  const changes = entryChanges(stored, wanted)
  const counts = {
    added: changes.added.length,
    removed: changes.removed.length,
    changed: changes.altered.length,
    total: wanted.length,
  }
  // Before the version, so that a save sent twice succeeds twice.
  if (isUnchanged(changes) && request.accessMode === subject.accessMode) {
    return ok({ version: subject.version, ...counts })
  }
  if (seen !== undefined && seen !== subject.version) return conflict
  const changed = await changeList(tx, actor, { ...request, subject, before, wanted })
  return changed.ok ? ok({ version: changed.value.version, ...counts }) : changed
}

const conflict = refuse(
  'conflict',
  'Somebody else changed the list meanwhile, and nothing was imported yet. The preview is made anew from the list as it is now: look at it again.',
)

function tooMany(entries: number): string {
  const [have, most] = [entries, MAX_ENTRIES].map((count) => count.toLocaleString('en-US'))
  return `The list would have ${have} entries, and a list holds at most ${most}. Nothing was imported.`
}
