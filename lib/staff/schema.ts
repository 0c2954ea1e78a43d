import { z } from 'zod'
import { email } from '#lib/auth/schema'

export const staffRole = z.enum(['auditor', 'staff'], { error: 'Choose what they may do: auditor or staff.' })

export const grantStaffSchema = z.object({ email, role: staffRole })

export const changeStaffRoleSchema = z.object({ userId: z.uuid(), role: staffRole })

export const revokeStaffSchema = z.object({ userId: z.uuid() })

export type GrantStaffInput = z.output<typeof grantStaffSchema>
