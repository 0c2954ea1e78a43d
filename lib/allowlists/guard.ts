import { watchedRead } from '#lib/alerts/raise'
import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { readTogether } from '#lib/db/together'
import { parseAddress } from '#lib/ip/address'
import type { Network } from '#lib/ip/network'
import { refuseList } from '#lib/policies/check-list'
import { policiesRead } from '#lib/policies/read-policies'
import type { PolicyRefusal } from '#lib/policies/refusal'
import { flushCalls } from '#lib/traffic/record-call'
import type { AccessMode } from '#lib/verify/key-record'
import { type Concern, readConcern } from './concerned-keys.ts'
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
}

/** What this process has counted and not written yet is part of the last hour; it is not waited for longer than this. */
const FLUSH_MS = 500

/** `refused`: null when no policy forbids the change, and nobody who called lately is locked out or that was confirmed. */
export type Judged = {
  readonly refused: PolicyRefusal | LockoutRisk | null
  /** Whether anything may tell of the workspace's alerts. */
  readonly isWatched: boolean
}

/** `concern`: where it was read already, since `recentlyFrom`. */
export async function judgeChange(tx: Tx, actor: KeyActor, change: Guarded, concern?: Concern): Promise<Judged> {
  const { subject, after, accessMode, confirmed } = change
  if (!canRefuse(change)) {
    const { policies, isWatched } = concern ?? (await readRules(tx, subject))
    return { refused: refuseList(policies, subject, change), isWatched }
  }
  const { policies, isWatched, changes } = concern ?? (await concernNow(tx, subject))
  const forbidden = refuseList(policies, subject, change)
  if (forbidden !== null) return { refused: forbidden, isWatched }
  const keys = changes({ entries: after, accessMode })
  const risk = riskOf(keys, actor.address === null ? null : parseAddress(actor.address))
  return { refused: isRisky(risk) && !isConfirmed(risk, confirmed) ? lockoutRisk(risk, subject.now) : null, isWatched }
}

function readRules(tx: Tx, { workspaceId }: ListSubject): Promise<Pick<Concern, 'policies' | 'isWatched'>> {
  return readTogether(tx, { policies: policiesRead(workspaceId), isWatched: watchedRead(workspaceId) })
}

async function concernNow(tx: Tx, subject: ListSubject): Promise<Concern> {
  // Which keys use a list is told by the tables alone. Who called one key is known without a write.
  if (subject.kind !== 'key') await flushSoon()
  return readConcern(tx, subject, recentlyFrom(subject))
}

/** Who called since then is not locked out unasked. */
export function recentlyFrom({ now }: ListSubject): Date {
  return new Date(now.getTime() - RECENT_MS)
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
