import { prisma } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { addressFromBigInt, type Family, familyBits } from '#lib/ip/address'
import { formatNetwork, lastAddress, type Network, networkOf, storedNetwork } from '#lib/ip/network'
import { freshenProfiles } from '#lib/key-profiles/freshen'
import { IN_FORCE } from '#lib/keys/lets-through'
import { letThroughOutcomes } from '#lib/traffic/outcomes'
import { CALLER_DAYS, CROWDED, isTaken, takenBits } from './levels.ts'

/** What lies inside a block. `keys`: of those whose outermost entries do; see `Cover` for the others. */
export type Block = {
  readonly network: Network
  readonly keys: number
  readonly callers: number
  readonly refusals: number
}

/** So many keys have just this network, which is wider than the blocks that are shown, as an outermost entry. */
export type Cover = { readonly network: Network; readonly keys: number }

export type Blocks = { readonly blocks: readonly Block[]; readonly covers: readonly Cover[] }

/** `isLive`: counted now. */
export type ReadBlocks = Blocks & { readonly isLive: boolean }

/** Asks for the blocks of these lengths inside `within`. Either all lengths are counted ahead or none. */
export async function readBlocks(within: Network, lengths: readonly number[]): Promise<ReadBlocks> {
  const isAhead = lengths.every((bits) => isTaken(within.family, bits)) || (await isCrowded(within))
  if (isAhead) return { ...(await readTaken(within, lengths)), isLive: false }
  await freshenProfiles()
  return { ...(await readLive(within, lengths)), isLive: true }
}

/** What is inside it was then counted ahead. */
async function isCrowded({ prefixBits: bits, ...within }: Network): Promise<boolean> {
  const rows = await prisma().$queryRaw<unknown[]>`
    SELECT FROM address_block WHERE bits = ${bits}::smallint AND network = ${formatNetwork({ ...within, prefixBits: bits })}::inet
      AND keys + callers >= ${CROWDED}::int`
  return rows.length > 0
}

type Row = { network: string; keys: number; callers: number; refusals: bigint }

const TEXT = (column: string) => Prisma.raw(`host(${column}) || '/' || masklen(${column})`)

async function readTaken(within: Network, lengths: readonly number[]): Promise<Blocks> {
  const [from, to] = edgesOf(within)
  const longest = Math.max(...lengths)
  const [blocks, covers] = await Promise.all([
    prisma().$queryRaw<Row[]>`
      SELECT ${TEXT('network')} AS network, keys, callers, refusals FROM address_block
      WHERE bits = ANY(${[...lengths]}::smallint[]) AND network >= ${from}::inet AND network <= ${to}::inet`,
    prisma().$queryRaw<{ network: string; keys: number }[]>`
      SELECT ${TEXT('network')} AS network, keys FROM address_cover
      WHERE network = ANY(${around(within)}::inet[])
        OR (network > ${from}::inet AND network <= ${to}::inet AND masklen(network) < ${longest}::int)`,
  ])
  return { blocks: blocks.map(toBlock), covers: covers.map(toCover) }
}

type LiveRow = Row & { isCover: boolean }

/**
 * The same of entries and callers as they are now, found by the indexes on networks and addresses. Only the widest networks around, which
 * very many keys may share, are as they were counted.
 */
async function readLive(within: Network, lengths: readonly number[]): Promise<Blocks> {
  const longest = Math.max(...lengths)
  const parts = Prisma.join(
    lengths.flatMap((bits) => [keysOf(bits), callersOf(bits)]),
    ' UNION ALL ',
  )
  const [rows, around] = await Promise.all([
    prisma().$queryRaw<LiveRow[]>`
      WITH hit AS MATERIALIZED (${hitsIn(within)}), held AS (${heldBy(within)}), outermost AS MATERIALIZED (
        SELECT key_id, network FROM (${outermost(within.family)}) AS placed WHERE reach IS NULL OR reach < first
      ), seen AS MATERIALIZED (${seenIn(within)})
      SELECT ${TEXT('network')} AS network, sum(keys)::int AS keys, sum(callers)::int AS callers, sum(refusals)::bigint AS refusals,
        is_cover AS "isCover"
      FROM (${parts} UNION ALL SELECT network, count(*), 0, 0, true FROM outermost
        WHERE masklen(network) < ${longest}::int GROUP BY network) AS part
      GROUP BY network, is_cover`,
    prisma().$queryRaw<{ network: string; keys: number }[]>`
      SELECT ${TEXT('network')} AS network, keys FROM address_cover WHERE network = ANY(${widestAround(within)}::inet[])`,
  ])
  return {
    blocks: rows.filter((row) => !row.isCover).map(toBlock),
    covers: [...around, ...rows.filter((row) => row.isCover)].map(toCover),
  }
}

