import { type ListEntry, networkText } from '#lib/allowlists/allowed-ips'
import { changeList } from '#lib/allowlists/change-list'
import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import { readEntries } from '#lib/allowlists/entries'
import { entryChanges, isUnchanged, type StoredEntry, type WantedEntry } from '#lib/allowlists/entry-changes'
import { readListBefore } from '#lib/allowlists/list-before'
import { isInForce } from '#lib/allowlists/listed-entry'
import { sentList } from '#lib/allowlists/sent-list'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import type { Network } from '#lib/ip/network'
import { hasRight } from '#lib/workspaces/rights'
import { listConflict } from './list-conflict.ts'
import { type ListRefusalCode, type LockedList, lockListFor } from './list-lock.ts'
import type { ListConflict, SavedList } from './saved-list.ts'
import type { CeilingMode } from './views.ts'
import { accessModeOfCeiling } from './words.ts'

/** What is absent stays. `entries` replaces the whole list, and so does `sent`, as programs send it (lib/allowlists/sent-list.ts). */
export type CeilingChange = {
  readonly mode?: CeilingMode
  readonly entries?: readonly WantedEntry[]
  readonly sent?: readonly ListEntry[]
}

export type CeilingUpdate = {
  readonly change: CeilingChange
  /** The version that the change was made from; absent where something else sees to that. */
  readonly version?: number
  readonly confirmed: readonly Network[]
}

export type UpdateCeilingResult = Result<SavedList, ListRefusalCode | 'empty_ceiling'> | ListConflict | ChangeRefusal

/**
 * Changes the ceiling of the actor's workspace, or how it is applied. It is never enforced while it admits nobody: that would
 * refuse every call of every key.
 */
export async function updateCeiling(
  tx: Tx,
  actor: KeyActor,
  { change, version, confirmed }: CeilingUpdate,
): Promise<UpdateCeilingResult> {
  const locked = await lockCeiling(tx, actor)
  if (!locked.ok) return locked
  const ceiling = locked.value
  const before = await readListBefore(tx, ceiling)
  const { stored } = before
  const wanted = wantedBy(change, stored, ceiling.now)
  const accessMode = change.mode === undefined ? ceiling.accessMode : accessModeOfCeiling(change.mode)
  // Before the version, so that a save sent twice succeeds twice.
  if (accessMode === ceiling.accessMode && isUnchanged(entryChanges(stored, wanted))) return ok(savedOf(ceiling))
  if (version !== undefined && version !== ceiling.version) return listConflict(tx, ceiling, stored)
  if (accessMode === 'enforce' && admitsNobody(wanted, stored, ceiling.now)) return emptyCeiling
  const action = isUnchanged(entryChanges(stored, wanted)) ? 'ceiling.mode' : 'ceiling.entries'
  const changed = await changeList(tx, actor, {
    subject: ceiling,
    wanted,
    before,
    accessMode,
    action,
    confirmed,
  })
  if (!changed.ok) return changed
  return ok({ ...savedOf(ceiling), version: changed.value.version })
}

function wantedBy({ entries, sent }: CeilingChange, stored: readonly StoredEntry[], now: Date): readonly WantedEntry[] {
  if (sent !== undefined) return sentList(stored, sent, now)
  return entries ?? readEntries(stored)
}

/** The row of the ceiling, made where there is none yet: off and empty, which changes nothing. */
export async function lockCeiling(tx: Tx, actor: KeyActor): Promise<Result<LockedList, ListRefusalCode>> {
  const { workspaceId } = actor
  if (!hasRight(actor, 'changeShared')) return forbidden
  await tx.$executeRaw`
    INSERT INTO network_list (id, workspace_id, kind, name, access_mode, created_by_id)
    VALUES (gen_random_uuid(), ${workspaceId}::uuid, 'ceiling', 'Ceiling', 'open', ${actor.userId}::uuid)
    ON CONFLICT DO NOTHING`
  const row = await tx.networkList.findFirst({ where: { workspaceId, kind: 'ceiling' }, select: { id: true } })
  return lockListFor(tx, actor, { listId: row?.id ?? '', kind: 'ceiling' })
}

const forbidden = refuse('forbidden', 'Only an admin or the owner of the workspace can change its ceiling.')

export const emptyCeiling = refuse(
  'empty_ceiling',
  'An enforced ceiling without an address in force would refuse every call of every key. Add an address, or switch the ceiling off.',
)

/** What is wanted keeps the switch and the expiry that it is stored with, unless it says otherwise. */
export function admitsNobody(wanted: readonly WantedEntry[], stored: readonly StoredEntry[], now: Date): boolean {
  const known = new Map(stored.map((entry) => [entry.network, entry]))
  return !wanted.some((entry) => {
    const same = known.get(networkText(entry))
    const { enabled = same?.enabled ?? true, expiresAt = same?.expiresAt ?? null } = entry
    return isInForce({ enabled, expiresAt }, now)
  })
}

function savedOf({ id, name, description, version }: LockedList): SavedList {
  return { id, name, description, version }
}
