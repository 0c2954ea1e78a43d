import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { formatNetwork, type Network } from '#lib/ip/network'
import { COUNTS } from '#lib/keys/lets-through'
import { partsMeeting } from './parts.ts'

/** A key where the order of a look-up has it: at the last entry, in the order of `inet`, that meets what is asked about. */
export type Place = { network: string; owner: string; keyId: string }

/** `end`: where to go on; null when there are no further ones. */
export type PlaceChunk = { places: Place[]; end: Place | null }

type PlaceQuestion = { networks: readonly Network[]; after: Place | null }

/** Entries that are walked at a time, and keys that are told of them. */
const WALKED = 300
const TOLD = 80

/** Reads by indexes alone, and compiles no plan: such reads are short. */
export async function planByIndex(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true)`
}

type Row = { network: string; owner: string; keyId: string | null; walked: number }

/**
 * The next keys that have an entry which meets the networks, the closest entries first. A key or list stops the walk at its last entry
 * only; a list stands for the keys that use it. A key with entries of its own and of lists may come more than once.
 */
export async function nextPlaces(tx: Tx, question: PlaceQuestion): Promise<PlaceChunk> {
  const rows = await tx.$queryRaw<Row[]>(placesSql(question))
  const places = rows.flatMap(({ network, owner, keyId }) => (keyId === null ? [] : [{ network, owner, keyId }]))
  const last = rows.at(-1)
  if (last === undefined) return { places, end: null }
  if (places.length === TOLD) return { places, end: places.at(-1) ?? null }
  return { places, end: last.walked === WALKED ? { ...last, keyId: LEAST } : null }
}

const LEAST = '00000000-0000-0000-0000-000000000000'
const MOST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const PLACE = Prisma.sql`e.network, coalesce(e.key_id, e.list_id)`
const ORDER = Prisma.sql`place.network DESC, place.owner DESC`

/**
 * The last row is where the walk ended, without a key. Entries are taken from their index first, by nothing but their place: with
 * further conditions in the same breath, the planner takes other indexes that read many times as much.
 */
export function placesSql({ networks, after }: PlaceQuestion): Prisma.Sql {
  const parts = partsMeeting(networks)
  const asked = Prisma.sql`${networks.map(formatNetwork)}::inet[]`
  const isLast = (column: Prisma.Sql) => Prisma.sql`(
    SELECT 1 FROM allowlist_entry e WHERE ${column} AND e.network > place.network AND e.network && ANY(${asked})
      AND ${COUNTS} LIMIT 1) IS NULL`
  const from = after ?? { network: MOST_NETWORK, owner: MOST, keyId: MOST }
  return Prisma.sql`
    WITH walked AS MATERIALIZED (
      SELECT place.* FROM unnest(${parts.map(({ lo }) => lo)}::inet[], ${parts.map(({ hi }) => hi)}::inet[]) AS part (lo, hi)
        CROSS JOIN LATERAL (
          SELECT e.id, e.network, coalesce(e.key_id, e.list_id) AS owner, e.key_id, e.list_id FROM allowlist_entry e
          WHERE (${PLACE}) >= (part.lo, ${LEAST}::uuid)
            AND (${PLACE}) <= (least(part.hi, ${from.network}::inet), ${MOST}::uuid)
            AND (${PLACE}) <= (${from.network}::inet, ${from.owner}::uuid)
          ORDER BY e.network DESC, coalesce(e.key_id, e.list_id) DESC LIMIT ${WALKED}) AS place
      ORDER BY ${ORDER} LIMIT ${WALKED}
    ), told AS (
      SELECT place.network, place.owner, k.key_id FROM walked place CROSS JOIN LATERAL (
        SELECT place.key_id WHERE place.key_id IS NOT NULL
        UNION ALL
        SELECT u.key_id FROM key_list u WHERE u.list_id = place.list_id) AS k (key_id)
      WHERE (place.network, place.owner, k.key_id) < (${from.network}::inet, ${from.owner}::uuid, ${from.keyId}::uuid)
        AND (SELECT true FROM allowlist_entry e WHERE e.id = place.id AND ${COUNTS} LIMIT 1)
        AND ${isLast(Prisma.sql`e.key_id = place.key_id`)} AND ${isLast(Prisma.sql`e.list_id = place.list_id`)}
      ORDER BY ${ORDER}, k.key_id DESC LIMIT ${TOLD}
    ), ended AS (
      SELECT place.network, place.owner, (SELECT count(*)::int FROM walked) AS walked FROM walked place
      ORDER BY place.network, place.owner LIMIT 1)
    SELECT host(network) || '/' || masklen(network) AS network, owner::text AS owner, "keyId", walked
    FROM (
      SELECT network, owner, key_id::text AS "keyId", 0 AS walked, 0 AS part FROM told
      UNION ALL SELECT network, owner, NULL, walked, 1 FROM ended) AS place
    ORDER BY part, ${ORDER}, "keyId" DESC`
}

/** After every network of both families. */
const MOST_NETWORK = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128'
