import { readBriefly, textRows } from '#lib/db/export-pool'
import type { ExportTotal } from './source.ts'
import type { FilteredSource } from './sql-source.ts'

const COUNTED = 10_000
const COUNT_MS = 700

/** What a progress bar goes by. Null when not even an estimate is to be had. */
export async function exportTotal(given: FilteredSource, after: string | null): Promise<ExportTotal | null> {
  const counted = await orNull(count(given, after))
  if (counted !== null && counted <= COUNTED) return { rows: counted, isExact: true }
  const estimated = await orNull(estimate(given, after))
  if (estimated === null) return null
  return { rows: Math.max(estimated, counted ?? 0), isExact: false }
}

function count(given: FilteredSource, after: string | null): Promise<number> {
  const { text, values } = rowsOf(given, after)
  return readBriefly(async (client) => {
    await client.query(`SET LOCAL statement_timeout = ${COUNT_MS}`)
    const sql = `SELECT count(*) FROM (${text} LIMIT ${COUNTED + 1}) AS few`
    const [row] = await textRows(client, sql, values)
    return Number(row?.[0])
  })
}

function estimate(given: FilteredSource, after: string | null): Promise<number> {
  const { text, values } = rowsOf(given, after)
  return readBriefly(async (client) => {
    const [row] = await textRows(client, `EXPLAIN (FORMAT JSON) ${text}`, values)
    const [plan] = JSON.parse(row?.[0] ?? '[]') as { Plan: { 'Plan Rows': number } }[]
    return Math.round(plan?.Plan['Plan Rows'] ?? 0)
  })
}

function rowsOf({ source: { cursor, from }, where }: FilteredSource, after: string | null) {
  const values = where?.values ?? []
  const filter = where === null ? '' : `AND (${where.text})`
  return {
    text: `SELECT 1 FROM ${from} WHERE ${cursor.sql} > $${values.length + 1}::${cursor.type} ${filter}`,
    values: [...values, after ?? cursor.first],
  }
}

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch {
    return null
  }
}
