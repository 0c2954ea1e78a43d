import type { View } from '../output.ts'

export type Row = Readonly<Record<string, unknown>>
export type RowColumn = { readonly title: string; readonly of: (row: Row) => unknown; readonly shrinks?: true }

/** Rows of an answer in all forms. `id` is what `--quiet` prints of each. */
export function rowsView(
  value: unknown,
  rows: readonly Row[],
  shown: { columns: readonly RowColumn[]; id: string },
): View {
  return {
    value,
    human: {
      columns: shown.columns.map(({ title, shrinks }) => ({ title, ...(shrinks === true ? { shrinks } : {}) })),
      rows: rows.map((row) => shown.columns.map(({ of }) => textOf(of(row)))),
    },
    quiet: rows.map((row) => textOf(row[shown.id])),
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A member of a member, where there is one. */
export function inner(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Row)[name] : undefined
}
