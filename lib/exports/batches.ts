import { readBriefly, textRows } from '#lib/db/export-pool'
import type { FilteredSource } from './sql-source.ts'
import type { Row } from './write-rows.ts'

const BATCH = 5000
/** Of a filter that little matches, more is looked through at once. */
const WIDEST = 20_000

/** The rows behind `after`, in their order, in batches that are read only when the one before has been taken. */
export async function* batches(given: FilteredSource, after: string | null): AsyncGenerator<readonly Row[]> {
  const statements = statementsOf(given)
  let at = after ?? given.source.cursor.first
  let size = BATCH
  for (;;) {
    const { end, rows } = await readWindow(statements, at, size)
    if (rows.length > 0) yield rows
    if (end === null) return
    at = end
    size = rows.length * 4 < size ? Math.min(WIDEST, size * 2) : BATCH
  }
}

type Statements = { window: string; rows: string; values: readonly unknown[] }

function readWindow({ window, rows, values }: Statements, at: string, size: number) {
  return readBriefly(async (client) => {
    const [last] = await textRows(client, window, [at, size])
    const end = last?.[0] ?? null
    return { end, rows: end === null ? [] : await textRows(client, rows, [...values, at, end]) }
  })
}

function statementsOf({ source, where }: FilteredSource): Statements {
  const { columns, window, cursor, from } = source
  const values = where?.values ?? []
  const [after, until] = [`$${values.length + 1}::${cursor.type}`, `$${values.length + 2}::${cursor.type}`]
  const filter = where === null ? '' : `AND (${where.text})`
  return {
    window: `SELECT id::text FROM (SELECT ${window.column} AS id FROM ${window.table}
      WHERE ${window.column} > $1::${cursor.type} ORDER BY ${window.column} LIMIT $2) AS w ORDER BY id DESC LIMIT 1`,
    rows: `SELECT ${columns.map(({ sql }) => sql).join(', ')} FROM ${from}
      WHERE ${cursor.sql} > ${after} AND ${cursor.sql} <= ${until} ${filter} ORDER BY ${cursor.sql}`,
    values,
  }
}
