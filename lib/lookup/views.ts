import type { KeyKind } from '#lib/keys/key-resource'
import type { KeyTimes } from '#lib/keys/rules'
import type { AccessMode } from '#lib/keys/views'
import type { Page } from './page.ts'

/** What a look-up tells of a key. Neither its secret nor a digest is in it. */
export type LookupKey = KeyTimes & {
  id: string
  kind: KeyKind
  name: string
  displayPrefix: string
  lastFour: string
  accessMode: AccessMode
  workspace: { id: string; name: string }
  lastUsedAt: Date | null
}

/** An entry that lets some of the asked addresses through; `list` when it stands in a named list. */
export type ThroughEntry = { network: string; note: string | null; list: string | null }

export type AdmittingStaffKey = LookupKey & {
  through: 'entries' | 'open' | 'report' | 'bypass'
  reach: 'all' | 'part'
  /** How many of the asked addresses it lets through, and how many those are. */
  count: bigint
  of: bigint
  /** The closest few, and how many there are. */
  entries: ThroughEntry[]
  entryCount: number
}

export type AdmittingPage = Page<AdmittingStaffKey>

/** How calls with a key from one address ended. */
export type SeenKey = LookupKey & {
  /** As it was noted: an address, or a /64 of many. */
  address: string
  allowed: number
  refused: number
  /** Of the refused ones, by why; those that were let through though not listed are among them. */
  reasons: { outcome: string; count: number }[]
  firstAt: Date
  lastAt: Date
}

export type SeenPage = Page<SeenKey>
