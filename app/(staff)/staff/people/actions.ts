'use server'

import { atField } from '#lib/action'
import { changeStaffRole, revokeStaff } from '#lib/staff/change'
import { type GrantRefusal, grantStaff } from '#lib/staff/grant'
import { changeStaffRoleSchema, grantStaffSchema, revokeStaffSchema } from '#lib/staff/schema'
import { staffAction } from '#lib/staff-action'

const fieldOf = {
  not_staff_any_more: null,
  no_account: 'email',
  account_disabled: 'email',
  is_staff: 'email',
} as const satisfies Record<GrantRefusal, string | null>

export const grant = staffAction(grantStaffSchema, 'act', async (input, user) => {
  const granted = await grantStaff(user.staff, input)
  return granted.ok ? granted : atField(granted, fieldOf[granted.error])
})

export const changeRole = staffAction(changeStaffRoleSchema, 'act', (input, user) => changeStaffRole(user.staff, input))

export const revoke = staffAction(revokeStaffSchema, 'act', ({ userId }, user) => revokeStaff(user.staff, userId))
