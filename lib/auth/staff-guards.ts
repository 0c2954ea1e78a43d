import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { env } from '#lib/env'
import { paths } from '#lib/paths'
import { callbackPath } from './callback-path.ts'
import { currentUser } from './current.ts'
import { pathHeader } from './path-header.ts'
import { staffSessionNeed } from './staff-session.ts'
import { asStaffUser, hasStaffRight, type StaffRight, type StaffUser } from './staff-user.ts'

export type { StaffUser } from './staff-user.ts'

/**
 * First line of every staff page. For everybody else the page does not exist. Staff whose session is not good enough are
 * led to what makes it so, and come back.
 */
export async function requireStaff(right: StaffRight = 'read'): Promise<StaffUser> {
  const user = await currentUser()
  const staff = user === null ? null : asStaffUser(user)
  if (staff === null || !hasStaffRight(staff.staffRole, right)) notFound()
  const need = staffSessionNeed(staff, env().staffSession)
  if (need === null) return staff
  const back = callbackPath((await headers()).get(pathHeader)) ?? paths.staff()
  redirect(need === 'enrol' ? paths.secondFactor(back) : paths.signInAgain(back))
}
