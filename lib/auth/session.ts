import type { Actor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import type { SessionClaims } from './session-token.ts'
import type { SignedIn } from './signed-in.ts'
import type { Visitor } from './visitor.ts'

type Row = {
  email: string
  name: string
  staffRole: SignedIn['staffRole']
  workspaceId: string
  workspaceName: string
  role: Actor['role']
  isStale: boolean
  hasSecondFactor: boolean
} & SignedIn['session']

/**
 * Who the claims of a cookie speak for now, in one read judged by the database's clock. Nobody when the session is
 * missing, ended or expired, was made under an older version, or the account is disabled or in no workspace. The workspace is
 * the one that was chosen in this browser, while the account is a member there; otherwise the first that it joined.
 */
export async function findSignedIn(claims: SessionClaims, visitor: Visitor): Promise<SignedIn | null> {
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT u.email, u.name, u.staff_role::text AS "staffRole", w.id::text AS "workspaceId", w.name AS "workspaceName",
           m.role::text AS role, s.last_seen_at < now() - interval '1 minute' AS "isStale",
           extract(epoch FROM now() - s.created_at)::float8 AS "ageSeconds", s.second_factor_at AS "secondFactorAt",
           extract(epoch FROM now() - s.second_factor_at)::float8 AS "secondFactorAgeSeconds",
           EXISTS (SELECT FROM second_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS "hasSecondFactor"
    FROM session s
    JOIN user_account u ON u.id = s.user_id
    JOIN LATERAL (
      SELECT workspace_id, role FROM membership WHERE user_id = u.id
      ORDER BY (workspace_id = s.workspace_id) IS TRUE DESC, created_at, workspace_id LIMIT 1
    ) m ON true
    JOIN workspace w ON w.id = m.workspace_id
    WHERE s.id = ${claims.sessionId}::uuid AND s.user_id = ${claims.userId}::uuid
      AND s.ended_at IS NULL AND s.expires_at > now()
      AND u.session_version = ${claims.sessionVersion} AND u.disabled_at IS NULL`
  const row = rows[0]
  if (row === undefined) return null
  if (row.isStale) await markSeen(claims, row.workspaceId, visitor)
  return signedInOf(row, claims, visitor)
}

/** At most one write a minute and session, however many requests it makes. */
async function markSeen({ sessionId }: SessionClaims, workspaceId: string, visitor: Visitor): Promise<void> {
  await prisma().$executeRaw`
    WITH seen AS (
      UPDATE session SET last_seen_at = now(), address = coalesce(${visitor.address}::inet, address)
      WHERE id = ${sessionId}::uuid AND last_seen_at < now() - interval '1 minute' RETURNING user_id
    )
    UPDATE membership SET last_seen_at = now() FROM seen
    WHERE membership.user_id = seen.user_id AND workspace_id = ${workspaceId}::uuid`
}

function signedInOf(row: Row, claims: SessionClaims, visitor: Visitor): SignedIn {
  const { email, name, staffRole, workspaceId, workspaceName, role, hasSecondFactor } = row
  const { ageSeconds, secondFactorAt, secondFactorAgeSeconds } = row
  const session = { ageSeconds, secondFactorAt, secondFactorAgeSeconds }
  const { userId, sessionId } = claims
  const { address, requestId } = visitor
  const actor: Actor = { kind: 'user', userId, label: email, workspaceId, role, address, door: 'dashboard', requestId }
  return {
    userId,
    email,
    name,
    staffRole,
    workspaceId,
    workspaceName,
    role,
    sessionId,
    session,
    hasSecondFactor,
    actor,
  }
}
