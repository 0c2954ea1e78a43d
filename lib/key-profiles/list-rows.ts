import { Prisma } from '#lib/generated/prisma/client'
import type { StaffKey } from './views.ts'

export type StaffKeyRow = Omit<StaffKey, 'workspace' | 'owner' | 'lastUsed'> & {
  workspaceId: string
  workspaceName: string
  ownerId: string | null
  ownerEmail: string | null
  lastUsedAt: Date | null
  lastUsedAddress: string | null
}

/** Keys with their profiles, of those ids that there are, in the order of their ids. */
export function selectStaffKeys(ids: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT p.key_id::text AS id, k.kind::text AS kind, k.name, k.display_prefix AS "displayPrefix", k.last_four AS "lastFour",
      w.id::text AS "workspaceId", w.name AS "workspaceName", o.id::text AS "ownerId", o.email AS "ownerEmail",
      k.access_mode::text AS "accessMode", k.created_at AS "createdAt", k.paused_at AS "pausedAt", k.revoked_at AS "revokedAt",
      k.expires_at AS "expiresAt", p.entries, p.own_entries AS "ownEntries", p.lists, p.in_force AS "inForce",
      p.widest_v4::int AS "widestV4", p.widest_v6::int AS "widestV6", p.addresses, p.any_address AS "anyAddress", p.private,
      p.reserved, p.expired, p.next_expiry AS "nextExpiry", p.unnoted, p.unmatched, u.last_used_at AS "lastUsedAt",
      host(u.last_used_address) AS "lastUsedAddress", p.refused_day::float8 AS "refusedDay"
    FROM unnest(${ids}::uuid[]) AS wanted (id)
      JOIN key_profile p ON p.key_id = wanted.id JOIN api_key k ON k.id = p.key_id JOIN workspace w ON w.id = k.workspace_id
      LEFT JOIN user_account o ON o.id = k.created_by_id LEFT JOIN key_usage u ON u.key_id = k.id
    ORDER BY p.key_id`
}

export function toStaffKey(row: StaffKeyRow): StaffKey {
  const { workspaceId, workspaceName, ownerId, ownerEmail, lastUsedAt, lastUsedAddress, ...key } = row
  return {
    ...key,
    workspace: { id: workspaceId, name: workspaceName },
    owner: ownerId === null || ownerEmail === null ? null : { id: ownerId, email: ownerEmail },
    lastUsed: lastUsedAt === null ? null : { at: lastUsedAt, address: lastUsedAddress },
  }
}
