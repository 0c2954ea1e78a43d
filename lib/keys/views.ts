import type { RestingEntries } from '#lib/allowlists/entry-standing'
import type { EntryView, ListView } from '#lib/allowlists/entry-views'
import type { RatePolicy } from '#lib/verify/key-record'
import type { Bypass } from './bypass.ts'
import type { HistoryChange } from './history-change.ts'
import type { KeyKind, RevocationReason } from './key-resource.ts'
import type { Metadata, Visibility } from './key-spec.ts'
import type { KeyTimes, StaffStop } from './rules.ts'

/**
 * `open`: any address; `enforce`: only the list; `report`: judged and recorded, but let through.
 * Apart from the list, so that a list that lost its entries by an accident still refuses.
 */
export type AccessMode = 'open' | 'enforce' | 'report'

/** What the pages show of a key. Neither the secret nor its digest is in any of these. */
type KeyView = KeyTimes &
  StaffStop & {
    id: string
    kind: KeyKind
    visibility: Visibility
    name: string
    displayPrefix: string
    lastFour: string
    accessMode: AccessMode
    /** Of the entries in force, as is the next. */
    entryCount: number
    /** "256 addresses": every address once, however many entries cover it. */
    addressCount: string
    /** Until when it may let any address through; null: for ever, or it enforces its list. */
    openUntil: Date | null
    createdAt: Date
    createdById: string | null
    lastUsed: { at: Date; address: string | null } | null
  }

/** `replacesId` and `replacedById`: the keys before and after it in a rotation. */
export type KeyRow = KeyView & { replacesId: string | null; replacedById: string | null }

/** `now` is the database's time, by which statuses are judged. */
export type KeyList = { keys: KeyRow[]; total: number; page: number; pages: number; anyKeys: boolean; now: Date }

export type KeyDetail = KeyView & {
  version: number
  /** It is a policy that ends it at `expiresAt`. */
  endsByPolicy: boolean
  actorId: string
  scopes: readonly string[]
  metadata: Metadata | null
  rateLimit: RatePolicy | null
  revocationReason: RevocationReason | null
  revocationDescription: string | null
  /** Why staff hold the key; null when they do not. */
  staffHoldReason: string | null
  /** The keys before and after it in a rotation. */
  replaces: OtherKey | null
  replacedBy: OtherKey | null
  /** The list in canonical text, one entry a line, whether in force or not. */
  allowedIps: string
  entries: readonly KeyEntry[]
  resting: RestingEntries
  lists: readonly UsedList[]
  /** Null when the workspace has none. */
  ceiling: KeyCeiling | null
  /** One that lets any address through now. */
  bypass: Bypass | null
  /** Of the own entries and those of the lists in force, within an enforced ceiling: how many addresses a list that is enforced admits. */
  effectiveCount: string
  /** An e-mail address, or the name of a management token; null when nothing is known of its maker. */
  createdBy: string | null
  /** Which way the request came that made it; null when its history does not say. */
  createdThrough: string | null
  allowedCount: bigint
  refusedCount: bigint
  now: Date
}

/** What a link to another key shows. */
export type OtherKey = { id: string; displayPrefix: string; lastFour: string }

/** One entry of a key's list. */
export type KeyEntry = EntryView

/** A named list that a key uses. */
export type UsedList = ListView & { id: string; name: string }

/** The ceiling of the workspace. `open`: it is off. */
export type KeyCeiling = ListView & { id: string; accessMode: AccessMode }

export type HistoryEvent = {
  id: string
  at: Date
  label: string
  who: string
  address: string | null
  door: string
  /** Which version of the list it made; null when it made none. */
  version: number | null
  change: HistoryChange
}

/** `next` is what to pass as `before` for the older page, or null at the end. */
export type KeyHistory = { events: HistoryEvent[]; next: string | null }
