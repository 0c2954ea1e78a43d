'use client'

import { Search } from 'lucide-react'
import { useId, useState } from 'react'
import { Input } from '#components/ui/input'
import type { Facet } from '#lib/ranges/selection'

export type FacetPickerProps = {
  legend: string
  facets: readonly Facet[]
  /** Null: all, also those that a later file brings. */
  chosen: readonly string[] | null
  /** Something was chosen here or beside it; before that, not even "all" is. */
  isMade: boolean
  onChange: (chosen: readonly string[] | null) => void
}

/** More than these can be searched. */
const SEARCH_ABOVE = 8

/** Some of many, or all, each with how many ranges it has. */
export function FacetPicker({ legend, facets, chosen, isMade, onChange }: FacetPickerProps) {
  const [query, setQuery] = useState('')
  const wanted = query.trim().toLowerCase()
  const gone = (chosen ?? []).filter((name) => !facets.some((facet) => facet.name === name))
  const all = [...facets, ...gone.map((name) => ({ name, count: 0 }))]
  const shown = all.filter(({ name }) => name.toLowerCase().includes(wanted))
  const toggle = (name: string, isOn: boolean) => {
    const rest = (chosen ?? []).filter((other) => other !== name)
    const next = isOn ? [...rest, name] : rest
    onChange(next.length === 0 ? null : next)
  }
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 flex w-full items-baseline justify-between gap-3 font-medium">
        {legend}
        <span className="figures font-normal text-muted">
          {chosen !== null ? `${chosen.length} of ${all.length}` : isMade ? `all ${facets.length}` : 'none chosen'}
        </span>
      </legend>
      <div className="overflow-hidden rounded-lg border border-line-strong bg-surface">
        {all.length > SEARCH_ABOVE && (
          <div className="flex items-center gap-2 border-line border-b px-2.5 py-2">
            <Input
              type="search"
              aria-label={`Search the ${legend.toLowerCase()}`}
              placeholder="Search"
              leading={<Search aria-hidden="true" />}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          </div>
        )}
        <section
          aria-label={legend}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-56 overflow-y-auto px-3 py-2 focus-visible:-outline-offset-2"
        >
          <Choice
            name={`All ${legend.toLowerCase()}`}
            tells="also later ones"
            checked={isMade && chosen === null}
            onChange={() => onChange(null)}
          />
          {shown.length === 0 && <p className="py-1 text-muted">Nothing matches the search.</p>}
          {shown.map(({ name, count }) => (
            <Choice
              key={name}
              name={name}
              tells={`${count.toLocaleString('en-US')} ${count === 1 ? 'range' : 'ranges'}`}
              checked={chosen?.includes(name) ?? false}
              onChange={(isOn) => toggle(name, isOn)}
            />
          ))}
        </section>
      </div>
    </fieldset>
  )
}

type ChoiceProps = { name: string; tells: string; checked: boolean; onChange: (isOn: boolean) => void }

function Choice({ name, tells, checked, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <label className="flex cursor-pointer items-center gap-2.5 py-1">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        aria-labelledby={`${id}-name`}
        aria-describedby={id}
        className="size-4.5 shrink-0 accent-accent"
      />
      <span id={`${id}-name`} className="wrap-anywhere min-w-0">
        {name}
      </span>
      <span id={id} className="figures ml-auto shrink-0 text-muted text-xs">
        {tells}
      </span>
    </label>
  )
}
