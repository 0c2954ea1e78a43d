import type { Tx } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import type { KeyFilter } from './filters.ts'
import { matching } from './filters-sql.ts'
import type { KeyCursor } from './list-cursor.ts'
import { implied, type Walk, walkOf } from './list-order.ts'
import type { KeyOrder } from './list-sort.ts'

/** More keys than this are not counted. */
export const MOST_COUNTED = 10_000

/** `counted`: matches that are gathered; `walked`: profiles that are walked in their order before all are read instead. */
export type Limits = { counted: number; walked: number }

const usual: Limits = { counted: MOST_COUNTED, walked: 10_000 }

/** A key of a page, and the text of what it is sorted by. */
export type KeyPlace = { keyId: string; value: string }
export type Question = { filter: KeyFilter; order: KeyOrder; cursor: KeyCursor | null; limit: number }
export type Places = { places: KeyPlace[]; total: number }

/**
 * The first keys beyond the cursor, and how many there are in all, at most one more than is counted.
 *
 * An index in the page's order finds them at once where many keys match, and would have to be walked to its end where few do; the
 * planner takes filters for independent of the order and errs. So the matches are gathered first, up to what is counted: if those are
 * all, they are sorted. Else at least one key in a hundred matches, so the index is walked, though not for ever: where the order
 * leads away from what matches, one pass over the table is faster.
 */
export async function findPlaces(tx: Tx, question: Question, limits = usual): Promise<Places> {
  const walk = walkOf(question.order, question.cursor)
  await planPlainly(tx)
  const gathered = await gather(tx, { ...question, ...limits }, walk)
  if (gathered.total <= limits.counted) return gathered
  const walked = await walkIndex(tx, { ...question, ...limits }, walk)
  if (walked.length === question.limit) return { total: gathered.total, places: walked }
  return { total: gathered.total, places: await passOver(tx, question, walk) }
}

/** Pages of an index cost about what those of a table do: both are in memory. Compiling a query takes longer than such a one runs. */
async function planPlainly(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT set_config('jit', 'off', true), set_config('random_page_cost', '1.1', true)`
}

const SORTED_BY = Prisma.sql`p.key_id, p.widest, p.addresses, p.entries, p.refused_day, p.created_at, p.last_used_at, p.search`

async function gather(
  tx: Tx,
  { filter, limit, counted }: Question & Limits,
  { from, order, text }: Walk,
): Promise<Places> {
  const rows = await tx.$queryRaw<{ total: number; keyId: string | null; value: string | null }[]>`
    WITH gathered AS MATERIALIZED (SELECT ${SORTED_BY} FROM key_profile p WHERE ${matching(filter)} LIMIT ${counted + 1})
    SELECT counted.total, page.* FROM (SELECT count(*)::int AS total FROM gathered) AS counted
      LEFT JOIN LATERAL (
        SELECT p.key_id::text AS "keyId", ${text} AS value FROM gathered p
        WHERE counted.total <= ${counted} AND ${from} ORDER BY ${order} LIMIT ${limit}) AS page ON true`
  const places = rows.flatMap(({ keyId, value }) => (keyId === null || value === null ? [] : [{ keyId, value }]))
  return { total: rows[0]?.total ?? 0, places }
}

function walkIndex(
  tx: Tx,
  { filter, order: { sort }, limit, walked }: Question & Limits,
  { from, order, text }: Walk,
): Promise<KeyPlace[]> {
  return tx.$queryRaw<KeyPlace[]>`
    SELECT p.key_id::text AS "keyId", ${text} AS value
    FROM (SELECT * FROM key_profile p WHERE ${from} AND ${implied(filter, sort)} ORDER BY ${order} LIMIT ${walked}) AS p
    WHERE ${matching(filter)} ORDER BY ${order} LIMIT ${limit}`
}

async function passOver(tx: Tx, { filter, limit }: Question, { from, order, text }: Walk): Promise<KeyPlace[]> {
  await tx.$queryRaw`SELECT set_config('enable_indexscan', 'off', true)`
  const places = await tx.$queryRaw<KeyPlace[]>`
    SELECT p.key_id::text AS "keyId", ${text} AS value FROM key_profile p
    WHERE ${matching(filter)} AND ${from} ORDER BY ${order} LIMIT ${limit}`
  await tx.$queryRaw`SELECT set_config('enable_indexscan', 'on', true)`
  return places
}
