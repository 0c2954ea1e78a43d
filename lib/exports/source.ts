import type { Row } from './write-rows.ts'

/** How a value is written: `text` quoted, `number` and `boolean` bare, `json` as it is. All come as text. */
export type ColumnType = 'text' | 'number' | 'boolean' | 'json'

/** How many rows there are to come: counted where they are few, else as the database's planner estimates. */
export type ExportTotal = { readonly rows: number; readonly isExact: boolean }

/** The rows of an export. The first column is the cursor: unique, and what rows are ordered by. */
export type ExportRows = {
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[]
  /** Those behind `after`, in batches that are read only when the one before has been taken. */
  batches(after: string | null): AsyncGenerator<readonly Row[]>
  /** What a progress bar goes by; null when not even an estimate is to be had. */
  total(after: string | null): Promise<ExportTotal | null>
}