/** Networks of at most so many bits are counted ahead wherever they are. */
function coverBits({ family, prefixBits }: Network): number {
  return Math.min(prefixBits, Math.max(...takenBits[family]) - 1)
}

function widestAround(within: Network): string[] {
  return around(within).slice(0, coverBits(within) + 1)
}

/** Entries in force that lie in the network, or around it and are not among the widest. */
function hitsIn(within: Network): Prisma.Sql {
  const [from, to] = edgesOf(within)
  return Prisma.sql`
    SELECT e.key_id, e.list_id, e.network FROM allowlist_entry e
    WHERE ((e.network >= ${from}::inet AND e.network <= ${to}::inet)
        OR e.network = ANY(${around(within).slice(coverBits(within) + 1)}::inet[]))
      AND masklen(e.network) > ${coverBits(within)}::int AND ${IN_FORCE}`
}

/** The keys of those entries, without the keys that one of the widest networks admits here already. */
function heldBy(within: Network): Prisma.Sql {
  const wide = Prisma.sql`e.network = ANY(${widestAround(within).slice(1)}::inet[]) AND ${IN_FORCE}`
  return Prisma.sql`
    SELECT key_id, network FROM (
      SELECT key_id, network FROM hit WHERE key_id IS NOT NULL
      UNION SELECT u.key_id, hit.network FROM hit JOIN key_list u ON u.list_id = hit.list_id) AS h
    WHERE NOT EXISTS (SELECT FROM allowlist_entry e WHERE e.key_id = h.key_id AND ${wide})
      AND NOT EXISTS (SELECT FROM key_list u JOIN allowlist_entry e ON e.list_id = u.list_id WHERE u.key_id = h.key_id AND ${wide})`
}

function outermost(family: Family): Prisma.Sql {
  const width = Prisma.raw(String(familyBits[family]))
  return Prisma.sql`
    SELECT key_id, network, set_masklen(network, ${width}) AS first,
      max(set_masklen(broadcast(network), ${width})) OVER (PARTITION BY key_id ORDER BY network
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
    FROM held JOIN key_profile p USING (key_id)
    WHERE p.access_mode <> 'open' AND (p.ends_at IS NULL OR p.ends_at > now())`
}

function keysOf(bits: number): Prisma.Sql {
  return Prisma.sql`
    SELECT network(set_masklen(network, ${bits}::int))::inet AS network, count(DISTINCT key_id) AS keys, 0 AS callers, 0 AS refusals,
      false AS is_cover
    FROM outermost WHERE masklen(network) >= ${bits}::int GROUP BY 1`
}

function callersOf(bits: number): Prisma.Sql {
  return Prisma.sql`
    SELECT network(set_masklen(address, ${bits}::int))::inet, 0, count(*) FILTER (WHERE allowed), sum(refusals), false
    FROM seen WHERE masklen(address) >= ${bits}::int GROUP BY 1`
}

function seenIn(within: Network): Prisma.Sql {
  const [from, to] = edgesOf(within)
  return Prisma.sql`
    SELECT address, bool_or(outcome = ANY(${[...letThroughOutcomes]}::text[])) AS allowed,
      coalesce(sum(count) FILTER (WHERE outcome <> ALL(${[...letThroughOutcomes]}::text[])), 0) AS refusals
    FROM caller_hour WHERE address >= ${from}::inet AND address <= ${to}::inet
      AND hour > now() - make_interval(days => ${CALLER_DAYS}::int) GROUP BY address`
}

/** In PostgreSQL's order a network comes before all that lies in it, its last address after all of that. */
function edgesOf(network: Network): [from: string, to: string] {
  const { family } = network
  const last: Network = { family, first: lastAddress(network), prefixBits: familyBits[family] }
  return [formatNetwork(network), formatNetwork(last)]
}

/** The network itself and every one around it. */
function around({ family, first, prefixBits }: Network): string[] {
  const address = addressFromBigInt(family, first)
  return Array.from({ length: prefixBits + 1 }, (_, bits) => formatNetwork(networkOf(address, bits)))
}

function toBlock({ network, keys, callers, refusals }: Row): Block {
  return { network: storedNetwork(network), keys, callers, refusals: Number(refusals) }
}

function toCover({ network, keys }: { network: string; keys: number }): Cover {
  return { network: storedNetwork(network), keys }
}
