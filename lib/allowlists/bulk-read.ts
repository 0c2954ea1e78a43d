import type { ParsedAllowlist } from '#lib/ip/allowlist'
import { readCsvFile } from './bulk-csv.ts'
import { readJsonFile } from './bulk-json.ts'
import type { BulkLine } from './bulk-line.ts'
import { linesOfText } from './bulk-text.ts'

export const bulkFormats = ['text', 'csv', 'json'] as const
export type BulkFormat = (typeof bulkFormats)[number]

/** A whole text or file, read. `ignored`: columns of which nothing is taken. Not ok: nothing of it could be read. */
export type BulkFile =
  | { readonly ok: true; readonly lines: readonly BulkLine[]; readonly ignored: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly line: number | null }

/** UTF-16 code units: ten thousand entries with all their fields, written as JSON. */
export const MAX_BULK_LENGTH = 8 * 1024 * 1024

/** The parser of the field, in one go or in slices. */
export type ParseText = (text: string) => Generator<void, ParsedAllowlist>

/** Reads a text in steps of a few milliseconds. */
export function* readBulk(format: BulkFormat, text: string, parseText: ParseText): Generator<void, BulkFile> {
  if (text.length > MAX_BULK_LENGTH) {
    const most = MAX_BULK_LENGTH.toLocaleString('en-US')
    return {
      ok: false,
      line: null,
      message: `The text has more than ${most} characters, which is more than a list can hold.`,
    }
  }
  if (format === 'csv') return yield* readCsvFile(text)
  if (format === 'json') return yield* readJsonFile(text)
  const parsed = yield* parseText(text)
  if (parsed.kind === 'separators_only') return { ok: false, line: null, message: `${parsed.message}.` }
  return { ok: true, lines: linesOfText(parsed), ignored: [] }
}

/** The form that a text is in, by what it looks like; `fileName` where it came from a file. */
export function bulkFormatOf(text: string, fileName: string | null = null): BulkFormat {
  const [, extension] = /\.(csv|tsv|json)$/i.exec(fileName ?? '') ?? []
  if (extension?.toLowerCase() === 'json') return 'json'
  if (extension !== undefined) return 'csv'
  const start = text.trimStart()
  // A bare array of texts reads the same either way, and as JSON it says where it is broken.
  if (/^(?:\{|\[\s*["{])/.test(start)) return 'json'
  const [firstLine = ''] = start.split('\n', 1)
  return /[,;\t]/.test(firstLine) && HEADER.test(firstLine) ? 'csv' : 'text'
}

/** A first line of words only, one of which names the networks. */
const HEADER = /^(?=.*\b(?:network|cidr|address|ip|range|subnet|prefix)\b)["\w ,;\t-]+\r?$/i
