import type { Network } from '#lib/ip/network'
import type { Caller } from '#lib/traffic/suggest-callers'
import type { AccessMode } from '#lib/verify/key-record'

/** An entry of the key's own list. */
export type HintEntry = {
  readonly id: string
  readonly network: Network
  readonly note: string | null
  readonly enabled: boolean
  readonly expiresAt: Date | null
  readonly addedAt: Date
  /** The published range file it was imported from: it is kept up to date by importing that again. */
  readonly source: string | null
  /** When it last let a caller through; null: never. Kept for as long as the entry is. */
  readonly lastMatchAt: Date | null
}

/** What hints are made of. `now` is the database's time. */
export type HintFacts = {
  readonly accessMode: AccessMode
  /** Revoked or expired. */
  readonly isOver: boolean
  readonly entries: readonly HintEntry[]
  /** In force in the named lists that the key uses. */
  readonly listed: readonly Network[]
  /** Who was let through in the last `seenDays` days. */
  readonly callers: readonly Caller[]
  readonly refused: readonly Network[]
  readonly seenDays: number
  /** Since when it is known whether entries of this key matched. */
  readonly matchesSince: Date
  readonly now: Date
}

export function entriesInForce({ entries, now }: Pick<HintFacts, 'entries' | 'now'>): HintEntry[] {
  return entries.filter((entry) => entry.enabled && (entry.expiresAt === null || entry.expiresAt > now))
}
