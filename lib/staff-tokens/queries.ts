import type { StaffRole } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { displayNetwork } from '#lib/ip/network'
import { readNetworks } from '#lib/management-tokens/networks'
import { roleNow } from './rules.ts'
import type { StaffTokenList, StaffTokenRow } from './views.ts'

const SHOWN = 200
const NETWORKS_SHOWN = 2

type Row = Omit<StaffTokenRow, 'lastUsed' | 'holder' | 'roleNow'> & {
  userId: string
  email: string
  holderRole: StaffRole | null
  lastUsedAt: Date | null
  lastUsedAddress: string | null
}

/** Everybody sees their own tokens, who acts as staff sees all: those that work first, and within each kind the latest. */
export async function listStaffTokens(viewer: { userId: string; role: StaffRole }): Promise<StaffTokenList> {
  const all = viewer.role === 'staff'
  const [count] = await prisma().$queryRaw<{ total: number; now: Date }[]>`
    SELECT count(*)::int AS total, now() AS now FROM staff_token WHERE ${all} OR user_id = ${viewer.userId}::uuid`
  if (count === undefined) throw new Error('a count has no row')
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT t.id::text AS id, t.name, t.role::text AS role, t.user_id::text AS "userId", u.email,
      CASE WHEN u.disabled_at IS NULL THEN u.staff_role::text END AS "holderRole",
      t.display_prefix AS "displayPrefix", t.last_four AS "lastFour", t.access_mode::text AS "accessMode",
      t.networks[1:${NETWORKS_SHOWN}::int] AS networks, cardinality(t.networks) AS "networkCount",
      t.revoked_at AS "revokedAt", t.expires_at AS "expiresAt", t.created_at AS "createdAt",
      t.last_used_at AS "lastUsedAt", host(t.last_used_address) AS "lastUsedAddress"
    FROM staff_token t JOIN user_account u ON u.id = t.user_id
    WHERE ${all} OR t.user_id = ${viewer.userId}::uuid
    ORDER BY coalesce(t.revoked_at <= now(), false) OR coalesce(t.expires_at <= now(), false), t.created_at DESC, t.id DESC
    LIMIT ${SHOWN}`
  return { tokens: rows.map(toTokenRow), left: Math.max(0, count.total - rows.length), now: count.now }
}

function toTokenRow({ lastUsedAt, lastUsedAddress, networks, userId, email, holderRole, ...row }: Row): StaffTokenRow {
  return {
    ...row,
    holder: { userId, email },
    roleNow: roleNow(row.role, holderRole),
    networks: readNetworks(networks).map(({ network }) => displayNetwork(network)),
    lastUsed: lastUsedAt === null ? null : { at: lastUsedAt, address: lastUsedAddress },
  }
}
