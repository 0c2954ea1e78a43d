import type { Prisma } from '#lib/generated/prisma/client'
import type { ColumnType } from './source.ts'

export type SqlColumn = { readonly name: string; readonly sql: string; readonly type: ColumnType }

/**
 * Where the rows of a kind come from. Rows are read in windows of the table that has the cursor, so that a filter which nothing
 * matches makes no single statement long.
 */
export type SqlSource = {
  readonly columns: readonly SqlColumn[]
  /** The table whose rows are windowed, and its column. */
  readonly window: { readonly table: string; readonly column: string }
  /** The cursor as `from` knows it, what it is, and what comes before all of them. */
  readonly cursor: { readonly sql: string; readonly type: 'uuid' | 'bigint'; readonly first: string }
  readonly from: string
}

/** A source with what its rows must be; null: all of them. */
export type FilteredSource = { readonly source: SqlSource; readonly where: Prisma.Sql | null }

export const text = (name: string, sql: string): SqlColumn => ({ name, sql: `${sql}::text`, type: 'text' })
export const number = (name: string, sql: string): SqlColumn => ({ name, sql: `${sql}::text`, type: 'number' })
export const flag = (name: string, sql: string): SqlColumn => ({
  name,
  sql: `CASE WHEN ${sql} THEN 'true' ELSE 'false' END`,
  type: 'boolean',
})
export const json = (name: string, sql: string): SqlColumn => ({ name, sql: `${sql}::text`, type: 'json' })
/** RFC 3339, UTC. */
export const time = (name: string, sql: string): SqlColumn => ({
  name,
  sql: `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  type: 'text',
})
