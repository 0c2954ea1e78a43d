import type { StaffActor, StaffRole } from '#lib/audit/actor'
import { transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import { setRole } from './grant.ts'
import { isLastStaff, staffTarget, takeStaffTurn } from './staff-lock.ts'

export type ChangeRefusal = 'not_staff_any_more' | 'not_found' | 'last_staff'

export function changeStaffRole(
  actor: StaffActor,
  { userId, role }: { userId: string; role: StaffRole },
): Promise<Result<null, ChangeRefusal>> {
  return moveTo(actor, userId, role)
}

/** Staff pages, staff actions and staff tokens of this account are closed from its next request on. */
export function revokeStaff(actor: StaffActor, userId: string): Promise<Result<null, ChangeRefusal>> {
  return moveTo(actor, userId, null)
}

function moveTo(actor: StaffActor, userId: string, role: StaffRole | null): Promise<Result<null, ChangeRefusal>> {
  return transaction(async (tx) => {
    const turn = await takeStaffTurn(tx, actor)
    if (!turn.ok) return turn
    const target = await staffTarget(tx, userId)
    // Nobody is made staff by changing a role: that is a grant.
    if (target === null || target.role === null) return refuse('not_found', 'That account is not staff any more.')
    const { email, role: before } = target
    if (before === role) return ok(null)
    if (before === 'staff' && (await isLastStaff(tx, userId))) return lastStaff
    await setRole(tx, actor, { userId, email, before, role })
    return ok(null)
  })
}

const lastStaff = refuse(
  'last_staff',
  'Nobody with the role “staff” would be left to manage this. Give that role to somebody else first.',
)
