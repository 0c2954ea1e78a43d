import { prisma } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { parseAddress } from '#lib/ip/address'
import { KEY_ENDS } from '#lib/policies/limits-sql'
import { type KeyPlace, type KeyResource, readKeys } from './key-resource.ts'
import type { JsonValue } from './key-spec.ts'
import { letsThrough } from './lets-through.ts'
import type { MachineFilter } from './machine-filter.ts'

/** The last key of a page: the next page begins after it. `createdAt` in milliseconds. */
export type PageEnd = { readonly createdAt: number; readonly id: string }

export type KeyPage = { keys: KeyResource[]; next: PageEnd | null }

/** A page ends early rather than carry more entries, or more bytes of metadata, than this. */
const MAX_ENTRIES_A_PAGE = 50_000
const MAX_METADATA_A_PAGE = 4 * 1024 * 1024

type PageRow = { id: string; createdAt: Date; entries: number; metadataBytes: number }

/** Newest first, and stable while keys are added: a new key is always before the first page, never within. */
export async function listKeyResources(
  place: KeyPlace,
  { filter, after, pageSize }: { filter: MachineFilter; after: PageEnd | null; pageSize: number },
): Promise<KeyPage> {
  const rows = await prisma().$queryRaw<PageRow[]>`
    SELECT k.id::text AS id, k.created_at AS "createdAt",
      (SELECT count(*)::int FROM allowlist_entry e WHERE e.key_id = k.id) AS entries,
      coalesce(octet_length(k.metadata::text), 0) AS "metadataBytes"
    FROM (SELECT id, created_at, metadata FROM api_key k WHERE ${matching(place, filter, after)}
      ORDER BY created_at DESC, id DESC LIMIT ${pageSize + 1}) AS k
    ORDER BY k.created_at DESC, k.id DESC`
  const page = rows.slice(0, Math.min(pageSize, fitting(rows)))
  const last = page.at(-1)
  const keys = await readKeys(
    prisma(),
    place,
    page.map((row) => row.id),
  )
  const isLast = last === undefined || page.length === rows.length
  return { keys, next: isLast ? null : { createdAt: last.createdAt.getTime(), id: last.id } }
}

/** How many rows a page can carry; one at least. */
function fitting(rows: readonly PageRow[]): number {
  let entries = 0
  let metadataBytes = 0
  const tooMany = rows.findIndex((row, index) => {
    entries += row.entries
    metadataBytes += row.metadataBytes
    return index > 0 && (entries > MAX_ENTRIES_A_PAGE || metadataBytes > MAX_METADATA_A_PAGE)
  })
  return tooMany === -1 ? rows.length : tooMany
}

function matching({ workspaceId, kind }: KeyPlace, filter: MachineFilter, after: PageEnd | null): Prisma.Sql {
  const parts = [Prisma.sql`k.workspace_id = ${workspaceId}::uuid AND k.kind = ${kind}::key_kind`]
  if (after !== null) {
    parts.push(Prisma.sql`(k.created_at, k.id) < (${new Date(after.createdAt)}, ${after.id}::uuid)`)
  }
  if (filter.actorId !== null) parts.push(Prisma.sql`k.actor_id = ${filter.actorId}`)
  if (filter.status !== null) parts.push(statusIs[filter.status])
  if (filter.accessMode !== null) parts.push(Prisma.sql`k.access_mode = ${filter.accessMode}::access_mode`)
  if (filter.name?.isPrefix === true) parts.push(Prisma.sql`starts_with(k.name, ${filter.name.text})`)
  if (filter.name?.isPrefix === false) parts.push(Prisma.sql`k.name = ${filter.name.text}`)
  for (const member of filter.metadata) {
    parts.push(Prisma.sql`k.metadata @> ${JSON.stringify(nested(member.path, member.value))}::jsonb`)
  }
  if (filter.admits !== null) parts.push(admitting(workspaceId, filter.admits))
  return Prisma.join(parts, ' AND ')
}

// `keyStatus` of rules.ts in SQL; a paused key has none of these.
const statusIs = {
  revoked: Prisma.sql`k.revoked_at <= now()`,
  expired: Prisma.sql`((k.revoked_at IS NULL OR k.revoked_at > now()) AND ${KEY_ENDS} <= now())`,
  active: Prisma.sql`((k.revoked_at IS NULL OR k.revoked_at > now()) AND coalesce(${KEY_ENDS} > now(), true)
    AND k.paused_at IS NULL)`,
} satisfies Record<NonNullable<MachineFilter['status']>, Prisma.Sql>

function admitting(workspaceId: string, text: string): Prisma.Sql {
  const address = parseAddress(text)
  return address === null ? Prisma.sql`false` : letsThrough(workspaceId, address)
}

function nested(path: readonly string[], value: JsonValue): JsonValue {
  return path.reduceRight<JsonValue>((inner, part) => ({ [part]: inner }), value)
}
