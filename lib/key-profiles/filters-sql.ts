import { Prisma } from '#lib/generated/prisma/client'
import type { KeyFilter } from './filters.ts'

/** Of profiles `p`, those that a filter lets stay. */
export function matching(filter: KeyFilter): Prisma.Sql {
  const parts = [
    ...stateOf(filter),
    ...searched(filter.q),
    ...opennessOf(filter),
    ...entriesOf(filter),
    ...usageOf(filter),
    ...(filter.workspace === null ? [] : [Prisma.sql`p.workspace_id = ${filter.workspace}::uuid`]),
    ...(filter.owner === null ? [] : [Prisma.sql`p.owner_id = ${filter.owner}::uuid`]),
  ]
  return parts.length === 0 ? Prisma.sql`true` : Prisma.join(parts, ' AND ')
}

const ENDED = Prisma.sql`p.ends_at <= now()`

function stateOf({ state }: KeyFilter): Prisma.Sql[] {
  if (state === 'all') return []
  return state === 'ended' ? [ENDED] : [Prisma.sql`(p.ends_at IS NULL OR p.ends_at > now())`]
}

function opennessOf({ access, any, wider4, wider6, range }: KeyFilter): Prisma.Sql[] {
  return [
    ...(access === null ? [] : [Prisma.sql`p.access_mode = ${access}::access_mode`]),
    ...(any ? [Prisma.sql`p.any_address`] : []),
    ...(wider4 === null ? [] : [Prisma.sql`p.widest_v4 < ${wider4}::int`]),
    ...(wider6 === null ? [] : [Prisma.sql`p.widest_v6 < ${wider6}::int`]),
    ...(range === null ? [] : [inRange[range]]),
  ]
}

const inRange = {
  private: Prisma.sql`p.private`,
  reserved: Prisma.sql`p.reserved`,
  special: Prisma.sql`(p.private OR p.reserved)`,
} satisfies Record<NonNullable<KeyFilter['range']>, Prisma.Sql>

function entriesOf({ expired, expiring, unnoted, unmatched }: KeyFilter): Prisma.Sql[] {
  return [
    ...(expired ? [Prisma.sql`p.expired > 0`] : []),
    ...(expiring === null ? [] : [Prisma.sql`p.next_expiry <= now() + make_interval(days => ${expiring}::int)`]),
    ...(unnoted ? [Prisma.sql`p.unnoted > 0`] : []),
    ...(unmatched ? [Prisma.sql`p.unmatched > 0`] : []),
  ]
}

function usageOf({ unused, refused }: KeyFilter): Prisma.Sql[] {
  return [
    ...(unused === null
      ? []
      : [Prisma.sql`(p.last_used_at IS NULL OR p.last_used_at <= now() - make_interval(days => ${unused}::int))`]),
    ...(refused ? [Prisma.sql`p.refused_day > 0`] : []),
  ]
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Every word must be found. A masked key, as pages show it, is two words. */
function searched(q: string): Prisma.Sql[] {
  if (ID.test(q)) return [Prisma.sql`p.key_id = ${q}::uuid`]
  const words = q.toLowerCase().split(/[\s…]+|\.{3}/u)
  return words
    .filter((word) => word !== '')
    .map((word) => Prisma.sql`p.search LIKE ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`)
}
