import { useMemo } from 'react'
import { type BulkMode, type BulkPreview, bulkPreview, type PresentEntry } from '#lib/allowlists/bulk-preview'
import { type BulkFormat, readBulk } from '#lib/allowlists/bulk-read'
import { isRangeFile } from '#lib/ranges/read-range-file'
import { slicedParse } from '../allowed-ips/sliced-parse.ts'
import { useBursts } from './use-bursts.ts'

export type BulkInput = {
  readonly text: string
  readonly format: BulkFormat
  readonly mode: BulkMode
  readonly present: readonly PresentEntry[]
  readonly now: Date
}

/** `unreadable`: nothing of the text can be read. `isRanges`: it is a file of published ranges, which is imported elsewhere. */
export type BulkOutcome =
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable'; readonly message: string; readonly line: number | null; readonly isRanges: boolean }
  | { readonly kind: 'preview'; readonly preview: BulkPreview; readonly ignored: readonly string[] }

/** A short text is judged almost at once, a long one when the keys rest. */
const SHORT_LENGTH = 4_000
const PAUSES_MS = { short: 30, long: 150 }

/** The preview of a text against a list, made anew as either changes. `isFresh`: it is about what was given, not about before. */
export function useBulkPreview(given: BulkInput): { outcome: BulkOutcome | null; isFresh: boolean } {
  const { text, format, mode, present, now } = given
  const input = useMemo(() => ({ text, format, mode, present, now }), [text, format, mode, present, now])
  const settled = useBursts(input, outcomeOf, text.length > SHORT_LENGTH ? PAUSES_MS.long : PAUSES_MS.short)
  return { outcome: settled?.output ?? null, isFresh: settled?.input === input }
}

function* outcomeOf({ text, format, ...request }: BulkInput): Generator<void, BulkOutcome> {
  if (text.trim() === '') return { kind: 'empty' }
  const file = yield* readBulk(format, text, slicedParse)
  if (!file.ok) {
    return {
      kind: 'unreadable',
      message: file.message,
      line: file.line,
      isRanges: format === 'json' && isRangeFile(text),
    }
  }
  if (file.lines.length === 0) return { kind: 'empty' }
  yield
  const preview = yield* bulkPreview({ ...request, lines: file.lines })
  return { kind: 'preview', preview, ignored: file.ignored }
}
