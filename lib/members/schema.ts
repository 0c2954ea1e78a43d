import { z } from 'zod'
import { email } from '#lib/auth/schema'
import { workspaceRoles } from '#lib/workspaces/rights'

const role = z.enum(workspaceRoles, { error: 'Choose what they may do.' })

/** Every form names the workspace that its page was of: another tab may have gone to another one since. */
const workspaceId = z.uuid()

export const inviteSchema = z.object({ workspaceId, email, role })

export const invitationSchema = z.object({ workspaceId, invitationId: z.uuid() })

export const changeRoleSchema = z.object({ workspaceId, userId: z.uuid(), role })

export const removeMemberSchema = z.object({ workspaceId, userId: z.uuid() })

export const leaveSchema = z.object({ workspaceId })

export const linkSchema = z.object({ token: z.string().max(64) })

export const switchSchema = z.object({ workspaceId })
