import { linkTokenDigest } from '#lib/auth/link-token'
import { prisma, type Tx } from '#lib/db'
import type { WorkspaceRole } from '#lib/workspaces/rights'

/** An invitation that can still be accepted, as its link finds it. */
export type OpenInvitation = {
  id: string
  workspaceId: string
  workspaceName: string
  email: string
  role: WorkspaceRole
  /** Null when that account is gone. */
  invitedBy: string | null
}

/** Null for a link that was used, revoked or replaced, or has expired. By the database's clock. */
export async function findOpenInvitation(
  token: string,
  reader: Pick<Tx, '$queryRaw'> = prisma(),
): Promise<OpenInvitation | null> {
  const digest = linkTokenDigest(token)
  if (digest === null) return null
  const rows = await reader.$queryRaw<OpenInvitation[]>`
    SELECT i.id::text AS id, i.workspace_id::text AS "workspaceId", w.name AS "workspaceName", i.email, i.role::text AS role,
      u.email AS "invitedBy"
    FROM invitation i JOIN workspace w ON w.id = i.workspace_id LEFT JOIN user_account u ON u.id = i.invited_by_id
    WHERE i.token_digest = ${digest} AND i.expires_at > clock_timestamp()`
  return rows[0] ?? null
}
