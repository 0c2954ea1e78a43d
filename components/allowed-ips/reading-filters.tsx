'use client'

import { CircleAlert, TriangleAlert } from 'lucide-react'
import { classNames } from '#components/ui/class-names'
import type { EntryFilter } from './entry-search.ts'

type ReadingFiltersProps = {
  problems: number
  warnings: number
  filter: EntryFilter
  onFilter: (filter: EntryFilter) => void
}

/** What needs a look, counted; a press shows these entries alone, another press all of them again. */
export function ReadingFilters({ problems, warnings, filter, onFilter }: ReadingFiltersProps) {
  const toggle = (wanted: EntryFilter) => onFilter(filter === wanted ? 'all' : wanted)
  return (
    <div className="flex gap-1.5">
      {(problems > 0 || filter === 'problems') && (
        <FilterButton
          label="Only problems"
          count={problems}
          pressed={filter === 'problems'}
          onPress={() => toggle('problems')}
          icon={<CircleAlert aria-hidden="true" className="size-3.5 text-danger-ink" />}
        />
      )}
      {(warnings > 0 || filter === 'warnings') && (
        <FilterButton
          label="Only warnings"
          count={warnings}
          pressed={filter === 'warnings'}
          onPress={() => toggle('warnings')}
          icon={<TriangleAlert aria-hidden="true" className="size-3.5 text-warning-ink" />}
        />
      )}
    </div>
  )
}

type FilterButtonProps = {
  label: string
  count: number
  pressed: boolean
  onPress: () => void
  icon: React.ReactNode
}

function FilterButton({ label, count, pressed, onPress, icon }: FilterButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      aria-label={`${label} ${count.toLocaleString('en-US')}`}
      onClick={onPress}
      className={classNames(
        'inline-flex h-7 items-center gap-1.5 rounded-md border border-line-strong px-2 font-medium text-xs transition-colors hover:bg-hover',
        pressed ? 'border-accent bg-accent-wash text-accent-ink' : 'bg-surface text-ink',
      )}
    >
      {icon}
      <span className="@max-lg:spoken">{label}</span>
      <span className="figures">{count.toLocaleString('en-US')}</span>
    </button>
  )
}
