import type { KeyActor } from '#lib/audit/actor'
import { type Json, record } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import { Prisma } from '#lib/generated/prisma/client'
import { type ListEntry, networkText } from './allowed-ips.ts'
import { readEntries, storedEntries, writeEntries } from './entries.ts'
import { type EntryChanges, entryChanges, isUnchanged, type StoredEntry } from './entry-changes.ts'
import { type KeyRefusalCode, type LockedKey, lockKeyFor } from './key-lock.ts'
import { type KeyKind, type KeyResource, readKey } from './key-resource.ts'
import type { KeyFields } from './key-spec.ts'
import { listRecords } from './list-record.ts'
import { isInForce } from './listed-entry.ts'
import type { AccessMode } from './views.ts'

/** What a program changes of a key; what is absent stays. `entries` replaces the whole list. */
export type KeyChange = Partial<Pick<KeyFields, 'name' | 'scopes' | 'metadata' | 'rateLimit'>> & {
  readonly entries?: readonly ListEntry[]
}

/**
 * Changes a key. A list that is sent is exactly the list afterwards, and all of it in force: entries that are not in it go,
 * also those that were switched off, and entries that stay keep their note, author and date.
 */
export async function changeKey(
  tx: Tx,
  actor: KeyActor,
  request: { keyId: string; kind: KeyKind; change: KeyChange },
): Promise<Result<null, KeyRefusalCode>> {
  const locked = await lockKeyFor(tx, actor, { ...request, action: 'edit' })
  if (!locked.ok) return locked
  const { change } = request
  const key = locked.value
  const before = await readKey(tx, { workspaceId: actor.workspaceId, kind: request.kind }, key.id)
  if (before === null) throw new Error('a locked key is gone')
  const fields = changedFields(before, change)
  const list = change.entries === undefined ? null : await planList(tx, key, change.entries)
  if (Object.keys(fields).length === 0 && list === null) return ok(null)
  await recordChange(tx, actor, { key, before, fields, list })
  if (list !== null) await writeList(tx, actor, key, list)
  await writeFields(tx, key, { ...change, ...(list === null ? {} : { accessMode: list.accessMode }) })
  return ok(null)
}

type Fields = Omit<KeyChange, 'entries'>

function changedFields(before: KeyResource, { entries: _, ...change }: KeyChange): Fields {
  const differs = ([field, value]: [string, unknown]) => canonical(value) !== canonical(before[field as keyof Fields])
  return Object.fromEntries(Object.entries(change).filter(differs))
}

/** The order of members says nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

type ListPlan = {
  stored: readonly StoredEntry[]
  wanted: readonly ListEntry[]
  changes: EntryChanges
  revived: readonly StoredEntry[]
  accessMode: AccessMode
}

/** Null when the list stays as it is. */
async function planList(tx: Tx, key: LockedKey, entries: readonly ListEntry[]): Promise<ListPlan | null> {
  const stored = await storedEntries(tx, key.id)
  const wanted = withNotes(stored, entries)
  const changes = entryChanges(stored, wanted)
  const removed = new Set(changes.removed.map((entry) => entry.id))
  const revived = stored.filter((entry) => !removed.has(entry.id) && !isInForce(entry, key.now))
  const accessMode = accessModeFor(key.accessMode, entries.length)
  if (isUnchanged(changes) && revived.length === 0 && accessMode === key.accessMode) return null
  return { stored, wanted, changes, revived, accessMode }
}

/** Lists of programs carry no notes, so those that stay keep theirs. */
function withNotes(stored: readonly StoredEntry[], entries: readonly ListEntry[]): ListEntry[] {
  const notes = new Map(readEntries(stored).map((entry, index) => [stored[index]?.network, entry.note]))
  return entries.map((entry) => ({ ...entry, note: entry.note ?? notes.get(networkText(entry)) ?? null }))
}

/** An empty list opens the key; one that only reports goes on reporting. */
function accessModeFor(current: AccessMode, entries: number): AccessMode {
  if (entries === 0) return 'open'
  return current === 'report' ? 'report' : 'enforce'
}

async function writeList(tx: Tx, actor: KeyActor, key: LockedKey, { changes, revived }: ListPlan): Promise<void> {
  await writeEntries(tx, { workspaceId: actor.workspaceId, keyId: key.id, userId: actor.userId }, changes)
  if (revived.length === 0) return
  await tx.$executeRaw`
    UPDATE allowlist_entry SET enabled = true, expires_at = CASE WHEN expires_at > clock_timestamp() THEN expires_at END
    WHERE id = ANY(${revived.map((entry) => entry.id)}::uuid[])`
}

async function writeFields(tx: Tx, key: LockedKey, change: Fields & { accessMode?: AccessMode }): Promise<void> {
  const sets = [Prisma.sql`version = ${key.version + 1}`, Prisma.sql`updated_at = clock_timestamp()`]
  if (change.accessMode !== undefined) sets.push(Prisma.sql`access_mode = ${change.accessMode}::access_mode`)
  if (change.name !== undefined) sets.push(Prisma.sql`name = ${change.name}`)
  if (change.scopes !== undefined) sets.push(Prisma.sql`scopes = ${[...change.scopes]}::text[]`)
  if (change.metadata !== undefined) sets.push(Prisma.sql`metadata = ${jsonOf(change.metadata)}::jsonb`)
  if (change.rateLimit !== undefined) {
    sets.push(Prisma.sql`rate_quota = ${change.rateLimit?.quota ?? null}::bigint`)
    sets.push(Prisma.sql`rate_window_seconds = ${change.rateLimit?.windowSeconds ?? null}::int`)
  }
  await tx.$executeRaw`UPDATE api_key SET ${Prisma.join(sets)} WHERE id = ${key.id}::uuid`
}

const jsonOf = (value: unknown) => (value === null ? null : JSON.stringify(value))

/** Entries that admit again, by the list that names them; of very many the first. */
function revivedRecord(revived: readonly StoredEntry[]): { revived?: Json } {
  if (revived.length === 0) return {}
  return { revived: { total: revived.length, networks: revived.slice(0, MAX_NAMED).map((entry) => entry.network) } }
}

const MAX_NAMED = 20

type Change = { key: LockedKey; before: KeyResource; fields: Fields; list: ListPlan | null }

async function recordChange(tx: Tx, actor: KeyActor, { key, before, fields, list }: Change): Promise<void> {
  const was = Object.fromEntries(Object.keys(fields).map((field) => [field, before[field as keyof Fields] ?? null]))
  const sides = {
    before: { version: key.version, ...was } as Record<string, Json>,
    after: { version: key.version + 1, ...fields } as Record<string, Json>,
  }
  if (list !== null) {
    const lists = listRecords(readEntries(list.stored), list.wanted)
    Object.assign(sides.before, { accessMode: key.accessMode, list: lists.before })
    Object.assign(sides.after, { accessMode: list.accessMode, list: lists.after, ...revivedRecord(list.revived) })
  }
  const action = list === null ? 'key.update' : 'key.allowlist'
  await record(tx, { actor, action, workspaceId: actor.workspaceId, keyId: key.id, ...sides })
}
