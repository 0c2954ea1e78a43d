import { Prisma } from '#lib/generated/prisma/client'
import { IN_FORCE } from '#lib/keys/lets-through'
import { letThroughOutcomes } from '#lib/traffic/outcomes'
import {
  DORMANT_DAYS,
  IN_USE_DAYS,
  MANY_ADDRESSES,
  type RuleId,
  STAFF_DAYS,
  WIDENED_DAYS,
  WIDEST_V4,
  WIDEST_V6,
} from './rules.ts'

/**
 * `hits`: a statement of one row a key, with `key_id`, `workspace_id` and columns of its own. `why`: of a row `hit` the JSON that
 * lib/findings/why.ts reads; asked for the rows of a page alone.
 */
export type RuleQuery = { readonly hits: Prisma.Sql; readonly why: Prisma.Sql }

const LIVES = Prisma.sql`(p.ends_at IS NULL OR p.ends_at > now())`

function profiles(where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`SELECT p.key_id, p.workspace_id, p.last_used_at, p.created_at FROM key_profile p WHERE ${LIVES} AND ${where}`
}

const ENTRIES_SHOWN = 3

/** The widest few of a key's entries in force for which `where` holds. */
function entriesWhere(where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    SELECT json_build_object('kind', 'entries', 'total', count(*),
      'entries', coalesce(json_agg(json_build_object('network', network, 'note', note, 'list', list) ORDER BY place)
        FILTER (WHERE place <= ${ENTRIES_SHOWN}::int), '[]'))
    FROM (SELECT host(e.network) || '/' || masklen(e.network) AS network, e.note, e.list,
        row_number() OVER (ORDER BY masklen(e.network), e.network) AS place
      FROM (SELECT own.*, NULL::text AS list FROM allowlist_entry own WHERE own.key_id = hit.key_id
        UNION ALL SELECT shared.*, l.name FROM key_list u JOIN network_list l ON l.id = u.list_id
          JOIN allowlist_entry shared ON shared.list_id = l.id WHERE u.key_id = hit.key_id) AS e
      WHERE ${IN_FORCE} AND ${where}) AS placed)`
}

const UNUSED = Prisma.sql`coalesce(p.last_used_at, p.created_at) < now() - make_interval(days => ${DORMANT_DAYS}::int)`

const unused = Prisma.sql`json_build_object('kind', 'unused', 'since', coalesce(hit.last_used_at, hit.created_at),
  'never', hit.last_used_at IS NULL)`

const WIDE = Prisma.sql`(p.widest_v4 < ${Prisma.raw(String(WIDEST_V4))} OR p.widest_v6 < ${Prisma.raw(String(WIDEST_V6))})`

const isWide = Prisma.sql`masklen(e.network) < CASE family(e.network) WHEN 4 THEN ${WIDEST_V4}::int ELSE ${WIDEST_V6}::int END`

/** Keys of lists that were widened, with the last time of each. */
const widened = Prisma.sql`
  SELECT key_id, p.workspace_id, max(widening_id) AS widening_id FROM (
    SELECT w.subject_id AS key_id, w.id AS widening_id FROM list_widening w WHERE ${since('w.at', WIDENED_DAYS)}
    UNION ALL SELECT u.key_id, w.id FROM list_widening w JOIN key_list u ON u.list_id = w.subject_id
      WHERE ${since('w.at', WIDENED_DAYS)}) AS touched
    JOIN key_profile p USING (key_id) WHERE ${LIVES} GROUP BY key_id, p.workspace_id`

/** By the hour, as the index has it: the hour that began more than a day ago is left out. */
const refusedCalls = Prisma.sql`c.key_id = hit.key_id AND c.hour > now() - interval '24 hours'
  AND c.outcome <> ALL(${[...letThroughOutcomes]}::text[])`

const refused = Prisma.sql`
  SELECT hit.key_id, hit.workspace_id, seen.addresses
  FROM key_profile hit CROSS JOIN LATERAL (
    SELECT count(DISTINCT c.address)::int AS addresses FROM caller_hour c WHERE ${refusedCalls} AND masklen(c.address) > 0) AS seen
  WHERE (hit.ends_at IS NULL OR hit.ends_at > now()) AND hit.refused_day >= ${MANY_ADDRESSES}::int
    AND seen.addresses >= ${MANY_ADDRESSES}::int`

const byStaff = Prisma.sql`
  SELECT key_id, workspace_id, max(id) AS event_id FROM audit_event
  WHERE staff_role IS NOT NULL AND key_id IS NOT NULL AND workspace_id IS NOT NULL AND ${since('at', STAFF_DAYS)}
    AND key_id IN (SELECT id FROM api_key) GROUP BY key_id, workspace_id`

/** As the ranges were last taken. */
const sharing = Prisma.sql`
  SELECT s.key_id, s.workspace_id, s.network AS range FROM shared_range_key s JOIN key_profile p ON p.key_id = s.key_id
  WHERE ${LIVES} AND p.access_mode <> 'open'`

/** What finds the keys of each rule, and says why. */
export const ruleQueries = {
  'open-in-use': {
    hits: profiles(Prisma.sql`p.widest = -1 AND p.last_used_at > now() - make_interval(days => ${IN_USE_DAYS}::int)`),
    why: Prisma.sql`json_build_object('kind', 'used', 'at', hit.last_used_at)`,
  },
  'any-address': {
    hits: profiles(Prisma.sql`p.widest = 0 AND p.any_address`),
    why: entriesWhere(Prisma.sql`masklen(e.network) = 0`),
  },
  'refused-from-many': {
    hits: refused,
    why: Prisma.sql`json_build_object('kind', 'refused', 'addresses', hit.addresses,
      'calls', (SELECT sum(c.count) FROM caller_hour c WHERE ${refusedCalls}))`,
  },
  'dormant-open': { hits: profiles(Prisma.sql`p.widest = -1 AND ${UNUSED}`), why: unused },
  'wide-range': {
    hits: profiles(Prisma.sql`${WIDE} AND NOT p.any_address AND p.access_mode <> 'open'`),
    why: entriesWhere(isWide),
  },
  'shared-range': {
    hits: sharing,
    why: Prisma.sql`(SELECT json_build_object('kind', 'shared', 'range', host(r.network) || '/' || masklen(r.network), 'workspaces', r.workspaces)
      FROM shared_range r WHERE r.network = hit.range)`,
  },
  widened: {
    hits: widened,
    why: Prisma.sql`(SELECT json_build_object('kind', 'widened', 'at', w.at, 'by', w.widened_by, 'gained', w.gained,
      'opensToAny', w.opens_to_any, 'list', l.name)
      FROM list_widening w LEFT JOIN network_list l ON l.id = w.subject_id WHERE w.id = hit.widening_id)`,
  },
  reserved: {
    hits: profiles(Prisma.sql`p.reserved AND p.access_mode <> 'open'`),
    why: entriesWhere(Prisma.sql`gatelist_special_kind(e.network) = 'reserved'`),
  },
  'all-expired': {
    hits: Prisma.sql`SELECT p.key_id, p.workspace_id, p.expired FROM key_profile p
      WHERE ${LIVES} AND p.widest = 999 AND p.expired > 0 AND p.access_mode = 'enforce'`,
    why: Prisma.sql`json_build_object('kind', 'expired', 'entries', hit.expired)`,
  },
  private: {
    hits: profiles(Prisma.sql`p.private AND p.access_mode <> 'open'`),
    why: entriesWhere(Prisma.sql`gatelist_special_kind(e.network) = 'private'`),
  },
  dormant: { hits: profiles(Prisma.sql`p.access_mode <> 'open' AND ${UNUSED}`), why: unused },
  'staff-changes': {
    hits: byStaff,
    why: Prisma.sql`(SELECT json_build_object('kind', 'acted', 'at', a.at, 'by', a.actor_label, 'action', a.action)
      FROM audit_event a WHERE a.id = hit.event_id)`,
  },
} satisfies Record<RuleId, RuleQuery>

function since(column: 'w.at' | 'at', days: number): Prisma.Sql {
  return Prisma.sql`${Prisma.raw(column)} > now() - make_interval(days => ${days}::int)`
}
