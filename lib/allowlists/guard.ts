import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { parseAddress } from '#lib/ip/address'
import type { Network } from '#lib/ip/network'
import type { AppliedPolicies } from '#lib/policies/limits'
import { flushCalls } from '#lib/traffic/record-call'
import type { AccessMode } from '#lib/verify/key-record'
import { concernedKeys, type ListPlan } from './concerned-keys.ts'
import type { ReadEntry } from './entries.ts'
import { isConfirmed, isRisky, type LockoutRisk, lockoutRisk, RECENT_MS, riskOf } from './lockout.ts'
import type { ListSubject } from './subject.ts'

type Guarded = {
  readonly subject: ListSubject
  readonly before: readonly ReadEntry[]
  readonly after: readonly ReadEntry[]
  /** Afterwards. */
  readonly accessMode: AccessMode
  readonly confirmed: readonly Network[]
  /** Of the workspace. */
  readonly policies: AppliedPolicies
}

/** What this process has counted and not written yet is part of the last hour; it is not waited for longer than this. */
const FLUSH_MS = 500

/** Null when nobody who called lately is locked out, or that was confirmed. */
export async function guard(tx: Tx, actor: KeyActor, change: Guarded): Promise<LockoutRisk | null> {
  const { subject, after, accessMode, confirmed, policies } = change
  if (!canRefuse(change)) return null
  await flushSoon()
  const plan: ListPlan = { entries: after, accessMode }
  const since = new Date(subject.now.getTime() - RECENT_MS)
  const keys = await concernedKeys(tx, subject, { plan, since, policies })
  const risk = riskOf(keys, actor.address === null ? null : parseAddress(actor.address))
  return isRisky(risk) && !isConfirmed(risk, confirmed) ? lockoutRisk(risk, subject.now) : null
}

/** Only more entries in force, under the same mode, can refuse nobody; for the rest the callers are looked at. */
function canRefuse({ subject, before, after, accessMode }: Guarded): boolean {
  if (accessMode !== subject.accessMode) return true
  const stays = new Map(after.map((entry) => [entry.text, entry]))
  return before.some((entry) => {
    const now = stays.get(entry.text)
    return now === undefined || (entry.enabled && !now.enabled) || endsSooner(now.expiresAt, entry.expiresAt)
  })
}

function endsSooner(now: Date | null, before: Date | null): boolean {
  return now !== null && (before === null || now < before)
}

export async function flushSoon(): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FLUSH_MS)
  })
  await Promise.race([flushCalls(), limit])
  clearTimeout(timer)
}
