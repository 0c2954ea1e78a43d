'use client'

import { Button } from '#components/ui/button'
import { Callout } from '#components/ui/callout'
import type { BulkMode, BulkRow } from '#lib/allowlists/bulk-preview'
import { PreviewPanel } from './preview-panel.tsx'
import type { BulkOutcome } from './use-bulk-preview.ts'

export type BulkOutcomeViewProps = {
  outcome: BulkOutcome | null
  isReading: boolean
  mode: BulkMode
  now: Date
  /** The text where a line of it can be mended by a press; null where it is a table or JSON. */
  text: string | null
  onText: (text: string) => void
  onRanges: () => void
}

/** What became of reading the text. */
export function BulkOutcomeView({ outcome, isReading, mode, now, text, onText, onRanges }: BulkOutcomeViewProps) {
  if (outcome === null || outcome.kind === 'empty') {
    return (
      <section
        aria-label="Preview"
        className="rounded-lg border border-line border-dashed px-5 py-8 text-center text-muted"
      >
        {isReading ? 'Reading the lines…' : 'The preview of every line stands here, before anything is saved.'}
      </section>
    )
  }
  if (outcome.kind === 'unreadable') {
    const { message, line, isRanges } = outcome
    return (
      <Callout
        tone="danger"
        role="alert"
        title={line === null ? 'This cannot be read' : `Line ${line} cannot be read`}
        actions={isRanges && <Button onClick={onRanges}>Go to published ranges</Button>}
      >
        {isRanges ? 'This is a file of published ranges. Choose from it on the other tab.' : message}
      </Callout>
    )
  }
  const { preview, ignored } = outcome
  return (
    <div className="flex flex-col gap-3">
      {ignored.length > 0 && (
        <Callout>
          Nothing is taken from {ignored.map((name) => JSON.stringify(name)).join(', ')}: only networks, notes,
          expiries, switches and sources are imported.
        </Callout>
      )}
      <PreviewPanel
        preview={preview}
        mode={mode}
        now={now}
        isReading={isReading}
        onAccept={text === null ? null : (row, suggestion) => onText(withSuggestion(text, row, suggestion))}
      />
    </div>
  )
}

/** The text with one line's entry put right; unchanged where the text is no longer what the preview was made of. */
function withSuggestion(text: string, { line: { line, column, text: entry } }: BulkRow, suggestion: string): string {
  const lines = text.split('\n')
  const found = lines[line - 1]
  const at = column - 1
  if (found === undefined || found.slice(at, at + entry.length) !== entry) return text
  lines[line - 1] = found.slice(0, at) + suggestion + found.slice(at + entry.length)
  return lines.join('\n')
}
