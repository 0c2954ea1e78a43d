import { type Tx, transaction } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { Prisma } from '#lib/generated/prisma/client'
import { displayNetwork, parseCanonicalNetwork } from '#lib/ip/network'
import { type Detail, firstItems, ITEMS_NAMED } from './detail.ts'
import type { NewAlert } from './new-alert.ts'
import { raiseAlerts } from './raise.ts'

// Any number that nothing else in the product locks.
const POLICY_LOCK = 7_205_759_411

/** Alerts of one look; what is beyond comes with the next. */
const RAISED_AT_ONCE = 2_000

/** Tells of keys that a policy will take power from. Any process may look, as often as it likes: nothing is told twice. */
export function lookForPolicyEnds(): Promise<void> {
  return transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(${POLICY_LOCK}::bigint) AS mine`
    if (lock?.mine === true) await raisePolicyEnds(tx, await databaseNow(tx))
  })
}

/** The same for a moment: what a policy ends within 14 days of it, again within 7 days, and again within one. */
export async function raisePolicyEnds(tx: Tx, now: Date): Promise<void> {
  if (!(await anyEndsSoon(tx, now))) return
  const rows = await tx.$queryRaw<Row[]>`
    SELECT * FROM (
      SELECT ending.*, stage.name AS stage, ending."keyId" || ' ' || loses || ' ' || stage.name || ' ' || extract(epoch FROM at) AS fold
      FROM (${openness(now)} UNION ALL ${life(now)} UNION ALL ${width(now)}) AS ending
        JOIN ${STAGES} ON at > ${now}::timestamptz + stage.after AND at <= ${now}::timestamptz + stage.up_to
    ) AS due
    WHERE NOT EXISTS (SELECT 1 FROM alert WHERE alert.workspace_id = due."workspaceId"::uuid
      AND alert.kind = 'policy_warning' AND alert.fold = due.fold)
    LIMIT ${RAISED_AT_ONCE}::int`
  await raiseAlerts(tx, rows.map(alertOf))
}

// Days of 24 hours, whatever the time zone.
const STAGES = Prisma.sql`(VALUES ('1d', interval '0', interval '24 hours'), ('7d', interval '24 hours', interval '168 hours'),
  ('14d', interval '168 hours', interval '336 hours')) AS stage (name, after, up_to)`

type Row = {
  workspaceId: string
  keyId: string
  name: string
  loses: Detail<'policy_warning'>['loses']
  at: Date
  networks: string[] | null
  stage: Detail<'policy_warning'>['stage']
  fold: string
}

function alertOf({ workspaceId, keyId, name, loses, at, networks, stage, fold }: Row): NewAlert {
  const { items, more } = firstItems((networks ?? []).map(networkText))
  const subject = { kind: 'key', id: keyId, name } as const
  const detail = { subject, items, more, loses, at: at.toISOString(), stage }
  return { kind: 'policy_warning', workspaceId, subjectId: keyId, fold, detail }
}

const networkText = (stored: string): string => {
  const network = parseCanonicalNetwork(stored)
  return network === null ? stored : displayNetwork(network)
}

/** Most of the time no policy is about to end anything, and then no key needs to be looked at. */
async function anyEndsSoon(tx: Tx, now: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ any: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM access_policy WHERE open_days IS NOT NULL
      OR (applies_from <= ${now}::timestamptz + interval '336 hours'
        AND (applies_from > ${now}::timestamptz OR max_key_life_days IS NOT NULL))) AS any`
  return row?.any ?? false
}

const columns = (loses: Row['loses'], at: Prisma.Sql) => Prisma.sql`
  k.workspace_id::text AS "workspaceId", k.id::text AS "keyId", k.name, ${loses} AS loses, ${at} AS at`

const lives = (now: Date) => Prisma.sql`(k.revoked_at IS NULL OR k.revoked_at > ${now}::timestamptz)
  AND coalesce(l.ends_at > ${now}::timestamptz, true)`

function openness(now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT ${columns('openness', Prisma.sql`l.open_until`)}, NULL::text[] AS networks
    FROM api_key k JOIN key_limits l ON l.key_id = k.id WHERE k.open_since IS NOT NULL AND ${lives(now)}`
}

/** Only keys that are old enough by some policy are looked at. */
function life(now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT ${columns('life', Prisma.sql`l.ends_at`)}, NULL::text[]
    FROM api_key k JOIN key_limits l ON l.key_id = k.id
    WHERE l.ends_at IS DISTINCT FROM k.expires_at AND ${lives(now)}
      AND k.created_at <= ${now}::timestamptz + interval '336 hours' - make_interval(hours => 24 * coalesce(
        (SELECT min(max_key_life_days) FROM access_policy WHERE applies_from IS NOT NULL), 1000000))`
}

/** A profile tells how wide the widest entry in force is, so only keys that have a too wide one are looked at. */
function width(now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT ${columns('width', Prisma.sql`p.applies_from`)}, wide.networks
    FROM access_policy p
      JOIN key_profile f ON (p.workspace_id IS NULL OR f.workspace_id = p.workspace_id)
        AND (f.widest_v4 < p.widest_v4 OR f.widest_v6 < p.widest_v6)
      JOIN api_key k ON k.id = f.key_id
      JOIN key_limits l ON l.key_id = k.id
      CROSS JOIN LATERAL (
        SELECT (array_agg(host(e.network) || '/' || masklen(e.network) ORDER BY e.network))[1:${ITEMS_NAMED + 1}::int] AS networks
        FROM (
          SELECT * FROM allowlist_entry WHERE key_id = k.id
          UNION ALL
          SELECT e.* FROM key_list u JOIN allowlist_entry e ON e.list_id = u.list_id WHERE u.key_id = k.id) AS e
        WHERE e.enabled AND (e.expires_at IS NULL OR e.expires_at > p.applies_from)
          AND masklen(e.network) < CASE family(e.network) WHEN 4 THEN p.widest_v4 ELSE p.widest_v6 END) AS wide
    WHERE p.applies_from > ${now}::timestamptz AND p.applies_from <= ${now}::timestamptz + interval '336 hours'
      AND wide.networks IS NOT NULL AND k.access_mode <> 'open' AND ${lives(now)}`
}
