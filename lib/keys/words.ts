import type { EntryStanding } from '#lib/allowlists/entry-standing'
import type { Door } from '#lib/audit/actor'
import type { RefusalReason } from '#lib/traffic/outcomes'
import type { RatePolicy } from '#lib/verify/key-record'
import type { RevocationReason } from './key-resource.ts'
import type { AccessMode } from './views.ts'

/** Who acted, as customers are told of it. */
export const STAFF_NAME = 'Gatelist staff'

/** How a key's access is said in one line, and in a second one where there is more. */
export type AccessWords = { title: string; detail: string | null }

type Access = { accessMode: AccessMode; entryCount: number; addressCount: string }

export function accessWords({ accessMode, entryCount, addressCount }: Access): AccessWords {
  if (accessMode === 'open') return { title: 'Any address', detail: null }
  if (entryCount === 0) return { title: 'No address', detail: accessMode === 'report' ? 'Only reported' : null }
  const title = `${entryCount.toLocaleString('en-US')} ${entryCount === 1 ? 'entry' : 'entries'}`
  return { title, detail: accessMode === 'report' ? `${addressCount}, only reported` : addressCount }
}

export const accessModeWords = {
  open: 'Open to any address',
  enforce: 'Only listed addresses',
  report: 'Any address; those not listed are reported',
} satisfies Record<AccessMode, string>

export const standingWords = {
  in_force: 'In force',
  off: 'Off',
  expired: 'Expired',
  too_wide: 'Too wide',
} satisfies Record<EntryStanding, string>

/** "100 calls each 60 seconds". */
export function rateLimitWords({ quota, windowSeconds }: RatePolicy): string {
  const calls = `${quota.toLocaleString('en-US')} ${quota === 1 ? 'call' : 'calls'}`
  return `${calls} each ${windowSeconds === 1 ? 'second' : `${windowSeconds.toLocaleString('en-US')} seconds`}`
}

const doors = { dashboard: 'in the dashboard', api: 'by API', cli: 'by CLI', server: 'by itself' } satisfies Record<
  Door,
  string
>

/** Which way a request came in; null for one that a newer version wrote. */
export function doorWords(door: string): string | null {
  return Object.hasOwn(doors, door) ? doors[door as Door] : null
}

const revocations = {
  unspecified: null,
  key_compromise: 'The key was compromised',
  affiliation_changed: 'Whom it belonged to has changed',
  superseded: 'Another key took its place',
  privilege_withdrawn: 'Its privilege was withdrawn',
} satisfies Record<RevocationReason, string | null>

/** Why a key was revoked; null where that says nothing. One that a newer version wrote is shown as it is. */
export function revocationWords(reason: string): string | null {
  return Object.hasOwn(revocations, reason) ? revocations[reason as RevocationReason] : reason
}

export type RefusalWords = { title: string; explanation: string }

const refusals = {
  ip_not_allowed: { title: 'Address not allowed', explanation: 'No entry of the list admits this address.' },
  outside_ceiling: {
    title: 'Outside the ceiling',
    explanation: 'The workspace’s ceiling does not admit this address, so no key of the workspace does.',
  },
  open_too_long: {
    title: 'Open for too long',
    explanation:
      'A policy of this installation ended that the key lets any address through. List the addresses that may use it, and enforce the list.',
  },
  ip_unknown: {
    title: 'Unable to determine client IP',
    explanation:
      'The address header was missing, repeated or unreadable, or did not come from a trusted proxy. A key with a list refuses such calls. Check CLIENT_IP_SOURCE and TRUSTED_PROXIES on the server.',
  },
  paused: { title: 'Key paused', explanation: 'The key was paused when the call came in.' },
  expired: { title: 'Key expired', explanation: 'The key had expired when the call came in.' },
  revoked: { title: 'Key revoked', explanation: 'Somebody still uses this key after it was revoked.' },
  old_secret: {
    title: 'Old secret, let through',
    explanation:
      'The key was rotated: this caller still uses the old secret, which stops at the end of the grace period.',
  },
  not_listed: {
    title: 'Not listed, let through',
    explanation: 'Only reported: enforcing would refuse the call.',
  },
  bypassed: {
    title: 'Bypassed, let through',
    explanation: 'The key was open for a while: its list would have refused the call.',
  },
} satisfies Record<RefusalReason, RefusalWords>

/** What a stored reason means; one that a newer version wrote is shown as it is. */
export function refusalWords(reason: string): RefusalWords {
  return isKnown(reason) ? refusals[reason] : { title: reason, explanation: '' }
}

function isKnown(reason: string): reason is RefusalReason {
  return Object.hasOwn(refusals, reason)
}
