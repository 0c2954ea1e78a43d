import { prisma } from '#lib/db'
import type { WorkspaceRole } from '#lib/workspaces/rights'

export type Member = {
  userId: string
  name: string
  email: string
  role: WorkspaceRole
  joinedAt: Date
  /** When they were last in this workspace, to the minute. */
  lastSeenAt: Date | null
  isDisabled: boolean
}

/** Far more than a workspace has; a list that is longer says so. */
export const MEMBERS_SHOWN = 500

/** Who is in a workspace: who may do most first, then by e-mail address. */
export async function listMembers(workspaceId: string): Promise<{ members: Member[]; hasMore: boolean }> {
  const rows = await prisma().$queryRaw<Member[]>`
    SELECT u.id::text AS "userId", u.name, u.email, m.role::text AS role, m.created_at AS "joinedAt",
      m.last_seen_at AS "lastSeenAt", u.disabled_at IS NOT NULL AS "isDisabled"
    FROM membership m JOIN user_account u ON u.id = m.user_id WHERE m.workspace_id = ${workspaceId}::uuid
    ORDER BY array_position(ARRAY['owner', 'admin', 'member', 'viewer'], m.role::text), u.email LIMIT ${MEMBERS_SHOWN + 1}`
  return { members: rows.slice(0, MEMBERS_SHOWN), hasMore: rows.length > MEMBERS_SHOWN }
}

export type WaitingInvitation = {
  id: string
  email: string
  role: WorkspaceRole
  createdAt: Date
  expiresAt: Date
  isExpired: boolean
  invitedBy: string | null
}

/** Invitations that nobody has accepted yet, the newest first. */
export function listInvitations(workspaceId: string): Promise<WaitingInvitation[]> {
  return prisma().$queryRaw<WaitingInvitation[]>`
    SELECT i.id::text AS id, i.email, i.role::text AS role, i.created_at AS "createdAt", i.expires_at AS "expiresAt",
      i.expires_at <= now() AS "isExpired", u.email AS "invitedBy"
    FROM invitation i LEFT JOIN user_account u ON u.id = i.invited_by_id
    WHERE i.workspace_id = ${workspaceId}::uuid ORDER BY i.created_at DESC, i.id DESC`
}
