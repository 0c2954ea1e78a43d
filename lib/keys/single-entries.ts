import type { KeyActor } from '#lib/audit/actor'
import { type Json, record } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { MAX_ENTRIES } from '#lib/ip/allowlist'
import { formatNetwork, parseCanonicalNetwork } from '#lib/ip/network'
import { type ListEntry, networkText } from './allowed-ips.ts'
import { readEntries, storedEntries } from './entries.ts'
import type { StoredEntry } from './entry-changes.ts'
import { type KeyRefusalCode, type LockedKey, lockKeyFor } from './key-lock.ts'
import { isKeyId, type KeyKind } from './key-resource.ts'
import { listRecords } from './list-record.ts'

type Place = { readonly keyId: string; readonly kind: KeyKind }
type EntryPlace = Place & { readonly entryId: string }

export type NewEntry = ListEntry & { readonly enabled: boolean; readonly expiresAt: Date | null }
/** What is absent stays. */
export type EntryChange = {
  readonly note?: string | null
  readonly enabled?: boolean
  readonly expiresAt?: Date | null
}

export type EntryRefusal = KeyRefusalCode | 'entry_exists' | 'too_many_entries' | 'entry_not_found'

/** Admits one more network. A key that was open enforces from now on: that is what its first entry says. */
export async function addEntry(
  tx: Tx,
  actor: KeyActor,
  { entry, ...place }: Place & { entry: NewEntry },
): Promise<
  Result<{ entryId: string }, EntryRefusal> | { ok: false; error: 'entry_exists'; message: string; entryId: string }
> {
  const locked = await lockKeyFor(tx, actor, { ...place, action: 'edit' })
  if (!locked.ok) return locked
  const stored = await storedEntries(tx, locked.value.id)
  const network = networkText(entry)
  const same = stored.find((other) => other.network === network)
  if (same !== undefined) return { ...refuse('entry_exists', `${network} is in the list already`), entryId: same.id }
  if (stored.length >= MAX_ENTRIES) {
    return refuse('too_many_entries', `a list holds at most ${MAX_ENTRIES} entries`)
  }
  const position = Math.max(-1, ...stored.map((other) => other.position)) + 1
  const accessMode = locked.value.accessMode === 'open' ? 'enforce' : locked.value.accessMode
  const key = { ...locked.value, accessMode } as const
  await recordEntry(tx, actor, {
    key: locked.value,
    accessMode,
    stored,
    wanted: [...readEntries(stored), entry],
    entry,
  })
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position, note, written, enabled, expires_at, added_by_id)
    VALUES (gen_random_uuid(), ${actor.workspaceId}::uuid, ${locked.value.id}::uuid, ${network}::inet, ${position},
      ${entry.note}, ${entry.written ?? null}, ${entry.enabled}, ${entry.expiresAt}, ${actor.userId}::uuid)
    RETURNING id::text AS id`
  await touch(tx, key)
  return ok({ entryId: made?.id ?? '' })
}

export async function changeEntry(
  tx: Tx,
  actor: KeyActor,
  { change, ...place }: EntryPlace & { change: EntryChange },
): Promise<Result<null, EntryRefusal>> {
  const found = await lockEntry(tx, actor, place)
  if (!found.ok) return found
  const { key, stored, entry } = found.value
  const after = { ...entry, ...change }
  if (isSame(entry, after)) return ok(null)
  const wanted = readEntries(stored.map((other) => (other.id === entry.id ? after : other)))
  await recordEntry(tx, actor, {
    key,
    accessMode: key.accessMode,
    stored,
    wanted,
    was: { ...entry, network: networkOf(entry) },
    entry: { ...after, network: networkOf(after) },
  })
  await tx.$executeRaw`
    UPDATE allowlist_entry SET note = ${after.note}, enabled = ${after.enabled}, expires_at = ${after.expiresAt}
    WHERE id = ${entry.id}::uuid`
  await touch(tx, key)
  return ok(null)
}

function isSame(a: StoredEntry, b: StoredEntry): boolean {
  return a.note === b.note && a.enabled === b.enabled && a.expiresAt?.getTime() === b.expiresAt?.getTime()
}

/** Takes one entry off the list. After the last one the key goes on enforcing, and so refuses everybody. */
export async function removeEntry(tx: Tx, actor: KeyActor, place: EntryPlace): Promise<Result<null, EntryRefusal>> {
  const found = await lockEntry(tx, actor, place)
  if (!found.ok) return found
  const { key, stored, entry } = found.value
  const wanted = readEntries(stored.filter((other) => other.id !== entry.id))
  await recordEntry(tx, actor, { key, accessMode: key.accessMode, stored, wanted, entry: null })
  await tx.$executeRaw`DELETE FROM allowlist_entry WHERE id = ${entry.id}::uuid`
  await touch(tx, key)
  return ok(null)
}

type Found = { key: LockedKey; stored: StoredEntry[]; entry: StoredEntry }

async function lockEntry(tx: Tx, actor: KeyActor, place: EntryPlace): Promise<Result<Found, EntryRefusal>> {
  const locked = await lockKeyFor(tx, actor, { keyId: place.keyId, kind: place.kind, action: 'edit' })
  if (!locked.ok) return locked
  const stored = await storedEntries(tx, locked.value.id)
  const wanted = place.entryId.toLowerCase()
  const entry = isKeyId(wanted) ? stored.find((other) => other.id === wanted) : undefined
  if (entry === undefined) return refuse('entry_not_found', 'This entry does not exist.')
  return ok({ key: locked.value, stored, entry })
}

function networkOf(entry: StoredEntry) {
  const network = parseCanonicalNetwork(entry.network)
  if (network === null) throw new Error('a stored network is not in canonical form')
  return network
}

/** The key as it is to be; nothing done to single entries opens one. */
async function touch(tx: Tx, key: LockedKey): Promise<void> {
  await tx.$executeRaw`
    UPDATE api_key SET version = ${key.version + 1}, updated_at = clock_timestamp(),
      access_mode = ${key.accessMode}::access_mode
    WHERE id = ${key.id}::uuid`
}

type EntryRecord = {
  key: LockedKey
  /** Afterwards. */
  accessMode: LockedKey['accessMode']
  stored: readonly StoredEntry[]
  wanted: readonly ListEntry[]
  /** As it stood before; absent when there was none, or it is gone. */
  was?: Omit<NewEntry, 'written'>
  /** As it stands afterwards; null when it is gone. */
  entry: Omit<NewEntry, 'written'> | null
}

async function recordEntry(
  tx: Tx,
  actor: KeyActor,
  { key, accessMode, stored, wanted, was, entry }: EntryRecord,
): Promise<void> {
  const lists = listRecords(readEntries(stored), wanted)
  const { version } = key
  await record(tx, {
    actor,
    action: 'key.allowlist',
    workspaceId: actor.workspaceId,
    keyId: key.id,
    before: {
      version,
      accessMode: key.accessMode,
      list: lists.before,
      ...(was === undefined ? {} : { entry: entryJson(was) }),
    },
    after: {
      version: version + 1,
      accessMode,
      list: lists.after,
      ...(entry === null ? {} : { entry: entryJson(entry) }),
    },
  })
}

function entryJson({ network, note, enabled, expiresAt }: Omit<NewEntry, 'written'>): Json {
  return { network: formatNetwork(network), note, enabled, expiresAt: expiresAt?.toISOString() ?? null }
}
