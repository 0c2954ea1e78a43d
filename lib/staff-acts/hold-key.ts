import type { StaffActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import type { KeyStanding } from '#lib/keys/key-lifecycle'
import type { LockedKey } from '#lib/keys/key-lock'
import { keyStatus } from '#lib/keys/rules'
import { lockToAct, type StaffRefusal } from './lock-key.ts'
import type { HoldKeyInput } from './schema.ts'
import { tellOfAct } from './tell-owner.ts'

export type HoldResult = Result<KeyStanding, StaffRefusal>

/** Stops a key at its next call, until staff lift it: its owner cannot. One that its owner paused is held as well. */
export function pauseKey(staff: StaffActor, { keyId, reason }: HoldKeyInput): Promise<HoldResult> {
  return transaction(async (tx) => {
    const locked = await lockToAct(tx, staff, { keyId, words: reason })
    if (!locked.ok) return locked
    const key = locked.value
    const status = keyStatus(key, key.now)
    if (key.staffHoldAt !== null) return refuse('wrong_state', 'Staff hold this key already.')
    if (status === 'expired' || status === 'revoked') return refuse('wrong_state', `This key is ${status} already.`)
    await recordHold(tx, staff, { key, action: 'key.hold', after: 'paused', reason })
    // Of one moment where the owner had not paused it, so that lifting knows the two apart.
    await tx.$executeRaw`
      UPDATE api_key SET staff_hold_at = ${key.now}, staff_hold_by = ${staff.label}, staff_hold_reason = ${reason},
        paused_at = coalesce(paused_at, ${key.now}), updated_at = clock_timestamp() WHERE id = ${key.id}::uuid`
    await tellOfAct(tx, key, { act: 'held', reason })
    return ok({ id: key.id, name: key.name, status: 'paused' })
  })
}

/** Gives a held key back to its owner: it works again at its next call, unless the owner had paused it before. */
export function liftHold(staff: StaffActor, { keyId, reason }: HoldKeyInput): Promise<HoldResult> {
  return transaction(async (tx) => {
    const locked = await lockToAct(tx, staff, { keyId, words: reason })
    if (!locked.ok) return locked
    const key = locked.value
    if (key.staffHoldAt === null) return refuse('wrong_state', 'Staff do not hold this key.')
    const pausedAt = key.pausedAt !== null && key.pausedAt < key.staffHoldAt ? key.pausedAt : null
    const status = keyStatus({ ...key, pausedAt }, key.now)
    await recordHold(tx, staff, { key, action: 'key.hold_lift', after: status, reason })
    await tx.$executeRaw`
      UPDATE api_key SET staff_hold_at = NULL, staff_hold_by = NULL, staff_hold_reason = NULL, paused_at = ${pausedAt},
        updated_at = clock_timestamp() WHERE id = ${key.id}::uuid`
    await tellOfAct(tx, key, { act: 'lifted', reason })
    return ok({ id: key.id, name: key.name, status })
  })
}

type Hold = { key: LockedKey; action: 'key.hold' | 'key.hold_lift'; after: KeyStanding['status']; reason: string }

function recordHold(tx: Tx, staff: StaffActor, { key, action, after, reason }: Hold): Promise<void> {
  return record(tx, {
    ...{ actor: staff, action, workspaceId: key.workspaceId, keyId: key.id },
    before: { status: keyStatus(key, key.now) },
    after: { status: after, said: reason },
  })
}
