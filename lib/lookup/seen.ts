import type { Tx } from '#lib/db'
import { snapshot } from '#lib/db/snapshot'
import { Prisma } from '#lib/generated/prisma/client'
import { familyBits } from '#lib/ip/address'
import { inside, type Part } from '#lib/ip/inet-order'
import { formatNetwork, type Network } from '#lib/ip/network'
import { isLetThrough } from '#lib/traffic/outcomes'
import { readSeenPlace, type SeenPlace, seenPlaceText } from './cursor.ts'
import { type Cursor, LOOKUP_PAGE, type LookupCursor, pageBeside, readCursor, type Walk } from './page.ts'
import { planByIndex } from './places.ts'
import { lookupKeyOf, readKeyFacts } from './read-keys.ts'
import type { SeenKey, SeenPage } from './views.ts'

/** Calls from many addresses of one IPv6 /64 are noted by that. */
const SUBNET_BITS = 64

/** Keys that were called from some addresses, let through or refused, for as long as callers are kept; by address. */
export function lookUpSeen(networks: readonly Network[], cursor: LookupCursor | null = null): Promise<SeenPage> {
  return snapshot(async (tx) => {
    await planByIndex(tx)
    const page = await pageBeside(
      readCursor(cursor, readSeenPlace),
      async (from) => walkOf(await tx.$queryRaw<SeenPlace[]>(pairsSql(networks, from))),
      seenPlaceText,
    )
    return { ...page, items: await tell(tx, page.items) }
  })
}

function walkOf(places: readonly SeenPlace[]): Walk<SeenPlace, SeenPlace> {
  const shown = places.slice(0, LOOKUP_PAGE)
  const found = shown.map((place) => ({ place, item: place }))
  return { found, further: places.length > LOOKUP_PAGE ? (shown.at(-1) ?? null) : null }
}

function partsOf(networks: readonly Network[]): Part[] {
  const subnets = networks
    .filter(({ family, prefixBits }) => family === 6 && prefixBits > SUBNET_BITS)
    .map(({ family, first }) => {
      const hostBits = BigInt(familyBits[family] - SUBNET_BITS)
      return formatNetwork({ family, first: (first >> hostBits) << hostBits, prefixBits: SUBNET_BITS })
    })
  return [...new Set(subnets)].map((text) => ({ lo: text, hi: text })).concat(networks.map(inside))
}

const PAIR = Prisma.sql`c.address, c.key_id`

const walks = {
  after: { beyond: Prisma.sql`>`, way: Prisma.sql`ASC`, isWithin: Prisma.sql`c.address <= part.hi` },
  before: { beyond: Prisma.sql`<`, way: Prisma.sql`DESC`, isWithin: Prisma.sql`c.address >= part.lo` },
} as const

/** Jumps from pair to pair in their index, past the many hours and outcomes of each. */
export function pairsSql(networks: readonly Network[], cursor: Cursor<SeenPlace> | null): Prisma.Sql {
  const parts = partsOf(networks)
  const { beyond, way, isWithin } = walks[cursor?.side ?? 'after']
  const from =
    cursor === null
      ? Prisma.sql`true`
      : Prisma.sql`(${PAIR}) ${beyond} (${cursor.at.address}::inet, ${cursor.at.keyId}::uuid)`
  const order = Prisma.sql`c.address ${way}, c.key_id ${way}`
  const limit = LOOKUP_PAGE + 1
  return Prisma.sql`
    SELECT host(found.address) || '/' || masklen(found.address) AS address, found.key_id::text AS "keyId"
    FROM unnest(${parts.map(({ lo }) => lo)}::inet[], ${parts.map(({ hi }) => hi)}::inet[]) AS part (lo, hi)
      CROSS JOIN LATERAL (
        WITH RECURSIVE pair AS (
          (SELECT ${PAIR} FROM caller_hour c WHERE c.address >= part.lo AND c.address <= part.hi AND ${from}
            ORDER BY ${order} LIMIT 1)
          UNION ALL
          SELECT next.address, next.key_id FROM pair CROSS JOIN LATERAL (
            SELECT ${PAIR} FROM caller_hour c WHERE (${PAIR}) ${beyond} (pair.address, pair.key_id) AND ${isWithin}
            ORDER BY ${order} LIMIT 1) AS next)
        SELECT address, key_id FROM pair LIMIT ${limit}) AS found
    ORDER BY found.address ${way}, found.key_id ${way} LIMIT ${limit}`
}

type Count = SeenPlace & { outcome: string; count: number; firstAt: Date; lastAt: Date }

async function tell(tx: Tx, places: readonly SeenPlace[]): Promise<SeenKey[]> {
  const [addresses, ids] = [places.map(({ address }) => address), places.map(({ keyId }) => keyId)]
  const counts = await tx.$queryRaw<Count[]>`
    SELECT host(c.address) || '/' || masklen(c.address) AS address, c.key_id::text AS "keyId", c.outcome,
      sum(c.count)::float8 AS count, min(c.first_at) AS "firstAt", max(c.last_at) AS "lastAt"
    FROM unnest(${addresses}::inet[], ${ids}::uuid[]) AS wanted (address, key_id)
      JOIN caller_hour c ON c.key_id = wanted.key_id AND c.address = wanted.address
    GROUP BY c.address, c.key_id, c.outcome ORDER BY count DESC`
  const facts = await readKeyFacts(tx, { ids: [...new Set(ids)], networks: [], ended: true })
  return places.flatMap((place) => {
    const key = facts.get(place.keyId)
    const own = counts.filter(({ address, keyId }) => address === place.address && keyId === place.keyId)
    if (key === undefined || own.length === 0) return []
    return [{ ...lookupKeyOf(key), address: shortOf(place.address), ...sumOf(own) }]
  })
}

function sumOf(counts: readonly Count[]) {
  const total = (passes: boolean) =>
    counts.filter(({ outcome }) => isLetThrough(outcome) === passes).reduce((sum, { count }) => sum + count, 0)
  const times = (pick: (count: Count) => Date) => counts.map((count) => pick(count).getTime())
  return {
    allowed: total(true),
    refused: total(false),
    reasons: counts.filter(({ outcome }) => outcome !== 'allowed').map(({ outcome, count }) => ({ outcome, count })),
    firstAt: new Date(Math.min(...times(({ firstAt }) => firstAt))),
    lastAt: new Date(Math.max(...times(({ lastAt }) => lastAt))),
  }
}

/** A single address goes without its prefix. */
function shortOf(address: string): string {
  return address.replace(address.includes(':') ? /\/128$/ : /\/32$/, '')
}
