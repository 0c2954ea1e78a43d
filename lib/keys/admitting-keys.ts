import { ownText } from '#lib/allowlists/entries'
import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { familyBits } from '#lib/ip/address'
import { covers, intersection } from '#lib/ip/algebra'
import { partsMeeting } from '#lib/ip/inet-order'
import { formatNetwork, type Network, parseCanonicalNetwork } from '#lib/ip/network'
import { BYPASSED, KEY_ENDS, MAY_BE_OPEN } from '#lib/policies/limits-sql'
import { COUNTS, IN_FORCE } from './lets-through.ts'
import type { KeyStatus, KeyTimes } from './rules.ts'
import { STATUS } from './status-sql.ts'
import type { AccessMode } from './views.ts'

/** How much of a network a key lets through. `closed`: none of it, or the key is not active and refuses everybody. */
export const reaches = ['all', 'part', 'closed'] as const
export type Reach = (typeof reaches)[number]

/** An entry that meets the network; `list` when it stands in a named list. */
export type AdmittingEntry = {
  id: string
  network: string
  note: string | null
  list: { id: string; name: string } | null
}

/** A key, and what of a network it lets through by what. `wouldReach`: were it active. */
export type AdmittingKey = KeyTimes & {
  id: string
  kind: 'issued' | 'imported'
  name: string
  displayPrefix: string
  lastFour: string
  accessMode: AccessMode
  status: KeyStatus
  now: Date
  wouldReach: 'all' | 'part' | 'none'
  /** `entries`: its own or those of its named lists. Null when it lets nothing through. */
  through: 'open' | 'entries' | 'bypass' | 'report' | null
  bypassUntil: Date | null
  /** The widest few, and how many there are. */
  entries: AdmittingEntry[]
  entryCount: number
}

export type Question = { readonly workspaceId: string; readonly network: Network }

/** `ceiling`: how much of the network the workspace's ceiling admits; null when none is enforced. */
export type Admission = { counts: Record<Reach, number>; ceiling: 'all' | 'part' | 'none' | null }

/** How many keys of a workspace a network opens, whole, in part or not at all. */
export async function countAdmitting(db: Tx, question: Question): Promise<Admission> {
  const inside = await insideCeiling(db, question)
  const rows = await db.$queryRaw<{ reach: Reach; total: number }[]>`
    ${judged(question, inside)} SELECT reach, count(*)::int AS total FROM judged GROUP BY reach`
  const totalOf = (reach: Reach) => rows.find((row) => row.reach === reach)?.total ?? 0
  return {
    counts: { all: totalOf('all'), part: totalOf('part'), closed: totalOf('closed') },
    ceiling: inside.isLimited ? inside.reach : null,
  }
}

type Page = { readonly reach: Reach; readonly offset: number; readonly limit: number }

/** Those keys, by name. */
export function admittingKeys(db: Tx, question: Question, { reach, offset, limit }: Page): Promise<AdmittingKey[]> {
  const order = Prisma.sql`lower(name), id`
  const page = Prisma.sql`WHERE reach = ${reach} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`
  return readPage(db, question, { page, order })
}

/** Those that are opened, whole or in part, in an order that stays while keys are added. */
export function admittingKeysAfter(
  db: Tx,
  question: Question,
  { after, limit }: { after: string | null; limit: number },
): Promise<AdmittingKey[]> {
  const from = after === null ? Prisma.empty : Prisma.sql`AND id > ${after}::uuid`
  const order = Prisma.sql`id`
  const page = Prisma.sql`WHERE reach <> 'closed' ${from} ORDER BY ${order} LIMIT ${limit}`
  return readPage(db, question, { page, order })
}

const ENTRIES_SHOWN = 3

const ENTRY = Prisma.sql`json_build_object('id', e.id, 'network', host(e.network) || '/' || masklen(e.network), 'note', e.note,
  'list', CASE WHEN l.id IS NOT NULL THEN json_build_object('id', l.id, 'name', l.name) END)`

/** `page` picks keys of those that are judged, in an order. */
type Picked = { page: Prisma.Sql; order: Prisma.Sql }

async function readPage(db: Tx, question: Question, { page, order }: Picked): Promise<AdmittingKey[]> {
  const inside = await insideCeiling(db, question)
  const rows = await db.$queryRaw<(Omit<AdmittingKey, 'entries'> & { entries: AdmittingEntry[] | null })[]>`
    ${judged(question, inside)},
    page AS MATERIALIZED (SELECT * FROM judged ${page}),
    placed AS (
      SELECT key_id, entry_id, row_number() OVER (PARTITION BY key_id ORDER BY masklen(network), network) AS place
      FROM held WHERE key_id IN (SELECT id FROM page)),
    shown AS (
      SELECT placed.key_id, count(*)::int AS total, json_agg(${ENTRY} ORDER BY placed.place)
        FILTER (WHERE placed.place <= ${ENTRIES_SHOWN}) AS entries
      FROM placed JOIN allowlist_entry e ON e.id = placed.entry_id LEFT JOIN network_list l ON l.id = e.list_id
      GROUP BY placed.key_id)
    SELECT page.id::text AS id, kind::text AS kind, name, display_prefix AS "displayPrefix", last_four AS "lastFour",
      access_mode::text AS "accessMode", status, would_reach AS "wouldReach", through, bypass_until AS "bypassUntil",
      paused_at AS "pausedAt", revoked_at AS "revokedAt", expires_at AS "expiresAt", now() AS now,
      coalesce(shown.total, 0) AS "entryCount", shown.entries
    FROM page LEFT JOIN shown ON shown.key_id = page.id ORDER BY ${order}`
  return rows.map(({ entries, ...row }) => ({ ...row, entries: (entries ?? []).map(inOwnText) }))
}

