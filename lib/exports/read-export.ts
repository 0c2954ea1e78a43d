import { ok, type Result, refuse } from '#lib/errors'
import { exportFormats, exportKinds, isExportFormat, isExportKind } from './kinds.ts'
import { readers } from './readers.ts'
import type { ExportRows } from './source.ts'
import type { ExportTold } from './trail.ts'

/** What an address asks for, and where its rows come from. */
export type AskedExport = { readonly told: ExportTold; readonly rows: ExportRows }

/** Reads the address of an export. A name that is none here is refused: a filter that was misspelt would let out more than was meant. */
export async function readExport(kind: string, query: URLSearchParams): Promise<Result<AskedExport, 'invalid'>> {
  if (!isExportKind(kind)) return refuse('invalid', `kind: must be one of ${exportKinds.join(', ')}`)
  const { names, isCursor, read } = readers[kind]
  const unknown = [...query.keys()].find((name) => name !== 'format' && name !== 'after' && !names.includes(name))
  if (unknown !== undefined) return refuse('invalid', `${unknown.slice(0, 100)}: is not a parameter here`)
  const twice = [...query.keys()].find((name) => query.getAll(name).length > 1)
  if (twice !== undefined) return refuse('invalid', `${twice}: must be given once`)
  const format = query.get('format') ?? 'csv'
  if (!isExportFormat(format)) return refuse('invalid', `format: must be one of ${exportFormats.join(', ')}`)
  const after = query.get('after') || null
  if (after !== null && !isCursor(after)) return refuse('invalid', 'after: must be the first field of a row')
  const filtered = await read(query)
  if (!filtered.ok) return filtered
  const { rows, filter } = filtered.value
  return ok({ rows, told: { kind, format, filter, after } })
}
