import { changeList } from '#lib/allowlists/change-list'
import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import { readEntries } from '#lib/allowlists/entries'
import { entryChanges, isUnchanged, type StoredEntry } from '#lib/allowlists/entry-changes'
import { restingEntries } from '#lib/allowlists/entry-standing'
import { type ListBefore, readKeyListBefore } from '#lib/allowlists/list-before'
import type { Actor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import { formatAllowlist } from '#lib/ip/allowlist'
import { modeForList } from './key-access.ts'
import { type KeyRefusalCode, keySubject, type LockedKey, lockKeyFor } from './key-lock.ts'
import type { SavedKey, UpdateConflict } from './saved-key.ts'
import type { UpdateKeyInput } from './schema.ts'
import type { AccessMode } from './views.ts'

export type UpdateResult = Result<SavedKey, KeyRefusalCode> | UpdateConflict | ChangeRefusal

/**
 * Saves name and list. Entries that stay keep their row, so one that is switched off or expired stays so: only an entry that
 * was not there before, or a program, admits it again.
 */
export function updateKey(actor: Actor, input: UpdateKeyInput): Promise<UpdateResult> {
  return transaction(async (tx): Promise<UpdateResult> => {
    const locked = await lockKeyFor(tx, actor, { keyId: input.keyId, action: 'edit' })
    if (!locked.ok) return locked
    const key = locked.value
    const before = await readKeyListBefore(tx, keySubject(key))
    const { stored, listCount } = before
    const accessMode = modeForList({ ...key, listCount }, input.allowedIps.length)
    const isListSame = isUnchanged(entryChanges(stored, input.allowedIps)) && accessMode === key.accessMode
    // Before the version, so that a save sent twice succeeds twice.
    if (isListSame && input.name === key.name) return ok(savedKey(key, stored))
    if (input.version !== key.version) return conflict(tx, key, stored)
    if (isListSame) return ok(await rename(tx, actor, { key, stored, name: input.name }))
    return saveList(tx, actor, { key, before, input, accessMode })
  })
}

type Saving = { key: LockedKey; before: ListBefore; input: UpdateKeyInput; accessMode: AccessMode }

async function saveList(tx: Tx, actor: Actor, { key, before, input, accessMode }: Saving): Promise<UpdateResult> {
  const isRenamed = input.name !== key.name
  const saved = await changeList(tx, actor, {
    subject: keySubject(key),
    wanted: input.allowedIps,
    before,
    accessMode,
    action: 'key.allowlist',
    ...(isRenamed ? { fields: { before: { name: key.name }, after: { name: input.name } } } : {}),
    confirmed: input.confirmed,
  })
  if (!saved.ok) return saved
  if (isRenamed) await tx.$executeRaw`UPDATE api_key SET name = ${input.name} WHERE id = ${key.id}::uuid`
  const { version } = saved.value
  return ok({ id: key.id, name: input.name, version, accessMode, allowedIps: formatAllowlist(input.allowedIps) })
}

type Renaming = { key: LockedKey; stored: readonly StoredEntry[]; name: string }

async function rename(tx: Tx, actor: Actor, { key, stored, name }: Renaming): Promise<SavedKey> {
  const version = key.version + 1
  const sides = { before: { version: key.version, name: key.name }, after: { version, name } }
  await record(tx, { actor, action: 'key.update', workspaceId: actor.workspaceId, keyId: key.id, ...sides })
  await tx.$executeRaw`
    UPDATE api_key SET name = ${name}, version = ${version}, updated_at = clock_timestamp() WHERE id = ${key.id}::uuid`
  return { ...savedKey(key, stored), name, version }
}

function savedKey(key: LockedKey, stored: readonly StoredEntry[]): SavedKey {
  const { id, name, version, accessMode } = key
  return { id, name, version, accessMode, allowedIps: formatAllowlist(readEntries(stored)) }
}

async function conflict(tx: Tx, key: LockedKey, stored: readonly StoredEntry[]): Promise<UpdateConflict> {
  const last = await tx.auditEvent.findFirst({
    where: { keyId: key.id, action: { in: VERSION_ACTIONS } },
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

/** What raises a key's version. */
const VERSION_ACTIONS = ['key.create', 'key.import', 'key.update', 'key.allowlist', 'key.access_mode', 'key.restore']
