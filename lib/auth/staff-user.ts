import type { StaffActor, StaffRole } from '#lib/audit/actor'
import type { SignedIn } from './signed-in.ts'

/** What a staff page or action is for. */
export type StaffRight = 'read' | 'act'

export type StaffUser = SignedIn & { staffRole: StaffRole; staff: StaffActor }

const rightsOf = {
  auditor: ['read'],
  staff: ['read', 'act'],
} as const satisfies Record<StaffRole, readonly StaffRight[]>

/** Null for who is not staff. */
export function asStaffUser(user: SignedIn): StaffUser | null {
  const { staffRole } = user
  if (staffRole === null) return null
  const { userId, label, address, door, requestId } = user.actor
  return {
    ...user,
    staffRole,
    staff: { kind: 'staff', userId, label, role: staffRole, tokenId: null, address, door, requestId },
  }
}

export function hasStaffRight(role: StaffRole, right: StaffRight): boolean {
  const rights: readonly StaffRight[] = rightsOf[role]
  return rights.includes(right)
}
