import { hasRight, type WorkspaceRole } from '#lib/workspaces/rights'

/** When a key was paused, is revoked, or expires. A key that was rotated away is revoked in the time to come. */
export type KeyTimes = { pausedAt: Date | null; revokedAt: Date | null; expiresAt: Date | null }

export type KeyStatus = 'active' | 'paused' | 'expired' | 'revoked'

export const keyStatuses = ['active', 'paused', 'expired', 'revoked'] as const satisfies readonly KeyStatus[]

/** A key's status at `now`: what is final or known longest outweighs what can be undone. */
export function keyStatus(key: KeyTimes, now: Date): KeyStatus {
  if (key.revokedAt !== null && key.revokedAt <= now) return 'revoked'
  if (key.expiresAt !== null && key.expiresAt <= now) return 'expired'
  if (key.pausedAt !== null) return 'paused'
  return 'active'
}

/** A status for people: the word, and the reason as words before a time. `isRotated`: it works for a while yet. */
export type StatusWords = {
  status: KeyStatus
  isRotated: boolean
  word: string
  reason: { text: string; at: Date } | null
}

export function statusWords(key: KeyTimes, now: Date): StatusWords {
  const status = keyStatus(key, now)
  const { word, text, at } = statusTable[status](key)
  const isRotated = status === 'active' && key.revokedAt !== null
  return { status, isRotated, word, reason: at === null ? null : { text, at } }
}

type Words = { word: string; text: string; at: Date | null }

const statusTable = {
  active: (key) =>
    key.revokedAt === null
      ? { word: 'Active', text: 'Expires on', at: key.expiresAt }
      : { word: 'Rotated', text: 'Works until', at: earlier(key.revokedAt, key.expiresAt) },
  paused: (key) => ({ word: 'Paused', text: 'Paused since', at: key.pausedAt }),
  expired: (key) => ({ word: 'Expired', text: 'Expired on', at: key.expiresAt }),
  revoked: (key) => ({ word: 'Revoked', text: 'Revoked on', at: key.revokedAt }),
} satisfies Record<KeyStatus, (key: KeyTimes) => Words>

/** The earlier of two times; null is never. */
export function earlier(a: Date, b: Date | null): Date {
  return b !== null && b < a ? b : a
}

export type KeyAction =
  | 'edit'
  | 'bypass'
  | 'end_bypass'
  | 'ignore'
  | 'pause'
  | 'resume'
  | 'revoke'
  | 'rotate'
  | 'delete'

/** What staff did to a key that its owner cannot undo: a hold that only they lift, and that they revoked it. */
export type StaffStop = { staffHoldAt: Date | null; staffRevokedAt: Date | null }

/** Whether staff stand in the way: of resuming what they hold, and of deleting it or what they revoked, to bring it along again. */
export function isStoppedByStaff(action: KeyAction, { staffHoldAt, staffRevokedAt }: StaffStop): boolean {
  if (action === 'resume') return staffHoldAt !== null
  return action === 'delete' && (staffHoldAt !== null || staffRevokedAt !== null)
}

/** In which states each action makes sense; the pages offer by it and the commands refuse by it. */
export const keyActions = {
  edit: ['active', 'paused', 'expired'],
  bypass: ['active'],
  end_bypass: ['active', 'paused', 'expired', 'revoked'],
  ignore: ['active', 'paused', 'expired', 'revoked'],
  pause: ['active'],
  resume: ['paused'],
  revoke: ['active', 'paused', 'expired'],
  rotate: ['active'],
  delete: ['active', 'paused', 'expired', 'revoked'],
} as const satisfies Record<KeyAction, readonly KeyStatus[]>

/** `userId` is null for a program, whose own no key is. */
type Person = { userId: string | null; role: WorkspaceRole }

/** May this person change, pause or revoke this key? A key whose maker is gone is nobody's own. */
export function mayManage(person: Person, key: { createdById: string | null }): boolean {
  if (hasRight(person, 'manageAllKeys')) return true
  return hasRight(person, 'manageOwnKeys') && person.userId !== null && key.createdById === person.userId
}

/** What this person can do with this key now. */
export function availableActions(
  person: Person,
  key: KeyTimes & StaffStop & { kind: 'issued' | 'imported'; createdById: string | null },
  now: Date,
): KeyAction[] {
  if (!mayManage(person, key)) return []
  const status = keyStatus(key, now)
  return actionNames.filter(
    (action) => allowsIn(action, status) && !isStoppedByStaff(action, key) && (action !== 'rotate' || isRotatable(key)),
  )
}

// Deleting is left to programs: for people, revoking does the same and stays visible.
const actionNames = ['edit', 'bypass', 'rotate', 'pause', 'resume', 'revoke'] as const satisfies readonly KeyAction[]

/** An imported key's secret was made elsewhere, and a key has one successor. */
function isRotatable(key: { kind: 'issued' | 'imported'; revokedAt: Date | null }): boolean {
  return key.kind === 'issued' && key.revokedAt === null
}

export function allowsIn(action: KeyAction, status: KeyStatus): boolean {
  const statuses: readonly KeyStatus[] = keyActions[action]
  return statuses.includes(status)
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Revoking a key that was let through in the last 24 hours breaks something that works, so its name must be typed. */
export function revokeNeedsName(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt !== null && now.getTime() - lastUsedAt.getTime() < DAY_MS
}
