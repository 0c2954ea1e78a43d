'use client'

import { LoaderCircle } from 'lucide-react'
import { useMemo, useState } from 'react'
import { SpokenStatus } from '#components/allowed-ips/spoken-status'
import { type BulkMode, type BulkPreview, type BulkRow, bulkStatuses } from '#lib/allowlists/bulk-preview'
import { PreviewRow } from './preview-row.tsx'
import { rowWords, sayingWords, statusWords } from './row-words.ts'
import { StatusFilters } from './status-filters.tsx'
import { Rows } from './virtual-rows.tsx'

export type PreviewPanelProps = {
  preview: BulkPreview
  mode: BulkMode
  now: Date
  /** A newer text is being read. */
  isReading: boolean
  onAccept: ((row: BulkRow, suggestion: string) => void) | null
}

type Filter = 'all' | (typeof bulkStatuses)[number]

/** Every line of the text, with what becomes of it. It has one height, so that nothing below it moves. */
export function PreviewPanel({ preview, mode, now, isReading, onAccept }: PreviewPanelProps) {
  const [wanted, setFilter] = useState<Filter>('all')
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const { rows, counts } = preview
  // A kind of which there are none any more shows everything again.
  const filter = wanted !== 'all' && counts[wanted] === 0 ? 'all' : wanted
  const shown = useMemo(() => (filter === 'all' ? rows : rows.filter((row) => row.status === filter)), [rows, filter])
  const kinds = bulkStatuses.filter((status) => counts[status] > 0)
  const filters = [
    { value: 'all' as const, label: 'All', count: rows.length },
    ...kinds.map((status) => ({ value: status, label: statusWords[status], count: counts[status] })),
  ]
  const spoken = kinds.map((status) => `${statusWords[status]}: ${counts[status].toLocaleString('en-US')}`).join(', ')
  return (
    <section
      aria-label="Preview"
      aria-busy={isReading}
      className="@container flex h-112 flex-col overflow-hidden rounded-lg border border-line-strong bg-surface"
    >
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-2 border-line border-b bg-sunken/60 px-3.5 py-2.5">
        <StatusFilters label="Show lines that are" filters={filters} value={filter} onChange={setFilter} />
        {isReading && <LoaderCircle aria-hidden="true" className="size-4 animate-spin text-faint" />}
        <SpokenStatus text={spoken} />
      </div>
      <section
        ref={setScroller}
        aria-label="Lines"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="relative min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
      >
        <Rows
          // Rows of another kind begin at the top.
          key={filter}
          count={shown.length}
          keyOf={(index) => `${shown[index]?.line.line}:${shown[index]?.line.column}`}
          row={(index) => {
            const row = shown[index]
            return row && <PreviewRow row={row} mode={mode} now={now} onAccept={onAccept} />
          }}
          height={(index, width) => heightOf(shown[index], { mode, now }) + (width === 'narrow' ? LINE : 0)}
          scroller={scroller}
        />
      </section>
    </section>
  )
}

/** Pixels: a row of one line, each line more, and a suggestion to press. */
const ROW = 39
const LINE = 22
const SUGGESTION = 38

/** A guess so near that rows seldom move when they are measured. */
function heightOf(row: BulkRow | undefined, context: { mode: BulkMode; now: Date }): number {
  if (row === undefined) return ROW
  const { reading } = row.line
  const isSuggested = reading.kind === 'refused' && reading.problem.suggestion !== undefined
  const lines = (rowWords(row, context) === null ? 0 : 1) + sayingWords(row, context.now).length
  return ROW + lines * LINE + (isSuggested ? SUGGESTION : 0)
}
