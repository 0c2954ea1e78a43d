import { Prisma } from '#lib/generated/prisma/client'
import type { Address } from '#lib/ip/address'
import { networksHolding } from '#lib/ip/inet-order'
import { BYPASSED, MAY_BE_OPEN, NARROW_ENOUGH } from '#lib/policies/limits-sql'

/** Entries `e` of a ceiling that admit somebody now. */
export const IN_FORCE = Prisma.sql`e.enabled AND (e.expires_at IS NULL OR e.expires_at > now())`

/** Entries `e` of a key or of a named list that admit somebody now. */
export const COUNTS = Prisma.sql`${IN_FORCE} AND ${NARROW_ENOUGH}`

/** A key `k` that obeys no list now: it is open, only reports, or a bypass opens it. The ceiling apart. */
const OBEYS_NO_LIST = Prisma.sql`(${MAY_BE_OPEN} OR ${BYPASSED})`

/**
 * Of keys `k` of one workspace, those that let a call from an address through, were they active: by their mode or a bypass, by an
 * entry of their own or by one of a named list, and within the workspace's ceiling. Entries are found by their index first.
 */
export function letsThrough(workspaceId: string, address: Address): Prisma.Sql {
  const holds = Prisma.sql`e.workspace_id = ${workspaceId}::uuid AND e.network = ANY(${networksHolding(address)}::inet[])`
  const admits = Prisma.sql`${COUNTS} AND ${holds}`
  return Prisma.sql`(
    (${OBEYS_NO_LIST} OR (k.access_mode <> 'open' AND (
      k.id IN (SELECT e.key_id FROM allowlist_entry e WHERE ${admits} AND e.key_id IS NOT NULL)
      OR k.id IN (SELECT u.key_id FROM allowlist_entry e JOIN key_list u ON u.list_id = e.list_id WHERE ${admits}))))
    AND NOT EXISTS (SELECT 1 FROM network_list l
      WHERE l.workspace_id = ${workspaceId}::uuid AND l.kind = 'ceiling' AND l.access_mode = 'enforce'
        AND NOT EXISTS (SELECT 1 FROM allowlist_entry e WHERE ${IN_FORCE} AND ${holds} AND e.list_id = l.id)))`
}
