'use client'

import { CircleAlert, CircleCheck, Globe, LoaderCircle } from 'lucide-react'
import { classNames } from '#components/ui/class-names'
import type { EntryFilter } from './entry-search.ts'
import type { ListReading } from './list-reading.ts'
import { useListSubject } from './list-subject.tsx'
import { ReadingFilters } from './reading-filters.tsx'
import { SpokenStatus } from './spoken-status.tsx'
import { type Summary, summaryOf } from './summary.ts'

const looks = {
  open: { Icon: Globe, ink: 'text-warning-ink' },
  problem: { Icon: CircleAlert, ink: 'text-danger-ink' },
  ok: { Icon: CircleCheck, ink: 'text-success-ink' },
  reading: { Icon: LoaderCircle, ink: 'text-muted' },
} satisfies Record<Summary['tone'] | 'reading', unknown>

type ReadingHeaderProps = {
  id: string
  reading: ListReading | null
  /** The only problem so far is the entry that is being typed. */
  unfinished: boolean
  filter: EntryFilter
  onFilter: (filter: EntryFilter) => void
}

export function ReadingHeader({ id, reading, unfinished, filter, onFilter }: ReadingHeaderProps) {
  const subject = useListSubject()
  const { tone, text } =
    reading === null ? { tone: 'reading' as const, text: 'Reading the list…' } : summaryOf(reading, subject)
  const { Icon, ink } = looks[tone]
  return (
    <div className="flex h-14 shrink-0 items-center justify-between gap-3 border-line border-b bg-sunken/60 px-3.5 @md:h-12">
      <p id={id} className="flex min-w-0 items-center gap-2.5 font-medium">
        <Icon aria-hidden="true" className={classNames('size-4 shrink-0', unfinished ? 'text-faint' : ink)} />
        <span className="figures text-balance leading-5">{text}</span>
      </p>
      {reading?.kind === 'items' && (
        <ReadingFilters
          problems={reading.problems.length}
          warnings={reading.warnings.size}
          filter={filter}
          onFilter={onFilter}
        />
      )}
      <SpokenStatus text={text} />
    </div>
  )
}
