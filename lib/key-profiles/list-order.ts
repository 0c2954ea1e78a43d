import { Prisma } from '#lib/generated/prisma/client'
import type { KeyFilter } from './filters.ts'
import type { KeyCursor } from './list-cursor.ts'
import { type KeyOrder, opposite, type SortDirection, type StaffKeySort } from './list-sort.ts'

type Column = {
  /** As the index has it that keeps profiles in this order. */
  value: Prisma.Sql
  /** The value as text that a cursor carries. */
  text: Prisma.Sql
  fromText: (text: string) => Prisma.Sql
}

const number = (value: Prisma.Sql, fromText: Column['fromText']): Column => ({
  value,
  text: Prisma.sql`${value}::text`,
  fromText,
})

const NEVER = Prisma.sql`'-infinity'::timestamptz`
const LAST_USED = Prisma.sql`coalesce(p.last_used_at, ${NEVER})`

const columns = {
  widest: number(Prisma.sql`p.widest`, (text) => Prisma.sql`${Number(text)}::smallint`),
  addresses: number(Prisma.sql`p.addresses`, (text) => Prisma.sql`${Number(text)}::float8`),
  entries: number(Prisma.sql`p.entries`, (text) => Prisma.sql`${Number(text)}::int`),
  refused: number(Prisma.sql`p.refused_day`, (text) => Prisma.sql`${text}::bigint`),
  created: {
    value: Prisma.sql`p.created_at`,
    text: Prisma.sql`gatelist_ms(p.created_at)::bigint::text`,
    fromText: (text) => Prisma.sql`to_timestamp(${Number(text)}::float8 / 1000)::timestamptz(3)`,
  },
  last_used: {
    value: LAST_USED,
    text: Prisma.sql`coalesce(gatelist_ms(p.last_used_at)::bigint, -1)::text`,
    fromText: (text) =>
      text === '-1' ? NEVER : Prisma.sql`to_timestamp(${Number(text)}::float8 / 1000)::timestamptz(3)`,
  },
  name: {
    value: Prisma.sql`split_part(p.search, chr(10), 1)`,
    text: Prisma.sql`split_part(p.search, chr(10), 1)`,
    fromText: (text) => Prisma.sql`${text}`,
  },
} satisfies Record<StaffKeySort, Column>

/** How profiles `p` are walked: from where and which way. */
export type Walk = { from: Prisma.Sql; order: Prisma.Sql; text: Prisma.Sql }

/** A page that ends at its cursor is walked backwards from there. */
export function walkOf({ sort, direction }: KeyOrder, cursor: KeyCursor | null): Walk {
  const column: Column = columns[sort]
  const forward: SortDirection = cursor?.side === 'before' ? opposite[direction] : direction
  const way = forward === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`
  const beyond = forward === 'asc' ? Prisma.sql`>` : Prisma.sql`<`
  return {
    from:
      cursor === null
        ? Prisma.sql`true`
        : Prisma.sql`(${column.value}, p.key_id) ${beyond} (${column.fromText(cursor.value)}, ${cursor.keyId}::uuid)`,
    order: Prisma.sql`${column.value} ${way}, p.key_id ${way}`,
    text: column.text,
  }
}

/**
 * What a filter also says of the column that is sorted by. The database cannot infer it, and would begin its walk far from the first
 * key that stays.
 */
export function implied(filter: KeyFilter, sort: StaffKeySort): Prisma.Sql {
  return bounds[sort](filter)
}

const NOTHING = Prisma.sql`true`

const bounds = {
  widest: (filter) => {
    const { least, most } = widestOf(filter)
    const listed = asksOfEntries(filter) ? Prisma.sql`p.entries > 0` : NOTHING
    return Prisma.sql`p.widest BETWEEN ${least}::smallint AND ${most}::smallint AND ${listed}`
  },
  addresses: ({ access }) =>
    access === 'enforce' || access === 'report' ? Prisma.sql`p.addresses < power(2::float8, 128)` : NOTHING,
  entries: (filter) => (asksOfEntries(filter) ? Prisma.sql`p.entries > 0` : NOTHING),
  last_used: ({ unused }) =>
    unused === null ? NOTHING : Prisma.sql`${LAST_USED} <= now() - make_interval(days => ${unused}::int)`,
  refused: ({ refused }) => (refused ? Prisma.sql`p.refused_day > 0` : NOTHING),
  created: () => NOTHING,
  name: () => NOTHING,
} satisfies Record<StaffKeySort, (filter: KeyFilter) => Prisma.Sql>

/** -1 is an open key, 999 one whose list has nothing in force. */
function widestOf(filter: KeyFilter): { least: number; most: number } {
  const { access, any, wider4, wider6, range, unmatched } = filter
  const isInForce = any || wider4 !== null || wider6 !== null || range !== null || unmatched
  return {
    least: access === 'enforce' || access === 'report' ? 0 : -1,
    most: Math.min(
      access === 'open' ? -1 : 999,
      any ? 0 : 999,
      wider4 === null ? 999 : wider4 - 1,
      wider6 === null ? 999 : Math.floor((wider6 - 1) / 2),
      isInForce ? 128 : 999,
    ),
  }
}

function asksOfEntries({ any, wider4, wider6, range, expired, expiring, unnoted, unmatched }: KeyFilter): boolean {
  return (
    [any, expired, unnoted, unmatched].includes(true) ||
    [wider4, wider6, range, expiring].some((asked) => asked !== null)
  )
}
