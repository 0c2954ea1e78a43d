import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import { readListBefore } from '#lib/allowlists/list-before'
import { applyRestore, planRestore, type RestoreRefusal } from '#lib/allowlists/restore'
import type { RestoreScope } from '#lib/allowlists/restore-scope'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import type { Network } from '#lib/ip/network'
import { type KeyRefusalCode, keySubject, lockKeyFor } from './key-lock.ts'
import type { KeyKind } from './key-resource.ts'

export type KeyRestore = {
  readonly keyId: string
  readonly kind?: KeyKind
  /** Which version of the list comes back. */
  readonly number: number
  readonly scope: RestoreScope
  /** Of the key as whoever restores saw it; absent where something else sees to that. */
  readonly seen?: number
  readonly confirmed: readonly Network[]
}

/** `version`: of the key, afterwards; `changed` is false when it stood so already. */
export type RestoredList = { readonly version: number; readonly changed: boolean; readonly name: string }

export type RestoreKeyResult = Result<RestoredList, KeyRefusalCode | RestoreRefusal | 'conflict'> | ChangeRefusal

/** Brings an earlier list of a key back, as a new version. Which named lists the key uses stays as it is. */
export async function restoreKeyList(tx: Tx, actor: KeyActor, restore: KeyRestore): Promise<RestoreKeyResult> {
  const { keyId, kind, number, scope, seen, confirmed } = restore
  const locked = await lockKeyFor(tx, actor, { keyId, action: 'edit', ...(kind === undefined ? {} : { kind }) })
  if (!locked.ok) return locked
  const key = locked.value
  const subject = keySubject(key)
  const request = { subject, before: await readListBefore(tx, subject), number, scope }
  const plan = await planRestore(tx, request)
  if (!plan.ok) return plan
  // Before the version, so that a press sent twice succeeds twice.
  if (!plan.value.changes) return ok({ version: key.version, changed: false, name: key.name })
  if (seen !== undefined && seen !== key.version) return conflict
  const restored = await applyRestore(tx, actor, { request, plan: plan.value, action: 'key.restore', confirmed })
  return restored.ok ? ok({ ...restored.value, name: key.name }) : restored
}

const conflict = refuse('conflict', 'Somebody else changed this key meanwhile. Look at it again, then decide.')
