import { Prisma } from '#lib/generated/prisma/client'
import type { AppliedPolicy } from './limits.ts'

/** A policy that is not stored yet, and of which workspace it would be; null: of all. */
export type WantedPolicy = AppliedPolicy & { readonly workspaceId: string | null }

const LATER = Prisma.sql`'infinity'::timestamptz`

/**
 * Keys that have not ended, which the policy would rule: of each what it breaks of what is wanted now, and when verification would
 * take power from it that no stored policy takes as early. `f`: its profile. OFFSET 0 has each of that computed once a key.
 */
export function ruledKeys(wanted: WantedPolicy): Prisma.Sql {
  const { workspaceId, requireRestricted, widestV4, widestV6, maxKeyLifeDays, openDays, openDaysFrom } = wanted
  const { requireNotes, appliesFrom } = wanted
  const life = Prisma.sql`${maxKeyLifeDays}::int`
  const from = Prisma.sql`${appliesFrom}::timestamptz`
  const isWide = (v4: Prisma.Sql, v6: Prisma.Sql) =>
    Prisma.sql`coalesce(f.widest_v4 < ${v4} OR f.widest_v6 < ${v6}, false)`
  const wide = isWide(Prisma.sql`${widestV4}::int`, Prisma.sql`${widestV6}::int`)
  const openEnd = Prisma.sql`gatelist_open_end(k.open_since, ${requireRestricted}::boolean, ${from}, ${openDays}::int,
    ${openDaysFrom}::timestamptz)`
  const stored = (policy: Prisma.Sql) => Prisma.sql`gatelist_open_end(k.open_since, ${policy}.require_restricted,
    ${policy}.applies_from, ${policy}.open_days, ${policy}.open_days_from)`
  const storedLife = (policy: Prisma.Sql) =>
    Prisma.sql`gatelist_life_end(f.created_at, ${policy}.max_key_life_days, ${policy}.applies_from)`
  const storedWidth = (policy: Prisma.Sql) =>
    Prisma.sql`CASE WHEN ${isWide(Prisma.sql`${policy}.widest_v4`, Prisma.sql`${policy}.widest_v6`)} THEN ${policy}.applies_from END`
  const [g, o] = [Prisma.sql`g`, Prisma.sql`o`]
  const sooner = (end: Prisma.Sql, ...others: Prisma.Sql[]) =>
    Prisma.sql`CASE WHEN ${end} < coalesce(least(${Prisma.join(others)}), ${LATER}) THEN ${end} END`
  const widthEnd = Prisma.sql`CASE WHEN ${wide} AND f.access_mode <> 'open' THEN ${from} END`
  return Prisma.sql`
    SELECT f.key_id, f.workspace_id,
      ${requireRestricted}::boolean AND f.access_mode <> 'enforce' AS open,
      ${wide} AS wide,
      ${life} IS NOT NULL AND coalesce(f.ends_at > f.created_at + make_interval(hours => 24 * ${life}), true) AS old,
      ${requireNotes}::boolean AND f.unnoted > 0 AS unnoted,
      ${sooner(openEnd, stored(g), stored(o))} AS open_end,
      ${sooner(Prisma.sql`gatelist_life_end(f.created_at, ${life}, ${from})`, Prisma.sql`f.ends_at`, storedLife(g), storedLife(o))} AS life_end,
      ${sooner(widthEnd, storedWidth(g), storedWidth(o))} AS width_end
    FROM key_profile f
      LEFT JOIN api_key k ON k.id = f.key_id AND f.access_mode <> 'enforce'
      LEFT JOIN access_policy g ON g.workspace_id IS NULL
      LEFT JOIN access_policy o ON o.workspace_id = f.workspace_id
    WHERE (${workspaceId}::uuid IS NULL OR f.workspace_id = ${workspaceId}::uuid)
      AND (f.ends_at IS NULL OR f.ends_at > now()) OFFSET 0`
}
