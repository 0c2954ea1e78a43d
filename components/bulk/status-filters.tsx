'use client'

import { classNames } from '#components/ui/class-names'

export type StatusFilter<Value extends string> = { value: Value; label: string; count: number }

export type StatusFiltersProps<Value extends string> = {
  label: string
  filters: readonly StatusFilter<Value>[]
  value: Value
  onChange: (value: Value) => void
}

/** What there is of each kind, counted; a press shows that kind alone. */
export function StatusFilters<Value extends string>({ label, filters, value, onChange }: StatusFiltersProps<Value>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be one of a form
    <div role="group" aria-label={label} className="flex flex-wrap gap-1.5">
      {filters.map((filter) => (
        <button
          key={filter.value}
          type="button"
          aria-pressed={filter.value === value}
          onClick={() => onChange(filter.value)}
          className={classNames(
            'inline-flex h-7 items-center gap-1.5 rounded-md border px-2 font-medium text-xs transition-colors',
            filter.value === value
              ? 'border-accent bg-accent-wash text-accent-ink'
              : 'border-line-strong bg-surface text-ink hover:bg-hover',
          )}
        >
          {filter.label} <span className="figures">{filter.count.toLocaleString('en-US')}</span>
        </button>
      ))}
    </div>
  )
}
