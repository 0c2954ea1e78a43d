import { type BulkColumn, columnOf, soundsDecisive } from './bulk-columns.ts'
import { type BulkLine, readFields } from './bulk-line.ts'
import type { BulkFile } from './bulk-read.ts'
import { type CsvRecord, csvSeparator, readCsv } from './csv.ts'
import { unguardCell } from './formula-guard.ts'

/** Where each column stands; of a table without a header in the order of our own. */
type Layout = { readonly places: Partial<Record<BulkColumn, number>>; readonly ignored: readonly string[] }

const WITHOUT_HEADER: Layout = { places: { network: 0, note: 1, expires: 2 }, ignored: [] }

const STEP = 300

/** Reads a table, with pauses. Its first line may name the columns; the order of ours counts where it does not. */
export function* readCsvFile(text: string): Generator<void, BulkFile> {
  let layout: Layout | null = null
  const lines: BulkLine[] = []
  for (const record of readCsv(text, csvSeparator(text))) {
    if (layout === null) {
      layout = layoutOf(record) ?? WITHOUT_HEADER
      const problem = layout.ignored.find(soundsDecisive)
      if (problem !== undefined) return { ok: false, line: record.line, message: unknownColumn(problem) }
      if (layout !== WITHOUT_HEADER) continue
    }
    lines.push(lineOf(record, layout))
    if (lines.length % STEP === 0) yield
  }
  return { ok: true, lines, ignored: layout?.ignored ?? [] }
}

/** Null when the record is no header: none of its cells names the networks. */
function layoutOf({ fields }: CsvRecord): Layout | null {
  const places: Partial<Record<BulkColumn, number>> = {}
  const ignored: string[] = []
  for (const [place, cell] of fields.entries()) {
    const column = columnOf(cell.trim())
    if (column === null && cell.trim() !== '') ignored.push(cell.trim())
    if (column !== null && column !== 'told') places[column] ??= place
  }
  return places.network === undefined ? null : { places, ignored }
}

function unknownColumn(name: string): string {
  return `The column ${JSON.stringify(name)} is not known here, and it could decide who is admitted. Name it expires or enabled, or take it out.`
}

function lineOf({ line, fields, problem }: CsvRecord, { places }: Layout): BulkLine {
  const cell = (column: BulkColumn) => {
    const place = places[column]
    return place === undefined ? undefined : unguardCell(fields[place] ?? '')
  }
  const network = (cell('network') ?? '').trim()
  const at = { line, column: 1, text: network }
  if (problem !== null)
    return { ...at, reading: { kind: 'refused', problem: { message: problem, at: 0, length: network.length } } }
  const given = { note: cell('note'), expires: cell('expires'), enabled: cell('enabled'), source: cell('source') }
  return { ...at, reading: readFields({ network, ...given }) }
}
