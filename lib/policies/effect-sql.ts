import { Prisma } from '#lib/generated/prisma/client'
import type { AppliedPolicy } from './limits.ts'
import type { StoredAround } from './stored-around.ts'

/** A policy that is not stored yet, and of which workspace it would be; null: of all. */
export type WantedPolicy = AppliedPolicy & { readonly workspaceId: string | null }

const NEVER = Prisma.sql`NULL::timestamptz`
const LATER = Prisma.sql`'infinity'::timestamptz`

/** A policy's columns, whether they are values or stand in a table. */
type PolicySql = Record<
  'restricted' | 'widestV4' | 'widestV6' | 'lifeDays' | 'openDays' | 'openFrom' | 'from',
  Prisma.Sql
>

/** Values are folded by the planner: a rule that says nothing costs nothing a key. */
function valuesOf(policy: AppliedPolicy): PolicySql {
  return {
    restricted: Prisma.sql`${policy.requireRestricted}::boolean`,
    widestV4: Prisma.sql`${policy.widestV4}::smallint`,
    widestV6: Prisma.sql`${policy.widestV6}::smallint`,
    lifeDays: Prisma.sql`${policy.maxKeyLifeDays}::int`,
    openDays: Prisma.sql`${policy.openDays}::int`,
    openFrom: Prisma.sql`${policy.openDaysFrom}::timestamptz`,
    from: Prisma.sql`${policy.appliesFrom}::timestamptz`,
  }
}

const own: PolicySql = {
  restricted: Prisma.sql`o.require_restricted`,
  widestV4: Prisma.sql`o.widest_v4`,
  widestV6: Prisma.sql`o.widest_v6`,
  lifeDays: Prisma.sql`o.max_key_life_days`,
  openDays: Prisma.sql`o.open_days`,
  openFrom: Prisma.sql`o.open_days_from`,
  from: Prisma.sql`o.applies_from`,
}

const isWide = ({ widestV4, widestV6 }: PolicySql) =>
  Prisma.sql`coalesce(f.widest_v4 < ${widestV4} OR f.widest_v6 < ${widestV6}, false)`
const openEnd = (policy: PolicySql) =>
  Prisma.sql`gatelist_open_end(k.open_since, ${policy.restricted}, ${policy.from}, ${policy.openDays}, ${policy.openFrom})`
const lifeEnd = (policy: PolicySql) => Prisma.sql`gatelist_life_end(f.created_at, ${policy.lifeDays}, ${policy.from})`
const widthEnd = (policy: PolicySql) => Prisma.sql`CASE WHEN ${isWide(policy)} THEN ${policy.from} END`

/** An end that comes before all others; else null. Says the end once: it is worked out for every key. */
function sooner(end: Prisma.Sql, others: readonly Prisma.Sql[]): Prisma.Sql {
  if (others.length === 0) return end
  const other = Prisma.sql`coalesce(${others.length === 1 ? others[0] : Prisma.sql`least(${Prisma.join(others)})`}, ${LATER})`
  return Prisma.sql`nullif(least(${end}, ${other}), ${other})`
}

/** `after`: only keys with a later id; null: all. */
type Around = { stored: StoredAround; after: string | null }

/**
 * Keys that have not ended, which the policy would rule: of each what it breaks of what is wanted now, and when verification would
 * take power from it that no stored policy takes as early. `f`: its profile. What has no say in the answer is not joined.
 */
export function ruledKeys(wanted: WantedPolicy, { stored: { everywhere, hasOwn }, after }: Around): Prisma.Sql {
  const values = valuesOf(wanted)
  const stored = [...everywhere.map(valuesOf), ...(hasOwn ? [own] : [])]
  const takesLife = wanted.maxKeyLifeDays !== null && wanted.appliesFrom !== null
  const takesOpenness = wanted.openDays !== null || (wanted.requireRestricted && wanted.appliesFrom !== null)
  const width = Prisma.sql`CASE WHEN f.access_mode <> 'open' THEN ${widthEnd(values)} END`
  const ends = {
    open: takesOpenness ? sooner(openEnd(values), stored.map(openEnd)) : NEVER,
    life: takesLife ? sooner(lifeEnd(values), [Prisma.sql`f.ends_at`, ...stored.map(lifeEnd)]) : NEVER,
    width: wanted.appliesFrom === null ? NEVER : sooner(width, stored.map(widthEnd)),
  }
  return Prisma.sql`
    SELECT f.key_id, f.workspace_id,
      ${values.restricted} AND f.access_mode <> 'enforce' AS open,
      ${isWide(values)} AS wide,
      ${values.lifeDays} IS NOT NULL AND coalesce(f.ends_at > f.created_at + make_interval(hours => 24 * ${values.lifeDays}), true) AS old,
      ${wanted.requireNotes}::boolean AND f.unnoted > 0 AS unnoted,
      ${ends.open} AS open_end, ${ends.life} AS life_end, ${ends.width} AS width_end
    FROM key_profile f ${takesOpenness ? OPEN_KEYS : Prisma.empty} ${hasOwn ? OWN_POLICIES : Prisma.empty}
    WHERE ${wanted.workspaceId === null ? Prisma.sql`true` : Prisma.sql`f.workspace_id = ${wanted.workspaceId}::uuid`}
      AND ${after === null ? Prisma.sql`true` : Prisma.sql`f.key_id > ${after}::uuid`}
      AND (f.ends_at IS NULL OR f.ends_at > now())`
}

/** Keys that enforce, which are most, have no such time: null is looked for nowhere. */
const OPEN_KEYS = Prisma.sql`LEFT JOIN (SELECT id, open_since FROM api_key WHERE access_mode <> 'enforce') AS k
  ON k.id = CASE WHEN f.access_mode <> 'enforce' THEN f.key_id END`
const OWN_POLICIES = Prisma.sql`LEFT JOIN access_policy o ON o.workspace_id = f.workspace_id`
