'use client'

import { memo, useState } from 'react'
import { Entries } from './entries.tsx'
import { EntryForms } from './entry-forms.tsx'
import type { EntryFilter } from './entry-search.ts'
import type { ListReading } from './list-reading.ts'
import { ReadingHeader } from './reading-header.tsx'

export type ReadingPanelProps = {
  summaryId: string
  reading: ListReading | null
  active: number | null
  typing: boolean
}

/** The reading of the whole list. It has one height, whatever it says, so that nothing below it moves. */
export const ReadingPanel = memo(function ReadingPanel({ summaryId, reading, active, typing }: ReadingPanelProps) {
  const [filter, setFilter] = useState<EntryFilter>('all')
  const unfinished =
    typing && reading?.kind === 'items' && reading.problems.length === 1 && reading.problems[0] === active
  return (
    <section
      aria-label="How the list is read"
      className="flex h-112 flex-col overflow-hidden rounded-lg border border-line-strong bg-surface @md:h-100"
    >
      <ReadingHeader id={summaryId} reading={reading} unfinished={unfinished} filter={filter} onFilter={setFilter} />
      {reading?.kind === 'separators_only' && <p className="px-3.5 pt-3 text-danger-ink">{reading.message}</p>}
      {(reading?.kind === 'empty' || reading?.kind === 'separators_only') && <EntryForms />}
      {reading?.kind === 'items' && <Entries reading={reading} active={active} typing={typing} filter={filter} />}
    </section>
  )
})
