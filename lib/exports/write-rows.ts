import { formatCsvRecord } from '#lib/allowlists/csv'
import { guardCell } from '#lib/allowlists/formula-guard'
import type { ExportFormat } from './kinds.ts'
import type { ColumnType } from './source.ts'

type Column = { readonly name: string; readonly type: ColumnType }

/** A row as the database gives it: every value as text. */
export type Row = readonly (string | null)[]

export type RowWriter = {
  /** What stands before the first row of a whole export. */
  readonly head: string
  write(rows: readonly Row[]): string
}

/** Rows as text, each with its line end. */
export function rowWriter(format: ExportFormat, columns: readonly Column[]): RowWriter {
  return writers[format](columns)
}

const writers = {
  csv: (columns) => ({
    head: formatCsvRecord(columns.map(({ name }) => name)),
    write: (rows) => {
      let text = ''
      for (const row of rows) text += formatCsvRecord(columns.map(({ type }, at) => cellOf(row[at] ?? '', type)))
      return text
    },
  }),
  ndjson: (columns) => {
    const names = columns.map(({ name }, at) => `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`)
    return {
      head: '',
      write: (rows) => {
        let text = ''
        for (const row of rows) {
          for (let at = 0; at < columns.length; at++) text += names[at] + jsonOf(row[at] ?? null, columns[at]?.type)
          text += '}\n'
        }
        return text
      },
    }
  },
} satisfies Record<ExportFormat, (columns: readonly Column[]) => RowWriter>

/** What is a number or a truth value for certain is nothing that a spreadsheet computes. */
function cellOf(value: string, type: ColumnType): string {
  return type === 'text' || type === 'json' ? guardCell(value) : value
}

function jsonOf(value: string | null, type: ColumnType | undefined): string {
  if (value === null) return 'null'
  return type === 'text' ? JSON.stringify(value) : value
}
