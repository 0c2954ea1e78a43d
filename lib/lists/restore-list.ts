import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import { readListBefore } from '#lib/allowlists/list-before'
import { applyRestore, planRestore, type RestoreRefusal } from '#lib/allowlists/restore'
import type { RestoreScope } from '#lib/allowlists/restore-scope'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import type { Network } from '#lib/ip/network'
import { admitsNobody, emptyCeiling } from './ceiling.ts'
import { type ListRefusalCode, lockListFor } from './list-lock.ts'

export type ListRestore = {
  /** Of a named list or of the ceiling. */
  readonly listId: string
  /** Which version of the list comes back. */
  readonly number: number
  /** A named list has no mode of its own. */
  readonly scope: RestoreScope
  /** Of the list as whoever restores saw it; absent where something else sees to that. */
  readonly seen?: number
  readonly confirmed: readonly Network[]
}

/** `version`: of the list, afterwards; `changed` is false when it stood so already. */
export type RestoredNamedList = { readonly version: number; readonly changed: boolean; readonly name: string }

export type RestoreListResult =
  | Result<RestoredNamedList, ListRefusalCode | RestoreRefusal | 'empty_ceiling' | 'conflict'>
  | ChangeRefusal

/** Brings an earlier list back as a new version, for all keys that it concerns. */
export async function restoreList(tx: Tx, actor: KeyActor, restore: ListRestore): Promise<RestoreListResult> {
  const { listId, number, seen, confirmed } = restore
  const locked = await lockListFor(tx, actor, { listId })
  if (!locked.ok) return locked
  const list = locked.value
  const before = await readListBefore(tx, list)
  const scope = list.kind === 'ceiling' ? restore.scope : 'list'
  const request = { subject: list, before, number, scope }
  const plan = await planRestore(tx, request)
  if (!plan.ok) return plan
  const { wanted, accessMode, changes } = plan.value
  // Before the version, so that a press sent twice succeeds twice.
  if (!changes) return ok({ version: list.version, changed: false, name: list.name })
  if (seen !== undefined && seen !== list.version) return conflict
  if (list.kind === 'ceiling' && accessMode === 'enforce' && admitsNobody(wanted, before.stored, list.now))
    return emptyCeiling
  const action = list.kind === 'ceiling' ? 'ceiling.restore' : 'list.restore'
  const restored = await applyRestore(tx, actor, { request, plan: plan.value, action, confirmed })
  return restored.ok ? ok({ ...restored.value, name: list.name }) : restored
}

const conflict = refuse('conflict', 'Somebody else changed this list meanwhile. Look at it again, then decide.')
