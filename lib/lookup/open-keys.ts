import type { Tx } from '#lib/db'
import { snapshot } from '#lib/db/snapshot'
import { Prisma } from '#lib/generated/prisma/client'
import type { Network } from '#lib/ip/network'
import { STATUS } from '#lib/keys/status-sql'
import { BYPASSED, MAY_BE_OPEN } from '#lib/policies/limits-sql'
import { readKeyPlace } from './cursor.ts'
import { admittedOf } from './judge.ts'
import { type Chunk, type Cursor, type LookupCursor, pageBeside, readCursor, walkChunks } from './page.ts'
import { planByIndex } from './places.ts'
import { type KeyFacts, lookupKeyOf, readCeilings, readKeyFacts } from './read-keys.ts'
import type { AdmittingPage, AdmittingStaffKey } from './views.ts'

const CHUNK = 120
const MOST_CHUNKS = 8
const MOST_MS = 1000
const MOST_COUNTED = 1000

type Question = { networks: readonly Network[]; ended: boolean }

/** Keys that let any address through, as far as their workspaces' ceilings go: open ones, those that only report, those bypassed. */
export function lookUpOpenKeys(question: Question, cursor: LookupCursor | null = null): Promise<AdmittingPage> {
  return snapshot(async (tx) => {
    await planByIndex(tx)
    return pageBeside(
      readCursor(cursor, readKeyPlace),
      (from) =>
        walkChunks(from, {
          read: (cursor) => listless(tx, cursor),
          judge: (ids) => judgeAll(tx, question, ids),
          ...{ mostChunks: MOST_CHUNKS, mostMs: MOST_MS },
        }),
      (id) => id,
    )
  })
}

/** How many live keys let any address through, ceilings apart; counts up to a thousand. */
export async function countOpenKeys(): Promise<{ total: number; isMore: boolean }> {
  const total = await snapshot(async (tx) => {
    await planByIndex(tx)
    const [row] = await tx.$queryRaw<{ total: number }[]>`
      SELECT count(*)::int AS total FROM (
        SELECT 1 FROM api_key k WHERE k.access_mode <> 'enforce' AND ${STATUS} IN ('active', 'paused') AND ${MAY_BE_OPEN}
        UNION ALL
        SELECT 1 FROM api_key k WHERE k.bypass_until > now() AND k.access_mode = 'enforce' AND ${BYPASSED}
          AND ${STATUS} IN ('active', 'paused')
        LIMIT ${MOST_COUNTED + 1}) AS open_keys`
    return row?.total ?? 0
  })
  return { total: Math.min(total, MOST_COUNTED), isMore: total > MOST_COUNTED }
}

const walks = {
  after: { beyond: Prisma.sql`<`, order: Prisma.sql`DESC` },
  before: { beyond: Prisma.sql`>`, order: Prisma.sql`ASC` },
} as const

/** The latest first. */
async function listless(tx: Tx, cursor: Cursor<string> | null): Promise<Chunk<string>> {
  const { beyond, order } = walks[cursor?.side ?? 'after']
  const from = cursor === null ? Prisma.sql`true` : Prisma.sql`k.id ${beyond} ${cursor.at}::uuid`
  const rows = await tx.$queryRaw<{ id: string }[]>`
    (SELECT k.id::text AS id FROM api_key k WHERE k.access_mode <> 'enforce' AND ${from} ORDER BY k.id ${order} LIMIT ${CHUNK})
    UNION (SELECT k.id::text FROM api_key k WHERE k.bypass_until > now() AND ${from} ORDER BY k.id ${order} LIMIT ${CHUNK})
    ORDER BY id ${order} LIMIT ${CHUNK}`
  const places = rows.map(({ id }) => id)
  return { places, end: places.length < CHUNK ? null : (places.at(-1) ?? null) }
}

async function judgeAll(
  tx: Tx,
  { networks, ended }: Question,
  ids: readonly string[],
): Promise<(id: string) => AdmittingStaffKey | null> {
  const facts = await readKeyFacts(tx, { ids, networks, ended })
  const workspaces = [...facts.values()].map(({ workspace }) => workspace.id)
  const ceilings = await readCeilings(tx, workspaces, networks)
  const judged = new Map<string, AdmittingStaffKey>()
  for (const key of facts.values()) {
    const found = byNoList(key, networks, ceilings.get(key.workspace.id) ?? null)
    if (found !== null) judged.set(key.id, found)
  }
  return (id) => judged.get(id) ?? null
}

function byNoList(
  key: KeyFacts,
  networks: readonly Network[],
  ceiling: readonly Network[] | null,
): AdmittingStaffKey | null {
  const through = throughOf(key)
  const { reach, count, of } = admittedOf(networks, null, ceiling)
  if (through === null || reach === 'none') return null
  return { ...lookupKeyOf(key), through, reach, count, of, entries: [], entryCount: key.entries.length }
}

/** In the order in which verification asks. */
function throughOf({ accessMode, mayBeOpen, isBypassed }: KeyFacts): 'open' | 'report' | 'bypass' | null {
  if (accessMode === 'open' && mayBeOpen) return 'open'
  if (isBypassed) return 'bypass'
  return mayBeOpen ? 'report' : null
}
