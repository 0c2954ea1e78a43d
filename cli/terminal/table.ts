import { printable } from './printable.ts'
import type { Style } from './style.ts'
import { textWidth, truncate } from './text-width.ts'

/** `shrinks`: may be cut where the terminal is narrow. Ids and secrets never are, because people copy them. */
export type Column = { readonly title: string; readonly shrinks?: true }
export type Table = { readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] }

const GAP = '  '
const NARROWEST = 8

/**
 * A table as lines.
 *
 * @param options.width columns of the terminal; absent, nothing is cut
 */
export function renderTable(table: Table, options: { style: Style; width?: number | undefined }): string {
  const rows = table.rows.map((row) => row.map(printable))
  const widths = fitted(table.columns, naturalWidths(table.columns, rows), options.width)
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => pad(truncate(cell, widths[i] ?? 0), widths[i] ?? 0))
      .join(GAP)
      .trimEnd()
  const header = options.style.bold(line(table.columns.map(({ title }) => title)))
  return [header, ...rows.map(line)].map((text) => `${text}\n`).join('')
}

function naturalWidths(columns: readonly Column[], rows: readonly (readonly string[])[]): number[] {
  return columns.map(({ title }, i) =>
    rows.reduce((most, row) => Math.max(most, textWidth(row[i] ?? '')), title.length),
  )
}

/** Takes columns from the widest that may shrink until the line fits, or nothing more can go. */
function fitted(columns: readonly Column[], natural: readonly number[], width: number | undefined): readonly number[] {
  const widths = [...natural]
  if (width === undefined) return widths
  let over = widths.reduce((sum, one) => sum + one, 0) + GAP.length * (columns.length - 1) - width
  for (; over > 0; over--) {
    let widest = -1
    columns.forEach(({ shrinks }, i) => {
      const here = widths[i] ?? 0
      if (shrinks && here > NARROWEST && (widest === -1 || here > (widths[widest] ?? 0))) widest = i
    })
    if (widest === -1) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)))
}
