import { coverOf } from '#lib/allowlists/cover'
import { prisma } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { Prisma } from '#lib/generated/prisma/client'
import { formatCount } from '#lib/ip/count'
import { NARROW_ENOUGH } from '#lib/policies/limits-sql'
import type { ListOfLists, ListRow } from './views.ts'

/** The named lists of a workspace by their names; a workspace has a few hundred at most. */
export async function listLists(workspaceId: string): Promise<ListOfLists> {
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT ${listColumns} FROM network_list l, LATERAL (${LIST_COVER}) AS cover
    WHERE l.workspace_id = ${workspaceId}::uuid AND l.kind = 'shared' ORDER BY lower(l.name), l.id`
  return { lists: rows.map(toListRow), now: await databaseNow(prisma()) }
}

const LIST_COVER = coverOf(
  Prisma.sql`SELECT e.network, e.enabled AND ${NARROW_ENOUGH} AS enabled, e.expires_at FROM allowlist_entry e WHERE e.list_id = l.id`,
)

const listColumns = Prisma.sql`
  l.id::text AS id, l.name, l.description, l.created_at AS "createdAt", l.updated_at AS "updatedAt", cover."entryCount", cover.addresses,
  (SELECT count(*)::int FROM key_list used JOIN api_key k ON k.id = used.key_id
    WHERE used.list_id = l.id AND (k.revoked_at IS NULL OR k.revoked_at > now())) AS "keyCount"`

type Row = Omit<ListRow, 'addressCount' | 'addresses'> & { addresses: string }

function toListRow(row: Row): ListRow {
  const addresses = BigInt(row.addresses)
  return { ...row, addresses, addressCount: formatCount(addresses) }
}
