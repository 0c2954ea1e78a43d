import type { StaffRole } from '#lib/audit/actor'
import { prisma } from '#lib/db'

export type StaffMember = {
  userId: string
  name: string
  email: string
  role: StaffRole
  since: Date | null
  /** When one of their browsers was last heard of. */
  lastSeenAt: Date | null
  hasSecondFactor: boolean
  isDisabled: boolean
}

/** Far more than an installation has; a list that is longer says so. */
export const staffShown = 500

/** Who is staff: those who act first, then by e-mail address. */
export async function listStaff(): Promise<{ people: StaffMember[]; hasMore: boolean }> {
  const rows = await prisma().$queryRaw<StaffMember[]>`
    SELECT u.id::text AS "userId", u.name, u.email, u.staff_role::text AS role, u.staff_since AS since,
      (SELECT max(s.last_seen_at) FROM session s WHERE s.user_id = u.id) AS "lastSeenAt",
      EXISTS (SELECT FROM second_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS "hasSecondFactor",
      u.disabled_at IS NOT NULL AS "isDisabled"
    FROM user_account u WHERE u.staff_role IS NOT NULL
    ORDER BY u.staff_role DESC, u.email LIMIT ${staffShown + 1}`
  return { people: rows.slice(0, staffShown), hasMore: rows.length > staffShown }
}
