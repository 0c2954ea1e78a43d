import type { RevocationReason } from '#lib/keys/key-resource'
import type { ApprovalState, StaffAct, StaffAsk } from './rules.ts'

/** An alert of what staff did; `sentence` takes the key's name as it is shown. */
export const staffActWords = {
  held: {
    title: 'Gatelist staff paused a key',
    sentence: (key) => `${key} refuses every call until Gatelist staff lift this.`,
  },
  lifted: {
    title: 'Gatelist staff lifted their hold of a key',
    sentence: (key) => `Gatelist staff no longer hold ${key} back.`,
  },
  revoked: {
    title: 'Gatelist staff revoked a key',
    sentence: (key) => `${key} never works again.`,
  },
  noted: {
    title: 'Gatelist staff left a note',
    sentence: (key) => `About ${key}:`,
  },
} as const satisfies Record<StaffAct, { title: string; sentence: (key: string) => string }>

/** What can be asked for: as staff choose it, and as the owner is told. */
export const staffAskWords = {
  restrict: { label: 'Restrict the key', asked: 'please restrict it to the addresses that it is used from' },
  narrow: { label: 'Narrow a range', asked: 'please narrow what it admits' },
  rotate: { label: 'Rotate the key', asked: 'please rotate it' },
  remove: { label: 'Revoke it if unused', asked: 'please revoke it if nobody needs it' },
  other: { label: 'Something else', asked: 'please do what is said here' },
} as const satisfies Record<StaffAsk, { label: string; asked: string }>

export const approvalWords = {
  pending: 'Waits for a second person',
  approved: 'Approved',
  declined: 'Declined',
  expired: 'Nobody decided in time',
  ended: 'The key ended before',
} as const satisfies Record<ApprovalState, string>

/** As staff choose it. */
export const revocationChoices = {
  key_compromise: 'The key was compromised',
  privilege_withdrawn: 'Its privilege is withdrawn',
  affiliation_changed: 'Whom it belonged to has changed',
  superseded: 'Another key took its place',
  unspecified: 'None of these',
} as const satisfies Record<RevocationReason, string>
