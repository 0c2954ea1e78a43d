import type { OperatorActor, StaffActor, StaffRole } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { type Tx, transaction } from '#lib/db'
import { ok, type Result, refuse } from '#lib/errors'
import type { GrantStaffInput } from './schema.ts'
import { takeStaffTurn } from './staff-lock.ts'

export type Granted = { userId: string; email: string; role: StaffRole }

export type GrantRefusal = 'not_staff_any_more' | 'no_account' | 'account_disabled' | 'is_staff'

/** Makes the account of an e-mail address staff. What it may do holds from its next request on. */
export function grantStaff(actor: StaffActor, input: GrantStaffInput): Promise<Result<Granted, GrantRefusal>> {
  return transaction(async (tx) => {
    const turn = await takeStaffTurn(tx, actor)
    if (!turn.ok) return turn
    const found = await accountOf(tx, input.email)
    if (!found.ok) return found
    const { role: before, ...account } = found.value
    if (before !== null)
      return refuse('is_staff', `${account.email} is staff already. Change the role in the list below.`)
    await setRole(tx, actor, { ...account, before, role: input.role })
    return ok({ ...account, role: input.role })
  })
}

type Account = { userId: string; email: string; role: StaffRole | null }

export async function accountOf(tx: Tx, email: string): Promise<Result<Account, 'no_account' | 'account_disabled'>> {
  const select = { id: true, email: true, staffRole: true, disabledAt: true } as const
  const row = await tx.user.findUnique({ where: { email }, select })
  if (row === null)
    return refuse('no_account', 'There is no account with this e-mail address. They have to sign up first.')
  if (row.disabledAt !== null) return refuse('account_disabled', 'This account is disabled.')
  return ok({ userId: row.id, email: row.email, role: row.staffRole })
}

type RoleChange = { userId: string; email: string; before: StaffRole | null; role: StaffRole | null }

/** The change and its event; `null` is no staff. Who was staff already stays so since when they were. */
export async function setRole(tx: Tx, actor: StaffActor | OperatorActor, change: RoleChange): Promise<void> {
  const { userId, email, before, role } = change
  const since = before === null ? { staffSince: new Date() } : role === null ? { staffSince: null } : {}
  await tx.user.update({ where: { id: userId }, data: { staffRole: role, ...since }, select: { id: true } })
  const action = before === null ? 'staff.grant' : role === null ? 'staff.revoke' : 'staff.role'
  await record(tx, {
    ...{ actor, action, workspaceId: null },
    ...(before === null ? {} : { before: { user: userId, email, role: before } }),
    ...(role === null ? {} : { after: { user: userId, email, role } }),
  })
}
