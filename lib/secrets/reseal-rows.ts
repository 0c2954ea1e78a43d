import { pool } from '#lib/db'
import { reseal } from '#lib/secrets'
import { type SealedColumn, sealedColumns } from './sealed-columns.ts'

/** Where a pass over all sealed rows has come to: after this row of this column. */
export type Place = { readonly column: number; readonly after: string }

export type Pass = {
  /** Null: the pass is over. */
  readonly next: Place | null
  readonly resealed: number
  /** What neither secret opens, as "webhook secrets 0197…". */
  readonly unreadable: readonly string[]
}

/** Before every id, be it text or not. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

export const START: Place = { column: 0, after: FIRST_ID }

const ROWS_AT_ONCE = 200
// What one call may take: far less than a request may last.
const CALL_MS = 1_000

/** Seals anew for as long as one call may take. Repeated from the start, it finds nothing more to do. */
export async function resealRows(from: Place): Promise<Pass> {
  const end = performance.now() + CALL_MS
  let pass: Pass = { next: from, resealed: 0, unreadable: [] }
  while (pass.next !== null && performance.now() < end) {
    const batch = await resealBatch(pass.next)
    pass = {
      next: batch.next,
      resealed: pass.resealed + batch.resealed,
      unreadable: [...pass.unreadable, ...batch.unreadable],
    }
  }
  return pass
}

type Row = { id: string; sealed: Buffer }

async function resealBatch({ column: at, after }: Place): Promise<Pass> {
  const column = sealedColumns[at]
  if (column === undefined) return { next: null, resealed: 0, unreadable: [] }
  const { id, table, type } = column
  const { rows } = await pool().query<Row>(
    `SELECT ${id}::text AS id, ${column.column} AS sealed FROM ${table} WHERE ${id} > $1::${type}
     ORDER BY ${id} LIMIT ${ROWS_AT_ONCE}`,
    [after],
  )
  let resealed = 0
  const unreadable: string[] = []
  for (const row of rows) {
    const outcome = await resealRow(column, row)
    if (outcome === 'resealed') resealed += 1
    if (outcome === 'unreadable') unreadable.push(`${column.name} ${row.id}`)
  }
  const last = rows.at(-1)
  const next = last === undefined ? { column: at + 1, after: FIRST_ID } : { column: at, after: last.id }
  return { next, resealed, unreadable }
}

/** What was exchanged meanwhile was sealed by whoever did it. */
async function resealRow({ purpose, table, id, type, column }: SealedColumn, row: Row): Promise<string> {
  const made = reseal({ purpose, bound: row.id }, row.sealed)
  if (made.outcome !== 'resealed') return made.outcome
  const { rowCount } = await pool().query(
    `UPDATE ${table} SET ${column} = $1 WHERE ${id} = $2::${type} AND ${column} = $3`,
    [made.sealed, row.id, row.sealed],
  )
  return rowCount === 1 ? 'resealed' : 'fresh'
}
