import type { KeyActor } from '#lib/audit/actor'
import type { Tx } from '#lib/db'
import { readTogether } from '#lib/db/together'
import { parseAddress } from '#lib/ip/address'
import type { Network } from '#lib/ip/network'
import { refuseList } from '#lib/policies/check-list'
import type { PolicyRefusal } from '#lib/policies/refusal'
import type { AccessMode } from '#lib/verify/key-record'
import { type Concern, readConcern, rulesRead } from './concerned-keys.ts'
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

/** Comparing callers with more networks than this costs more than to look at all of them. */
const MOST_NARROWED = 100

/** `refused`: null when no policy forbids the change, and nobody who called lately is locked out or that was confirmed. */
export type Judged = {
  readonly refused: PolicyRefusal | LockoutRisk | null
  /** Whether anything may tell of the workspace's alerts. */
  readonly isWatched: boolean
}

/** `concern`: where it was read already, since `recentlyFrom`. */
export async function judgeChange(tx: Tx, actor: KeyActor, change: Guarded, concern?: Concern): Promise<Judged> {
  const { subject, after, accessMode, confirmed } = change
  const narrowed = accessMode === subject.accessMode ? narrowedBy(change) : null
  if (narrowed?.length === 0) {
    const { policies, isWatched } = concern ?? (await readTogether(tx, rulesRead(subject)))
    return { refused: refuseList(policies, subject, change), isWatched }
  }
  const { policies, isWatched, changes } = concern ?? (await readConcern(tx, subject, recentlyFrom(subject)))
  const forbidden = refuseList(policies, subject, change)
  if (forbidden !== null) return { refused: forbidden, isWatched }
  const within = narrowed === null || narrowed.length > MOST_NARROWED ? null : narrowed
  const keys = await changes({ entries: after, accessMode }, within)
  const risk = riskOf(keys, actor.address === null ? null : parseAddress(actor.address))
  return { refused: isRisky(risk) && !isConfirmed(risk, confirmed) ? lockoutRisk(risk, subject.now) : null, isWatched }
}

/** Who called since then is not locked out unasked. */
export function recentlyFrom({ now }: ListSubject): Date {
  return new Date(now.getTime() - RECENT_MS)
}

/**
 * Networks whose entries go, are switched off or end sooner. Under the same mode nobody is refused who comes from elsewhere, so for more
 * entries, which can refuse nobody, no caller is looked at; and a key may have thousands.
 */
function narrowedBy({ before, after }: Guarded): Network[] {
  const stays = new Map(after.map((entry) => [entry.text, entry]))
  const isNarrowed = (entry: ReadEntry) => {
    const now = stays.get(entry.text)
    return now === undefined || (entry.enabled && !now.enabled) || endsSooner(now.expiresAt, entry.expiresAt)
  }
  return before.filter(isNarrowed).map(({ network }) => network)
}

function endsSooner(now: Date | null, before: Date | null): boolean {
  return now !== null && (before === null || now < before)
}
