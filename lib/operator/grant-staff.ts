import type { OperatorActor, StaffRole } from '#lib/audit/actor'
import { transaction } from '#lib/db'
import { ok, type Result } from '#lib/errors'
import { accountOf, setRole } from '#lib/staff/grant'
import type { GrantStaffInput } from '#lib/staff/schema'
import { takeStaffTurn } from '#lib/staff/staff-lock'

export type GrantedStaff = { changed: boolean; userId: string; email: string; role: StaffRole }

/** Gives an account this role, whatever it has; safe to repeat. The way in again when nobody of the staff is left. */
export function grantStaffRole(
  actor: OperatorActor,
  { email, role }: GrantStaffInput,
): Promise<Result<GrantedStaff, 'no_account' | 'account_disabled'>> {
  return transaction(async (tx) => {
    await takeStaffTurn(tx, actor)
    const found = await accountOf(tx, email)
    if (!found.ok) return found
    const { role: before, ...account } = found.value
    if (before !== role) await setRole(tx, actor, { ...account, before, role })
    return ok({ changed: before !== role, ...account, role })
  })
}
