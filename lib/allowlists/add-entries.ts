import type { AuditAction } from '#lib/audit/actions'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { MAX_ENTRIES } from '#lib/ip/allowlist'
import type { Network } from '#lib/ip/network'
import type { AccessMode } from '#lib/verify/key-record'
import { type ListEntry, networkText } from './allowed-ips.ts'
import { changeList } from './change-list.ts'
import type { ChangeRefusal } from './change-refusal.ts'
import { readEntries } from './entries.ts'
import { readListBefore } from './list-before.ts'
import type { ListSubject } from './subject.ts'

/** How many entries came to the list; those that were in it already stay as they are. */
export type AddedEntries = { added: number; known: number }

export type NewEntries = {
  readonly subject: ListSubject
  readonly text: readonly ListEntry[]
  /** Of those that have none of their own. */
  readonly note: string | null
  readonly expiresAt: Date | null
  /** Afterwards. */
  readonly accessMode: AccessMode
  readonly action: AuditAction
  readonly confirmed: readonly Network[]
}

/** Puts entries at the end of a list, all in one change. */
export async function addEntriesTo(
  tx: Tx,
  actor: KeyActor,
  { text, note, expiresAt, ...change }: NewEntries,
): Promise<Result<AddedEntries, 'entry_exists' | 'too_many_entries'> | ChangeRefusal> {
  const before = await readListBefore(tx, change.subject)
  const { stored } = before
  const known = new Set(stored.map((entry) => entry.network))
  const fresh = text.filter((entry) => !known.has(networkText(entry)))
  if (fresh.length === 0) return refuse('entry_exists', existing(text.length))
  if (stored.length + fresh.length > MAX_ENTRIES) {
    return refuse('too_many_entries', `A list holds at most ${MAX_ENTRIES.toLocaleString('en-US')} entries.`)
  }
  const added = fresh.map((entry) => ({ network: entry.network, note: entry.note ?? note, expiresAt }))
  const changed = await changeList(tx, actor, {
    ...change,
    before,
    wanted: [...readEntries(stored), ...added],
  })
  return changed.ok ? ok({ added: added.length, known: text.length - added.length }) : changed
}

function existing(count: number): string {
  return count === 1 ? 'This is in the list already.' : 'All of these are in the list already.'
}