function inOwnText(entry: AdmittingEntry): AdmittingEntry {
  return { ...entry, network: ownText(entry.network) }
}

/** What of a network an enforced ceiling admits; all of it when there is none. */
type Inside = { networks: readonly Network[]; reach: 'all' | 'part' | 'none'; isLimited: boolean }

async function insideCeiling(db: Tx, { workspaceId, network }: Question): Promise<Inside> {
  const [row] = await db.$queryRaw<{ networks: string[] | null }[]>`
    SELECT (SELECT array_agg(host(e.network) || '/' || masklen(e.network)) FROM allowlist_entry e
      WHERE e.list_id = l.id AND ${IN_FORCE} AND e.network && ${formatNetwork(network)}::inet) AS networks
    FROM network_list l WHERE l.workspace_id = ${workspaceId}::uuid AND l.kind = 'ceiling' AND l.access_mode = 'enforce'`
  if (row === undefined) return { networks: [network], reach: 'all', isLimited: false }
  const admitted = (row.networks ?? []).flatMap((text) => parseCanonicalNetwork(text) ?? [])
  const networks = intersection([network], admitted)
  const reach = networks.length === 0 ? 'none' : covers(networks, [network]) ? 'all' : 'part'
  return { networks, reach, isLimited: true }
}

/**
 * `held`: which entries in force of which keys meet the network within the ceiling, found by the index on networks. `judged`: all
 * keys of the workspace with what they let through.
 */
function judged({ workspaceId, network }: Question, inside: Inside): Prisma.Sql {
  const width = familyBits[network.family]
  return Prisma.sql`
    WITH hit AS MATERIALIZED (${meeting(inside.networks)} AND e.workspace_id = ${workspaceId}::uuid AND ${COUNTS}),
    held AS MATERIALIZED (
      SELECT key_id, id AS entry_id, network FROM hit WHERE key_id IS NOT NULL
      UNION ALL
      SELECT u.key_id, hit.id, hit.network FROM hit JOIN key_list u ON u.list_id = hit.list_id),
    whole AS MATERIALIZED (${wholeOf(network, width)}),
    reaching AS MATERIALIZED (
      SELECT k.id, k.kind, k.name, k.display_prefix, k.last_four, k.access_mode, k.bypass_until,
        k.paused_at, k.revoked_at, ${KEY_ENDS} AS expires_at, ${STATUS} AS status,
        CASE WHEN k.access_mode = 'open' AND ${MAY_BE_OPEN} THEN 'open'
          WHEN ${inside.reach} = 'all' AND k.access_mode <> 'open' AND k.id IN (SELECT key_id FROM whole) THEN 'entries'
          WHEN ${MAY_BE_OPEN} THEN 'report'
          WHEN ${BYPASSED} THEN 'bypass'
          WHEN k.access_mode <> 'open' AND k.id IN (SELECT key_id FROM held) THEN 'some entries' END AS by
      FROM api_key k WHERE k.workspace_id = ${workspaceId}::uuid),
    judged AS (
      SELECT reaching.*, would_reach, CASE WHEN would_reach = 'none' THEN NULL WHEN by = 'some entries' THEN 'entries' ELSE by END
          AS through,
        CASE WHEN status <> 'active' OR would_reach = 'none' THEN 'closed' ELSE would_reach END AS reach
      FROM reaching, LATERAL (SELECT CASE WHEN by IS NULL THEN 'none' WHEN by = 'some entries' THEN 'part'
        ELSE ${inside.reach} END AS would_reach) AS reached)`
}

/** Entries that meet one of the networks, found by the index of their places. One that meets several is there once. */
function meeting(networks: readonly Network[]): Prisma.Sql {
  const parts = partsMeeting(networks)
  const once = networks.length > 1 ? Prisma.sql`DISTINCT` : Prisma.empty
  return Prisma.sql`SELECT ${once} e.id, e.key_id, e.list_id, e.network
    FROM unnest(${parts.map(({ lo }) => lo)}::inet[], ${parts.map(({ hi }) => hi)}::inet[]) AS part (lo, hi)
    JOIN allowlist_entry e ON e.network >= part.lo AND e.network <= part.hi WHERE true`
}

/**
 * Keys whose entries together hold every address of the network. Two networks nest or are apart, so the outermost are counted,
 * and only of keys whose entries would be enough if none lay within another: of a wide network that spares sorting most of them.
 */
function wholeOf(network: Network, width: number): Prisma.Sql {
  const text = formatNetwork(network)
  return Prisma.sql`
    SELECT key_id FROM (
      SELECT key_id, network, first, max(last) OVER (PARTITION BY key_id ORDER BY network
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
      FROM (SELECT key_id, network, set_masklen(network, ${width}) AS first,
        set_masklen(broadcast(network), ${width}) AS last FROM held
        WHERE key_id IN (SELECT key_id FROM held GROUP BY key_id HAVING bool_or(network >>= ${text}::inet)
          OR sum(power(2::float8, ${network.prefixBits} - masklen(network))) > ${ALMOST_ALL})) AS placed) AS reached
    GROUP BY key_id
    HAVING bool_or(network >>= ${text}::inet)
      OR sum(power(2::numeric, ${width} - masklen(network))) FILTER (WHERE reach IS NULL OR reach < first)
        >= power(2::numeric, ${width} - masklen(${text}::inet))`
}

/** Parts of the whole are added up as floating-point numbers, which round. */
const ALMOST_ALL = 0.999
