import type { HistoryChange } from './history-change.ts'
import type { KeyTimes } from './rules.ts'

/**
 * `open`: any address; `enforce`: only the list; `report`: judged and recorded, but let through.
 * Apart from the list, so that a list that lost its entries by an accident still refuses.
 */
export type AccessMode = 'open' | 'enforce' | 'report'

/** What the pages show of a key. Neither the secret nor its digest is in any of these. */
type KeyView = KeyTimes & {
  id: string
  name: string
  displayPrefix: string
  lastFour: string
  accessMode: AccessMode
  entryCount: number
  /** "256 addresses": every address once, however many entries cover it. */
  addressCount: string
  createdAt: Date
  createdById: string | null
  lastUsed: { at: Date; address: string | null } | null
}

export type KeyRow = KeyView

/** `now` is the database's time, by which statuses are judged. */
export type KeyList = { keys: KeyRow[]; total: number; page: number; pages: number; anyKeys: boolean; now: Date }

export type KeyDetail = KeyView & {
  version: number
  /** The list in canonical text, one entry a line. */
  allowedIps: string
  /** An e-mail address; null when the account is gone. */
  createdBy: string | null
  allowedCount: bigint
  refusedCount: bigint
  now: Date
}

export type HistoryEvent = {
  id: string
  at: Date
  label: string
  who: string
  address: string | null
  door: string
  change: HistoryChange
}

/** `next` is what to pass as `before` for the older page, or null at the end. */
export type KeyHistory = { events: HistoryEvent[]; next: string | null }

/** Refused calls from one address for one reason. `address` is null when it could not be determined. */
export type KeyRefusal = { address: string | null; reason: string; count: bigint; firstAt: Date; lastAt: Date }
