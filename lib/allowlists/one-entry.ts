import type { AuditAction } from '#lib/audit/actions'
import type { KeyActor } from '#lib/audit/actor'
import type { Json } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { MAX_ENTRIES } from '#lib/ip/allowlist'
import { type Network, storedNetwork } from '#lib/ip/network'
import type { AccessMode } from '#lib/verify/key-record'
import { type ListEntry, networkText } from './allowed-ips.ts'
import { changeList } from './change-list.ts'
import type { ChangeRefusal } from './change-refusal.ts'
import { storedEntries } from './entries.ts'
import type { StoredEntry, WantedEntry } from './entry-changes.ts'
import { readListBefore } from './list-before.ts'
import type { ListSubject } from './subject.ts'

export type NewEntry = ListEntry & { readonly enabled: boolean; readonly expiresAt: Date | null }

/** What is absent stays. */
export type EntryChange = {
  readonly note?: string | null
  readonly enabled?: boolean
  readonly expiresAt?: Date | null
}

export type OneEntryRefusal = 'entry_exists' | 'too_many_entries' | 'entry_not_found'

export type EntryExists = { ok: false; error: 'entry_exists'; message: string; entryId: string }

/** Whose list, read and locked; how it is recorded; and whose callers may be locked out. */
type OneChange = {
  readonly subject: ListSubject
  readonly action: AuditAction
  /** Afterwards; absent: stays. */
  readonly accessMode?: AccessMode
  readonly confirmed: readonly Network[]
}

/** Puts one more network at the end of a list. */
export async function addOneEntry(
  tx: Tx,
  actor: KeyActor,
  { entry, ...change }: OneChange & { entry: NewEntry },
): Promise<Result<{ entryId: string }, OneEntryRefusal> | EntryExists | ChangeRefusal> {
  const { subject } = change
  const before = await readListBefore(tx, subject)
  const { stored } = before
  const network = networkText(entry)
  const same = stored.find((other) => other.network === network)
  if (same !== undefined) return { ...refuse('entry_exists', `${network} is in the list already`), entryId: same.id }
  if (stored.length >= MAX_ENTRIES) return refuse('too_many_entries', `a list holds at most ${MAX_ENTRIES} entries`)
  const wanted = [...stored.map(stated), entry]
  const changed = await changeList(tx, actor, {
    ...change,
    before,
    wanted,
    fields: { after: { entry: entryJson(entry) } },
  })
  if (!changed.ok) return changed
  const now = await storedEntries(tx, subject)
  return ok({ entryId: now.find((other) => other.network === network)?.id ?? '' })
}

/** Changes what one entry says and does, not which network it is. */
export async function changeOneEntry(
  tx: Tx,
  actor: KeyActor,
  { entryId, entry, ...change }: OneChange & { entryId: string; entry: EntryChange },
): Promise<Result<null, OneEntryRefusal> | ChangeRefusal> {
  const before = await readListBefore(tx, change.subject)
  const { stored } = before
  const found = stored.find((other) => other.id === entryId.toLowerCase())
  if (found === undefined) return noSuchEntry
  const after = { ...stated(found), ...entry }
  const wanted = stored.map((other) => (other.id === found.id ? after : stated(other)))
  const fields = { before: { entry: entryJson(stated(found)) }, after: { entry: entryJson(after) } }
  const changed = await changeList(tx, actor, { ...change, before, wanted, fields })
  return changed.ok ? ok(null) : changed
}

/** Takes one entry off a list. */
export async function removeOneEntry(
  tx: Tx,
  actor: KeyActor,
  { entryId, ...change }: OneChange & { entryId: string },
): Promise<Result<null, OneEntryRefusal> | ChangeRefusal> {
  const before = await readListBefore(tx, change.subject)
  const { stored } = before
  const found = stored.find((other) => other.id === entryId.toLowerCase())
  if (found === undefined) return noSuchEntry
  const wanted = stored.filter((other) => other.id !== found.id).map(stated)
  const changed = await changeList(tx, actor, { ...change, before, wanted })
  return changed.ok ? ok(null) : changed
}

const noSuchEntry = refuse('entry_not_found', 'This entry does not exist.')

type StatedEntry = WantedEntry & Pick<NewEntry, 'enabled' | 'expiresAt'>

/** A stored entry as it is, to be kept so. */
function stated({ network: text, note, enabled, expiresAt }: StoredEntry): StatedEntry {
  const network = storedNetwork(text)
  return { network, note, enabled, expiresAt }
}

function entryJson(entry: StatedEntry): Json {
  const { note, enabled, expiresAt } = entry
  return { network: networkText(entry), note, enabled, expiresAt: expiresAt?.toISOString() ?? null }
}
