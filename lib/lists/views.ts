import type { RestingEntries } from '#lib/allowlists/entry-standing'
import type { EntryView } from '#lib/allowlists/entry-views'
import type { AccessMode } from '#lib/keys/views'

type ListCounts = {
  /** Of the entries in force, as is the next. */
  entryCount: number
  /** "256 addresses": every address once, however many entries cover it. */
  addressCount: string
}

/** A named list as tables and pickers show it. */
export type ListRow = ListCounts & {
  id: string
  name: string
  description: string | null
  /** How many that is. */
  addresses: bigint
  /** How many keys use it that are not revoked. */
  keyCount: number
  createdAt: Date
  updatedAt: Date
}

/** `now` is the database's time. */
export type ListOfLists = { lists: ListRow[]; now: Date }

/** `off`: no ceiling is applied; `report`: what it would refuse is noted; `enforce`: it refuses. */
export type CeilingMode = 'off' | 'report' | 'enforce'

/** A list as it was read, for its page and for its text form. */
export type ListContent = {
  version: number
  entries: readonly EntryView[]
  /** In canonical text, one entry a line, whether in force or not. */
  text: string
  resting: RestingEntries
}

export type ListDetail = Omit<ListRow, 'addresses'> &
  ListContent & {
    createdBy: string | null
    /** Who changed it last; null when its history does not say. */
    updatedBy: string | null
    now: Date
  }

/** `id` is null, and `version` 1, while nobody has set a ceiling up. */
export type CeilingDetail = ListCounts &
  ListContent & {
    id: string | null
    mode: CeilingMode
    updatedAt: Date | null
    /** How many keys of the workspace it concerns: those that are not revoked or expired. */
    keyCount: number
    now: Date
  }

/** A key that uses a named list. */
export type ListKey = {
  id: string
  name: string
  displayPrefix: string
  lastFour: string
  accessMode: AccessMode
  pausedAt: Date | null
  revokedAt: Date | null
  expiresAt: Date | null
  /** Of its own, beside the list. */
  ownEntryCount: number
  addedAt: Date
  addedBy: string
}

export type ListKeys = { keys: ListKey[]; total: number; page: number; pages: number; now: Date }
