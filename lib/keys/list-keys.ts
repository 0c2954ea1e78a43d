import { coverOf } from '#lib/allowlists/cover'
import { prisma } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { parseAddress } from '#lib/ip/address'
import { formatCount } from '#lib/ip/count'
import { KEY_ENDS, NARROW_ENOUGH, OPEN_UNTIL } from '#lib/policies/limits-sql'
import { letsThrough } from './lets-through.ts'
import type { KeySort, ListFilters } from './list-filters.ts'
import { STATUS } from './status-sql.ts'
import type { KeyList, KeyRow } from './views.ts'

export const PAGE_SIZE = 50

export async function listKeys(workspaceId: string, filters: ListFilters): Promise<KeyList> {
  const where = matching(workspaceId, filters)
  const [count] = await prisma().$queryRaw<{ total: number; anyKeys: boolean; now: Date }[]>`
    SELECT (SELECT count(*)::int FROM api_key k WHERE ${where}) AS total,
      EXISTS (SELECT 1 FROM api_key WHERE workspace_id = ${workspaceId}::uuid) AS "anyKeys", now() AS now`
  if (count === undefined) throw new Error('a count has no row')
  const pages = Math.max(1, Math.ceil(count.total / PAGE_SIZE))
  const page = Math.min(filters.page, pages)
  const rows = count.total === 0 ? [] : await rowsOf(where, filters, (page - 1) * PAGE_SIZE)
  return { keys: rows.map(toKeyRow), total: count.total, page, pages, anyKeys: count.anyKeys, now: count.now }
}

function matching(workspaceId: string, { q, status, access }: ListFilters): Prisma.Sql {
  const parts = [Prisma.sql`k.workspace_id = ${workspaceId}::uuid`]
  if (status !== null) parts.push(Prisma.sql`${STATUS} = ${status}`)
  if (access === 'any') parts.push(Prisma.sql`k.access_mode = 'open'`)
  if (access === 'listed') parts.push(Prisma.sql`k.access_mode <> 'open'`)
  if (q !== '') parts.push(searching(workspaceId, q))
  return Prisma.join(parts, ' AND ')
}

/** A name or part of one, the visible part of a key, or an address: then the keys that let it through. */
function searching(workspaceId: string, q: string): Prisma.Sql {
  const address = parseAddress(q)
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const byText = Prisma.sql`k.name ILIKE ${pattern} OR k.display_prefix || '…' || k.last_four ILIKE ${pattern}`
  return address === null ? Prisma.sql`(${byText})` : Prisma.sql`(${byText} OR ${letsThrough(workspaceId, address)})`
}

const sortColumns = {
  created: Prisma.sql`k.created_at`,
  name: Prisma.sql`lower(k.name)`,
  last_used: Prisma.sql`u.last_used_at`,
  expires: KEY_ENDS,
} satisfies Record<KeySort, Prisma.Sql>

const directions = {
  asc: Prisma.sql`ASC NULLS LAST`,
  desc: Prisma.sql`DESC NULLS LAST`,
} satisfies Record<ListFilters['direction'], Prisma.Sql>

type Row = Omit<KeyRow, 'lastUsed' | 'addressCount'> & {
  addresses: string
  lastUsedAt: Date | null
  lastUsedAddress: string | null
}

function rowsOf(where: Prisma.Sql, { sort, direction }: ListFilters, offset: number): Promise<Row[]> {
  const order = Prisma.sql`${sortColumns[sort]} ${directions[direction]}, k.id ${directions[direction]}`
  return prisma().$queryRaw<Row[]>`
    SELECT page.*, cover."entryCount", cover.addresses
    FROM (
      SELECT row_number() OVER (ORDER BY ${order}) AS place, k.id::text AS id, k.kind::text AS kind,
        k.visibility::text AS visibility, k.name, k.display_prefix AS "displayPrefix",
        k.last_four AS "lastFour", k.access_mode::text AS "accessMode", k.paused_at AS "pausedAt",
        k.revoked_at AS "revokedAt", k.staff_hold_at AS "staffHoldAt", k.staff_revoked_at AS "staffRevokedAt", ${KEY_ENDS} AS "expiresAt", ${OPEN_UNTIL} AS "openUntil", k.created_at AS "createdAt",
        k.created_by_id::text AS "createdById", k.replaces_id::text AS "replacesId",
        (SELECT id::text FROM api_key WHERE replaces_id = k.id) AS "replacedById", u.last_used_at AS "lastUsedAt",
        host(u.last_used_address) AS "lastUsedAddress"
      FROM api_key k LEFT JOIN key_usage u ON u.key_id = k.id
      WHERE ${where} ORDER BY ${order} LIMIT ${PAGE_SIZE} OFFSET ${offset}
    ) AS page, LATERAL (${COVER}) AS cover
    ORDER BY page.place`
}

/** Of the key's own entries and those of the named lists that it uses. */
const COVER = coverOf(Prisma.sql`
  SELECT e.network, e.enabled AND ${NARROW_ENOUGH} AS enabled, e.expires_at FROM allowlist_entry e WHERE e.key_id = page.id::uuid
  UNION ALL SELECT e.network, e.enabled AND ${NARROW_ENOUGH}, e.expires_at FROM key_list u JOIN allowlist_entry e ON e.list_id = u.list_id
    WHERE u.key_id = page.id::uuid`)

function toKeyRow({ addresses, lastUsedAt, lastUsedAddress, ...row }: Row): KeyRow {
  return {
    ...row,
    addressCount: formatCount(BigInt(addresses)),
    lastUsed: lastUsedAt === null ? null : { at: lastUsedAt, address: lastUsedAddress },
  }
}
