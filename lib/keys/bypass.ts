import type { KeyActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { readEffective } from '#lib/policies/read-policies'
import { type PolicyRefusal, policyRefusal } from '#lib/policies/refusal'
import { bypassSentence } from '#lib/policies/words'
import { type KeyRefusalCode, type LockedKey, lockKeyFor } from './key-lock.ts'
import type { KeyKind } from './key-resource.ts'
import type { BypassInput, KeyIdInput } from './schema.ts'

/** A key that lets any address through for a while, within the ceiling of its workspace. `by`: as audit events have it. */
export type Bypass = { from: Date; until: Date; reason: string; by: string }

export type BypassResult = Result<Bypass, KeyRefusalCode | 'not_enforcing'> | PolicyRefusal

/** Opens a key for some minutes. It ends by itself: verification compares its end with the database's time at each call. */
export function openBypass(actor: KeyActor, input: BypassInput): Promise<BypassResult> {
  return transaction((tx) => writeBypass(tx, actor, input))
}

export function endBypass(actor: KeyActor, input: KeyIdInput): Promise<Result<null, KeyRefusalCode>> {
  return transaction((tx) => writeBypassEnd(tx, actor, input))
}

type Kind = { readonly kind?: KeyKind }

/** The same within a transaction. One that runs already is replaced, so that none lasts longer than it was opened for. */
export async function writeBypass(
  tx: Tx,
  actor: KeyActor,
  { minutes, reason, ...place }: BypassInput & Kind,
): Promise<BypassResult> {
  const locked = await lockKeyFor(tx, actor, { ...place, action: 'bypass' })
  if (!locked.ok) return locked
  const key = locked.value
  if (key.accessMode !== 'enforce') {
    return refuse('not_enforcing', 'This key lets every address through already, so there is nothing to bypass.')
  }
  const policy = await readEffective(tx, actor.workspaceId)
  if (policy.rules.requireRestricted) return policyRefusal(bypassSentence(policy))
  const bypass = { from: key.now, until: new Date(key.now.getTime() + minutes * 60_000), reason, by: actor.label }
  await recordBypass(tx, actor, key, bypass)
  await tx.$executeRaw`
    UPDATE api_key SET bypass_from = ${bypass.from}, bypass_until = ${bypass.until}, bypass_reason = ${reason},
      bypass_by = ${bypass.by}, updated_at = clock_timestamp() WHERE id = ${key.id}::uuid`
  return ok(bypass)
}

/** Ends one that runs; where none does, nothing happens. Times are kept to the millisecond, so its end is rounded down. */
export async function writeBypassEnd(
  tx: Tx,
  actor: KeyActor,
  place: KeyIdInput & Kind,
): Promise<Result<null, KeyRefusalCode>> {
  const locked = await lockKeyFor(tx, actor, { ...place, action: 'end_bypass' })
  if (!locked.ok) return locked
  const key = locked.value
  if (key.bypassUntil === null || key.bypassUntil <= key.now) return ok(null)
  await record(tx, {
    actor,
    action: 'key.bypass_end',
    workspaceId: actor.workspaceId,
    keyId: key.id,
    before: { bypassUntil: key.bypassUntil.toISOString() },
  })
  await tx.$executeRaw`
    UPDATE api_key SET bypass_until = greatest(bypass_from, date_trunc('milliseconds', clock_timestamp())),
      updated_at = clock_timestamp() WHERE id = ${key.id}::uuid`
  return ok(null)
}

function recordBypass(tx: Tx, actor: KeyActor, key: LockedKey, { until, reason }: Bypass): Promise<void> {
  return record(tx, {
    actor,
    action: 'key.bypass',
    workspaceId: actor.workspaceId,
    keyId: key.id,
    after: { bypassUntil: until.toISOString(), reason },
  })
}
