import type { StaffRole } from '#lib/audit/actor'

/** Of one person. More than anybody tells apart. */
export const MAX_LIVE_STAFF_TOKENS = 50

const ranks = { auditor: 0, staff: 1 } as const satisfies Record<StaffRole, number>

/** What a token may be made for by somebody of this role: never more than they may do themselves. */
export function rolesToGive(own: StaffRole): readonly StaffRole[] {
  return (['auditor', 'staff'] as const).filter((role) => ranks[role] <= ranks[own])
}

/** What a token may do now: at most what its holder may do now. Null when they are not staff any more. */
export function roleNow(token: StaffRole, holder: StaffRole | null): StaffRole | null {
  if (holder === null) return null
  return ranks[token] <= ranks[holder] ? token : holder
}

/** Everybody ends their own tokens; who acts as staff ends anybody's. */
export function mayRevoke(by: { userId: string; role: StaffRole }, holderId: string): boolean {
  return by.userId === holderId || by.role === 'staff'
}
