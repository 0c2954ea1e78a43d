import { prisma } from '#lib/db'
import { readBriefly } from '#lib/db/export-pool'
import { Prisma } from '#lib/generated/prisma/client'
import { freshenProfiles } from '#lib/key-profiles/freshen'
import { ruledKeys, type WantedPolicy } from './effect-sql.ts'
import { readStoredAround } from './stored-around.ts'

export type { WantedPolicy } from './effect-sql.ts'

/** How many keys, and in how many workspaces. */
export type Concerned = { keys: number; workspaces: number }

export const brokenRules = ['restricted', 'width', 'life', 'notes'] as const
export type BrokenRule = (typeof brokenRules)[number]

/** What a policy would do. `breaks`: what exists and saves would no longer allow; `loses`: what verification takes, from when on. */
export type PolicyEffect = {
  ruled: Concerned
  breaks: Record<BrokenRule, Concerned>
  loses: Concerned & { firstAt: Date | null; lastAt: Date | null; alreadyNow: number }
  /** By the database's clock. */
  now: Date
}

const counted = (name: string, condition: Prisma.Sql) =>
  Prisma.sql`count(*) FILTER (WHERE ${condition}) AS ${Prisma.raw(name)}`

const FIRST = Prisma.sql`least(open_end, life_end, width_end)`

/**
 * On the connections of exports: a question over a million keys takes about a second, and on a machine at its limits many times as
 * long, which is more than whoever opens a page waits for.
 */
function ask<R extends object>(question: Prisma.Sql): Promise<R[]> {
  return readBriefly(async (client) => {
    // The open keys of a million fit, which spares a detour by the disk.
    await client.query(`SET LOCAL work_mem = '32MB'`)
    const { rows } = await client.query<R>(question.text, question.values)
    return rows
  })
}

async function ruled(wanted: WantedPolicy, after: string | null = null): Promise<Prisma.Sql> {
  return ruledKeys(wanted, { stored: await readStoredAround(prisma(), wanted.workspaceId), after })
}

/** Every key that the policy would rule is counted, in one pass over their profiles. */
export async function policyEffect(wanted: WantedPolicy): Promise<PolicyEffect> {
  await freshenProfiles()
  const [row] = await ask<Row>(Prisma.sql`
      WITH each AS (
        SELECT workspace_id, count(*) AS ruled, ${counted('open', Prisma.sql`open`)}, ${counted('wide', Prisma.sql`wide`)},
          ${counted('old', Prisma.sql`old`)}, ${counted('unnoted', Prisma.sql`unnoted`)},
          count(first_at) AS losing, ${counted('lost', Prisma.sql`first_at <= now()`)},
          min(first_at) AS earliest, max(first_at) AS latest
        FROM (SELECT *, ${FIRST} AS first_at FROM (${await ruled(wanted)}) AS ruled OFFSET 0) AS ruled GROUP BY workspace_id)
      SELECT now() AS now, ${total('ruled')}, ${total('open')}, ${total('wide')}, ${total('old')}, ${total('unnoted')},
        ${total('losing')}, coalesce(sum(lost), 0)::int AS lost, min(earliest) AS "firstAt", max(latest) AS "lastAt" FROM each`)
  if (row === undefined) throw new Error('a count has no row')
  const of = (name: Counted): Concerned => ({ keys: row[name], workspaces: row[`${name}_in`] })
  return {
    ruled: of('ruled'),
    breaks: { restricted: of('open'), width: of('wide'), life: of('old'), notes: of('unnoted') },
    loses: { ...of('losing'), firstAt: row.firstAt, lastAt: row.lastAt, alreadyNow: row.lost },
    now: row.now,
  }
}

type Counted = 'ruled' | 'open' | 'wide' | 'old' | 'unnoted' | 'losing'

type Row = { now: Date; firstAt: Date | null; lastAt: Date | null; lost: number } & {
  [Name in Counted as Name | `${Name}_in`]: number
}

function total(name: Counted): Prisma.Sql {
  const column = Prisma.raw(name)
  return Prisma.sql`coalesce(sum(${column}), 0)::int AS ${column},
    (count(*) FILTER (WHERE ${column} > 0))::int AS ${Prisma.raw(`${name}_in`)}`
}

/** A key that the policy concerns. `losesAt`: when verification takes power from it, and what of it; null: nothing. */
export type AffectedKey = {
  id: string
  name: string
  hint: string
  workspaceId: string
  workspace: string
  breaks: BrokenRule[]
  losesAt: Date | null
  loses: 'openness' | 'life' | 'width' | null
}

/** `next`: what to pass as `after` for the next page; null at the end. */
export type AffectedPage = { keys: AffectedKey[]; next: string | null }

export const AFFECTED_A_PAGE = 50

/** The keys that break something or lose power, in an order that stays. `only`: those that lose power. */
export async function affectedKeys(
  wanted: WantedPolicy,
  {
    after = null,
    only = null,
    limit = AFFECTED_A_PAGE,
  }: { after?: string | null; only?: 'loses' | null; limit?: number },
): Promise<AffectedPage> {
  await freshenProfiles()
  const concerned = only === 'loses' ? Prisma.sql`false` : Prisma.sql`(open OR wide OR old OR unnoted)`
  const rows = await ask<AffectedRow>(Prisma.sql`
      SELECT page.key_id::text AS id, k.name, k.display_prefix || '…' || k.last_four AS hint, w.id::text AS "workspaceId",
        w.name AS workspace, open, wide, old, unnoted, ${FIRST} AS "losesAt",
        CASE ${FIRST} WHEN open_end THEN 'openness' WHEN life_end THEN 'life' WHEN width_end THEN 'width' END AS loses
      FROM (
        SELECT * FROM (${await ruled(wanted, after)}) AS ruled WHERE ${concerned} OR ${FIRST} IS NOT NULL
        ORDER BY key_id LIMIT ${limit + 1}) AS page
      JOIN api_key k ON k.id = page.key_id JOIN workspace w ON w.id = page.workspace_id
      ORDER BY page.key_id`)
  const keys = rows.slice(0, limit).map(toKey)
  return { keys, next: rows.length > limit ? (keys.at(-1)?.id ?? null) : null }
}

type AffectedRow = Omit<AffectedKey, 'breaks'> & { open: boolean; wide: boolean; old: boolean; unnoted: boolean }

function toKey({ open, wide, old, unnoted, ...key }: AffectedRow): AffectedKey {
  const broken = { restricted: open, width: wide, life: old, notes: unnoted }
  return { ...key, breaks: brokenRules.filter((rule) => broken[rule]) }
}
