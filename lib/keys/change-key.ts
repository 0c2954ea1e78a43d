import type { ListEntry } from '#lib/allowlists/allowed-ips'
import { changeList } from '#lib/allowlists/change-list'
import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import { entryChanges, isUnchanged, type StoredEntry, type WantedEntry } from '#lib/allowlists/entry-changes'
import { type ListBefore, readKeyListBefore } from '#lib/allowlists/list-before'
import { isInForce } from '#lib/allowlists/listed-entry'
import { sentList } from '#lib/allowlists/sent-list'
import type { KeyActor } from '#lib/audit/actor'
import { type Json, record } from '#lib/audit/record'
import type { Tx } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import { Prisma } from '#lib/generated/prisma/client'
import type { Network } from '#lib/ip/network'
import { modeForList } from './key-access.ts'
import { type KeyRefusalCode, keySubject, type LockedKey, lockKeyFor } from './key-lock.ts'
import type { KeyKind } from './key-resource.ts'
import type { KeyFields, Metadata } from './key-spec.ts'
import type { AccessMode } from './views.ts'

type Changeable = Pick<KeyFields, 'name' | 'scopes' | 'metadata' | 'rateLimit'>

/** What a program changes of a key; what is absent stays. `entries` replaces the whole list. */
export type KeyChange = Partial<Changeable> & {
  readonly entries?: readonly ListEntry[]
}

/**
 * Changes a key. A list that is sent is exactly the list afterwards, and all of it in force: entries that are not in it go,
 * also those that were switched off, and entries that stay keep their note, author and date.
 */
export async function changeKey(
  tx: Tx,
  actor: KeyActor,
  request: { keyId: string; kind: KeyKind; change: KeyChange; confirmed: readonly Network[] },
): Promise<Result<null, KeyRefusalCode> | ChangeRefusal> {
  const locked = await lockKeyFor(tx, actor, { ...request, action: 'edit' })
  if (!locked.ok) return locked
  const { change } = request
  const key = locked.value
  const { entries: _, ...sent } = change
  // Most changes are of a list alone.
  const before = Object.keys(sent).length === 0 ? {} : await readFields(tx, key)
  const fields = changedFields(before, sent)
  const list = change.entries === undefined ? null : await planList(tx, key, change.entries)
  if (Object.keys(fields).length === 0 && list === null) return ok(null)
  const sides = sidesOf(before, fields)
  if (list !== null) {
    const changed = await changeList(tx, actor, {
      subject: keySubject(key),
      wanted: list.wanted,
      before: list.before,
      accessMode: list.accessMode,
      action: 'key.allowlist',
      fields: { before: sides.before, after: { ...sides.after, ...revivedRecord(list.revived) } },
      confirmed: request.confirmed,
    })
    if (!changed.ok) return changed
  } else await recordFields(tx, actor, { key, ...sides })
  if (Object.keys(fields).length > 0) await writeFields(tx, key, fields)
  return ok(null)
}

/** Without its entries: those are read where the list is sent. */
async function readFields(tx: Tx, { id }: LockedKey): Promise<Changeable> {
  const select = { name: true, scopes: true, metadata: true, rateQuota: true, rateWindowSeconds: true } as const
  const { rateQuota, rateWindowSeconds, metadata, ...plain } = await tx.apiKey.findUniqueOrThrow({
    where: { id },
    select,
  })
  const isLimited = rateQuota !== null && rateWindowSeconds !== null
  const rateLimit = isLimited ? { quota: Number(rateQuota), windowSeconds: rateWindowSeconds } : null
  return { ...plain, metadata: metadata as Metadata | null, rateLimit }
}

type Fields = Partial<Changeable>

function changedFields(before: Fields, change: Fields): Fields {
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
  before: ListBefore
  wanted: readonly WantedEntry[]
  revived: readonly StoredEntry[]
  accessMode: AccessMode
}

/** Null when the list stays as it is. */
async function planList(tx: Tx, key: LockedKey, entries: readonly ListEntry[]): Promise<ListPlan | null> {
  const before = await readKeyListBefore(tx, keySubject(key))
  const { stored, listCount } = before
  const wanted = sentList(stored, entries, key.now)
  const changes = entryChanges(stored, wanted)
  const accessMode = modeForList({ ...key, listCount }, entries.length)
  if (isUnchanged(changes) && accessMode === key.accessMode) return null
  const revived = stored.filter(
    (entry) => !isInForce(entry, key.now) && changes.altered.some(({ id }) => id === entry.id),
  )
  return { before, wanted, revived, accessMode }
}

async function writeFields(tx: Tx, key: LockedKey, change: Fields): Promise<void> {
  const sets = [Prisma.sql`version = ${key.version + 1}`, Prisma.sql`updated_at = clock_timestamp()`]
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

type Sides = { before: Record<string, Json>; after: Record<string, Json> }

function sidesOf(before: Fields, fields: Fields): Sides {
  const was = Object.fromEntries(Object.keys(fields).map((field) => [field, before[field as keyof Fields] ?? null]))
  return { before: was as Record<string, Json>, after: fields as Record<string, Json> }
}

async function recordFields(
  tx: Tx,
  actor: KeyActor,
  { key, before, after }: Sides & { key: LockedKey },
): Promise<void> {
  const { version } = key
  await record(tx, {
    actor,
    action: 'key.update',
    workspaceId: actor.workspaceId,
    keyId: key.id,
    before: { version, ...before },
    after: { version: version + 1, ...after },
  })
}
