import { prisma } from '#lib/db'
import { type ApprovalState, approvalState, type StaffAsk } from './rules.ts'

export type NoteView = {
  id: string
  text: string
  shownToOwner: boolean
  writtenBy: string
  writtenAt: Date
  struck: { at: Date; by: string; reason: string } | null
}

export type RequestView = {
  id: string
  ask: StaffAsk
  reason: string
  /** A date, as 2026-12-01. */
  dueOn: string | null
  askedBy: string
  askedAt: Date
  settled: { at: Date; outcome: 'done' | 'closed'; by: string; note: string | null } | null
}

export type ApprovalView = {
  id: string
  state: ApprovalState
  reason: string
  askedById: string
  askedBy: string
  askedAt: Date
  expiresAt: Date
  decided: { at: Date; by: string | null; reason: string | null } | null
}

/** What staff wrote, asked and have waiting about a key. */
export type KeyActs = {
  notes: readonly NoteView[]
  requests: readonly RequestView[]
  /** The latest revocation that a second person was asked about; null when there was none. */
  approval: ApprovalView | null
}

/** Older ones are in the history. */
const MOST_SHOWN = 50

/** For staff alone. `keyEndsAt`: when the key is revoked or expires, in the past or to come. */
export async function keyActs(
  keyId: string,
  { keyEndsAt, now }: { keyEndsAt: Date | null; now: Date },
): Promise<KeyActs> {
  const notes = await prisma().staffNote.findMany({
    where: { keyId },
    orderBy: { writtenAt: 'desc' },
    take: MOST_SHOWN,
    select: noteColumns,
  })
  const requests = await prisma().staffRequest.findMany({
    where: { keyId },
    orderBy: { id: 'desc' },
    take: MOST_SHOWN,
    select: requestColumns,
  })
  const approval = await prisma().staffApproval.findFirst({
    where: { keyId },
    orderBy: { id: 'desc' },
    select: approvalColumns,
  })
  return {
    notes: notes.map(toNote),
    requests: requests.map(toRequest),
    approval: approval === null ? null : toApproval(approval, keyEndsAt, now),
  }
}

const noteColumns = {
  id: true,
  text: true,
  shownToOwner: true,
  writtenBy: true,
  writtenAt: true,
  struckAt: true,
  struckBy: true,
  struckReason: true,
} as const

const requestColumns = {
  id: true,
  ask: true,
  reason: true,
  dueOn: true,
  askedBy: true,
  askedAt: true,
  settledAt: true,
  outcome: true,
  settledBy: true,
  settledNote: true,
} as const

const approvalColumns = {
  id: true,
  reason: true,
  askedById: true,
  askedBy: true,
  askedAt: true,
  expiresAt: true,
  decidedAt: true,
  outcome: true,
  decidedBy: true,
  decidedReason: true,
} as const

type NoteRow = Omit<NoteView, 'struck'> & {
  struckAt: Date | null
  struckBy: string | null
  struckReason: string | null
}

function toNote({ struckAt: at, struckBy: by, struckReason: reason, ...note }: NoteRow): NoteView {
  return { ...note, struck: at === null ? null : { at, by: by ?? '', reason: reason ?? '' } }
}

export type RequestRow = Omit<RequestView, 'dueOn' | 'settled'> & {
  dueOn: Date | null
  settledAt: Date | null
  outcome: 'done' | 'closed' | null
  settledBy: string | null
  settledNote: string | null
}

export function toRequest({
  dueOn,
  settledAt: at,
  outcome,
  settledBy,
  settledNote: note,
  ...row
}: RequestRow): RequestView {
  return {
    ...row,
    dueOn: dayOf(dueOn),
    settled: at === null || outcome === null ? null : { at, outcome, by: settledBy ?? '', note },
  }
}

/** A stored date as 2026-12-01. */
export function dayOf(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null
}

type ApprovalRow = Omit<ApprovalView, 'state' | 'decided'> & {
  decidedAt: Date | null
  outcome: Exclude<ApprovalState, 'pending'> | null
  decidedBy: string | null
  decidedReason: string | null
}

export function toApproval(row: ApprovalRow, keyEndedAt: Date | null, now: Date): ApprovalView {
  const { decidedAt: at, outcome, decidedBy: by, decidedReason: reason, ...approval } = row
  return {
    ...approval,
    state: approvalState({ outcome, expiresAt: row.expiresAt, keyEndedAt }, now),
    decided: at === null ? null : { at, by, reason },
  }
}
