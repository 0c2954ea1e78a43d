import type { ParsedAllowlist } from '#lib/ip/allowlist'
import { type BulkLine, readingOf } from './bulk-line.ts'

/** The lines of a list as the field of a key takes it: entries, each with the `# note` of its line. */
export function linesOfText(parsed: ParsedAllowlist): readonly BulkLine[] {
  if (parsed.kind !== 'items') return []
  return parsed.items.map(({ line, column, text, note, parsed: entry }) => {
    const reading = readingOf(entry)
    // No note says nothing: a note that is there already stays.
    const noted = reading.kind === 'networks' && note !== null ? { ...reading, note } : reading
    return { line, column, text, reading: noted }
  })
}
