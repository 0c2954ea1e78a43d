import {
  type ExportedEntry,
  type ExportFormat,
  exportFileName,
  exportFormats,
  exportList,
  exportTypes,
} from './export.ts'

export type ExportedList = {
  readonly name: string
  readonly entries: readonly ExportedEntry[]
  readonly now: Date
}

/** A list as a file to be saved, by the `format` of the address; null: there is no such list. Nothing of it is kept on the way. */
export function exportAnswer(list: ExportedList | null, format: string | null): Response {
  if (list === null) return plain(404, 'This list does not exist.')
  const known = exportFormats.find((one) => one === (format ?? 'text'))
  if (known === undefined) return plain(400, `format must be one of ${exportFormats.join(', ')}.`)
  return new Response(exportList(list.entries, known), { headers: headersOf(list, known) })
}

function headersOf({ name, now }: ExportedList, format: ExportFormat): Record<string, string> {
  return {
    ...PRIVATE,
    'Content-Type': exportTypes[format].type,
    // The name is of plain letters, so it needs no escaping.
    'Content-Disposition': `attachment; filename="${exportFileName(name, format, now)}"`,
    'Cross-Origin-Resource-Policy': 'same-origin',
  }
}

const PRIVATE = { 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff' }

function plain(status: number, text: string): Response {
  return new Response(`${text}\n`, { status, headers: { ...PRIVATE, 'Content-Type': 'text/plain; charset=utf-8' } })
}
