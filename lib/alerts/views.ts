import type { Happening } from './detail.ts'
import type { AlertKind } from './kinds.ts'

/** An alert in the list. */
export type AlertRow = {
  id: string
  kind: AlertKind
  /** Null for one that a newer version wrote. */
  happening: Happening | null
  subjectId: string | null
  /** What it is about is still there. */
  subjectExists: boolean
  /** Of the key that it is about; null when it is about something else, or nobody knows any more. */
  keyCreatedById: string | null
  isAboutKey: boolean
  count: number
  firstAt: Date
  lastAt: Date
  readAt: Date | null
  readBy: string | null
}

/** The last alert of a page: the next one begins after it. `lastAt` in milliseconds. */
export type AlertEnd = { readonly lastAt: number; readonly id: string }

export type AlertFilter = { kind: AlertKind | null; unreadOnly: boolean }

/** `now` is the database's time. */
export type AlertPage = { alerts: AlertRow[]; next: AlertEnd | null; now: Date }

/** `subject` is null for all of a kind; its name is null when it is gone. */
export type Mute = {
  id: string
  kind: AlertKind | null
  subjectId: string | null
  subjectName: string | null
  isAboutKey: boolean
  keyCreatedById: string | null
  mutedBy: string
  mutedAt: Date
}
