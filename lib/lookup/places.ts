import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { partsMeeting } from '#lib/ip/inet-order'
import { formatNetwork, type Network } from '#lib/ip/network'
import { COUNTS } from '#lib/keys/lets-through'
import type { Chunk, Cursor } from './page.ts'

/** A key where the order of a look-up has it: at the last entry, in the order of `inet`, that meets what is asked about. */
export type Place = { network: string; owner: string; keyId: string }

type PlaceQuestion = { networks: readonly Network[]; cursor: Cursor<Place> | null }

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
export async function nextPlaces(tx: Tx, question: PlaceQuestion): Promise<Chunk<Place>> {
  const rows = await tx.$queryRaw<Row[]>(placesSql(question))
  const places = rows.flatMap(({ network, owner, keyId }) => (keyId === null ? [] : [{ network, owner, keyId }]))
  const last = rows.at(-1)
  if (last === undefined) return { places, end: null }
  if (places.length === TOLD) return { places, end: places.at(-1) ?? null }
  const { lastKey } = walks[question.cursor?.side ?? 'after']
  return { places, end: last.walked === WALKED ? { ...last, keyId: lastKey } : null }
}

const LEAST = '00000000-0000-0000-0000-000000000000'
const MOST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const PLACE = Prisma.sql`e.network, coalesce(e.key_id, e.list_id)`

/** Which way the order is walked. `lastKey`: comes after the keys of whatever it stands with. */
const walks = {
  after: {
    ...{ way: Prisma.sql`DESC`, back: Prisma.sql`ASC`, beyond: Prisma.sql`<`, lastKey: LEAST },
    within: (network: Prisma.Sql, owner: Prisma.Sql) => Prisma.sql`
      (${PLACE}) >= (part.lo, ${LEAST}::uuid) AND (${PLACE}) <= (least(part.hi, ${network}), ${MOST}::uuid)
      AND (${PLACE}) <= (${network}, ${owner})`,
  },
  before: {
    ...{ way: Prisma.sql`ASC`, back: Prisma.sql`DESC`, beyond: Prisma.sql`>`, lastKey: MOST },
    within: (network: Prisma.Sql, owner: Prisma.Sql) => Prisma.sql`
      (${PLACE}) <= (part.hi, ${MOST}::uuid) AND (${PLACE}) >= (greatest(part.lo, ${network}), ${LEAST}::uuid)
      AND (${PLACE}) >= (${network}, ${owner})`,
  },
} as const

/**
 * The last row is where the walk ended, without a key. Entries are taken from their index first, by nothing but their place: with
 * further conditions in the same breath, the planner takes other indexes that read many times as much.
 */
export function placesSql({ networks, cursor }: PlaceQuestion): Prisma.Sql {
  const parts = partsMeeting(networks)
  const asked = Prisma.sql`${networks.map(formatNetwork)}::inet[]`
  const isLast = (column: Prisma.Sql) => Prisma.sql`(
    SELECT 1 FROM allowlist_entry e WHERE ${column} AND e.network > place.network AND e.network && ANY(${asked})
      AND ${COUNTS} LIMIT 1) IS NULL`
  const { side, at } = cursor ?? { side: 'after', at: { network: MOST_NETWORK, owner: MOST, keyId: MOST } }
  const { way, back, beyond, within } = walks[side]
  const [network, owner] = [Prisma.sql`${at.network}::inet`, Prisma.sql`${at.owner}::uuid`]
  return Prisma.sql`
    WITH walked AS MATERIALIZED (
      SELECT place.* FROM unnest(${parts.map(({ lo }) => lo)}::inet[], ${parts.map(({ hi }) => hi)}::inet[]) AS part (lo, hi)
        CROSS JOIN LATERAL (
          SELECT e.id, e.network, coalesce(e.key_id, e.list_id) AS owner, e.key_id, e.list_id FROM allowlist_entry e
          WHERE ${within(network, owner)}
          ORDER BY e.network ${way}, coalesce(e.key_id, e.list_id) ${way} LIMIT ${WALKED}) AS place
      ORDER BY place.network ${way}, place.owner ${way} LIMIT ${WALKED}
    ), told AS (
      SELECT place.network, place.owner, k.key_id FROM walked place CROSS JOIN LATERAL (
        SELECT place.key_id WHERE place.key_id IS NOT NULL
        UNION ALL
        SELECT u.key_id FROM key_list u WHERE u.list_id = place.list_id) AS k (key_id)
      WHERE (place.network, place.owner, k.key_id) ${beyond} (${network}, ${owner}, ${at.keyId}::uuid)
        AND (SELECT true FROM allowlist_entry e WHERE e.id = place.id AND ${COUNTS} LIMIT 1)
        AND ${isLast(Prisma.sql`e.key_id = place.key_id`)} AND ${isLast(Prisma.sql`e.list_id = place.list_id`)}
      ORDER BY place.network ${way}, place.owner ${way}, k.key_id ${way} LIMIT ${TOLD}
    ), ended AS (
      SELECT place.network, place.owner, (SELECT count(*)::int FROM walked) AS walked FROM walked place
      ORDER BY place.network ${back}, place.owner ${back} LIMIT 1)
    SELECT host(network) || '/' || masklen(network) AS network, owner::text AS owner, "keyId", walked
    FROM (
      SELECT network, owner, key_id::text AS "keyId", 0 AS walked, 0 AS part FROM told
      UNION ALL SELECT network, owner, NULL, walked, 1 FROM ended) AS place
    ORDER BY part, place.network ${way}, place.owner ${way}, "keyId" ${way}`
}

/** After every network of both families. */
const MOST_NETWORK = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128'
