import { Prisma } from '#lib/generated/prisma/client'
import { type Address, formatAddress } from '#lib/ip/address'

/** Entries `e` that admit somebody now. */
export const IN_FORCE = Prisma.sql`e.enabled AND (e.expires_at IS NULL OR e.expires_at > now())`

/** A key `k` that obeys no list now: it is open, only reports, or a bypass opens it. The ceiling apart. */
export const OBEYS_NO_LIST = Prisma.sql`(k.access_mode <> 'enforce' OR coalesce(k.bypass_until > now(), false))`

/**
 * Of keys `k` of one workspace, those that let a call from an address through, were they active: by their mode or a bypass, by an
 * entry of their own or by one of a named list, and within the workspace's ceiling. Entries are found by their index first.
 */
export function letsThrough(workspaceId: string, address: Address): Prisma.Sql {
  const admits = Prisma.sql`${IN_FORCE} AND e.workspace_id = ${workspaceId}::uuid
    AND e.network >>= ${formatAddress(address)}::inet`
  return Prisma.sql`(
    (${OBEYS_NO_LIST}
      OR k.id IN (SELECT e.key_id FROM allowlist_entry e WHERE ${admits} AND e.key_id IS NOT NULL)
      OR k.id IN (SELECT u.key_id FROM allowlist_entry e JOIN key_list u ON u.list_id = e.list_id WHERE ${admits}))
    AND NOT EXISTS (SELECT 1 FROM network_list l
      WHERE l.workspace_id = ${workspaceId}::uuid AND l.kind = 'ceiling' AND l.access_mode = 'enforce'
        AND NOT EXISTS (SELECT 1 FROM allowlist_entry e WHERE ${admits} AND e.list_id = l.id)))`
}
