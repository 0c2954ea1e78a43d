import type { Actor } from '#lib/audit/actor'
import { type Json, record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import { formatAllowlist } from '#lib/ip/allowlist'
import { readEntries, storedEntries, writeEntries } from './entries.ts'
import { type EntryChanges, entryChanges, isUnchanged, type StoredEntry } from './entry-changes.ts'
import { restingEntries } from './entry-standing.ts'
import { type KeyRefusalCode, type LockedKey, lockKeyFor } from './key-lock.ts'
import { listRecords } from './list-record.ts'
import type { SavedKey, UpdateConflict } from './saved-key.ts'
import type { UpdateKeyInput } from './schema.ts'
import type { AccessMode } from './views.ts'

export type UpdateResult = Result<SavedKey, KeyRefusalCode> | UpdateConflict

/**
 * Saves name and list. Entries that stay keep their row, so one that is switched off or expired stays so: only an entry that
 * was not there before, or a program, admits it again.
 */
export function updateKey(actor: Actor, input: UpdateKeyInput): Promise<UpdateResult> {
  return transaction(async (tx): Promise<UpdateResult> => {
    const locked = await lockKeyFor(tx, actor, { keyId: input.keyId, action: 'edit' })
    if (!locked.ok) return locked
    const key = locked.value
    const stored = await storedEntries(tx, key.id)
    const edit = planEdit(key, stored, input)
    // Before the version, so that a save sent twice succeeds twice.
    if (!edit.changed) return ok(savedKey(key, stored))
    if (input.version !== key.version) return conflict(tx, key, stored)
    return ok(await write(tx, actor, { key, stored, edit, input }))
  })
}

type Edit = { changes: EntryChanges; accessMode: AccessMode; listChanged: boolean; changed: boolean }

function planEdit(key: LockedKey, stored: readonly StoredEntry[], input: UpdateKeyInput): Edit {
  const changes = entryChanges(stored, input.allowedIps)
  const accessMode = accessModeFor(key.accessMode, input.allowedIps.length)
  const listChanged = !isUnchanged(changes) || accessMode !== key.accessMode
  return { changes, accessMode, listChanged, changed: listChanged || input.name !== key.name }
}

/** The schema has seen the confirmation of an empty list. A key that only reports goes on reporting. */
function accessModeFor(current: AccessMode, entries: number): AccessMode {
  if (entries === 0) return 'open'
  return current === 'report' ? 'report' : 'enforce'
}

type Writing = { key: LockedKey; stored: readonly StoredEntry[]; edit: Edit; input: UpdateKeyInput }

async function write(tx: Tx, actor: Actor, { key, stored, edit, input }: Writing): Promise<SavedKey> {
  const version = key.version + 1
  const { accessMode } = edit
  // Everything that does not take the change clock comes first, so that other changes wait for as little as possible.
  await record(tx, {
    actor,
    action: edit.listChanged ? 'key.allowlist' : 'key.update',
    workspaceId: actor.workspaceId,
    keyId: key.id,
    ...sidesOf({ key, stored, edit, input }),
  })
  await writeEntries(tx, { workspaceId: actor.workspaceId, keyId: key.id, userId: actor.userId }, edit.changes)
  await tx.$executeRaw`
    UPDATE api_key SET name = ${input.name}, access_mode = ${accessMode}::access_mode, version = ${version},
      updated_at = clock_timestamp()
    WHERE id = ${key.id}::uuid`
  return { id: key.id, name: input.name, version, accessMode, allowedIps: formatAllowlist(input.allowedIps) }
}

function sidesOf({ key, stored, edit, input }: Writing): { before: Json; after: Json } {
  const before: Record<string, Json> = { version: key.version }
  const after: Record<string, Json> = { version: key.version + 1 }
  if (input.name !== key.name) Object.assign(before, { name: key.name }) && Object.assign(after, { name: input.name })
  if (edit.listChanged) {
    const lists = listRecords(readEntries(stored), input.allowedIps)
    Object.assign(before, { accessMode: key.accessMode, list: lists.before })
    Object.assign(after, { accessMode: edit.accessMode, list: lists.after })
  }
  return { before, after }
}

function savedKey(key: LockedKey, stored: readonly StoredEntry[]): SavedKey {
  const { id, name, version, accessMode } = key
  return { id, name, version, accessMode, allowedIps: formatAllowlist(readEntries(stored)) }
}

async function conflict(tx: Tx, key: LockedKey, stored: readonly StoredEntry[]): Promise<UpdateConflict> {
  const last = await tx.auditEvent.findFirst({
    where: { keyId: key.id, action: { in: ['key.create', 'key.import', 'key.update', 'key.allowlist'] } },
    orderBy: { id: 'desc' },
    select: { actorLabel: true, at: true },
  })
  return {
    ok: false,
    error: 'conflict',
    message: 'Somebody else saved this key while you were editing. Nothing of yours was saved yet.',
    current: {
      ...savedKey(key, stored),
      resting: restingEntries(stored, key.now),
      savedBy: last?.actorLabel ?? null,
      savedAt: last?.at ?? null,
    },
  }
}
