import { ChevronDown } from 'lucide-react'
import { Checkbox } from '#components/ui/checkbox'
import { Field } from '#components/ui/field'
import { Select } from '#components/ui/select'
import type { KeyFilter } from '#lib/key-profiles/filters'
import { dayOptions, prefixOptions, rangeOptions } from './filter-choices.ts'

type MoreFiltersProps = { filter: KeyFilter; apply: () => void }

const flags = [
  { name: 'any', label: 'Any-address entry' },
  { name: 'unnoted', label: 'Entries without note' },
  { name: 'unmatched', label: 'Entries that never matched' },
  { name: 'expired', label: 'Expired entries' },
  { name: 'refused', label: 'Refused calls in the last day' },
] as const

/** What is asked less often. Open from the start when one of it is chosen. */
export function MoreFilters({ filter, apply }: MoreFiltersProps) {
  const { wider4, wider6, range, expiring, unused } = filter
  const chosen =
    [wider4, wider6, range, expiring, unused].filter((value) => value !== null).length +
    flags.filter(({ name }) => filter[name]).length
  return (
    <details className="group/more" open={chosen > 0}>
      <summary className="inline-flex h-8 cursor-pointer list-none items-center gap-1.5 rounded-md px-1.5 font-medium text-muted hover:bg-hover hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronDown aria-hidden="true" className="size-4 transition-transform group-open/more:rotate-180" />
        More filters
        {chosen > 0 && <span className="figures rounded-full bg-hover px-1.5 text-xs">{chosen}</span>}
      </summary>
      <div className="mt-2 grid grid-cols-2 gap-x-3 gap-y-3 md:grid-cols-5">
        <Field label="IPv4 entry">
          <Select name="wider4" options={prefixOptions(4, wider4)} defaultValue={wider4 ?? ''} onChange={apply} />
        </Field>
        <Field label="IPv6 entry">
          <Select name="wider6" options={prefixOptions(6, wider6)} defaultValue={wider6 ?? ''} onChange={apply} />
        </Field>
        <Field label="Special ranges">
          <Select name="range" options={rangeOptions} defaultValue={range ?? ''} onChange={apply} />
        </Field>
        <Field label="Entry expires within">
          <Select
            name="expiring"
            options={dayOptions('Any time', expiring)}
            defaultValue={expiring ?? ''}
            onChange={apply}
          />
        </Field>
        <Field label="Unused for">
          <Select name="unused" options={dayOptions('Any time', unused)} defaultValue={unused ?? ''} onChange={apply} />
        </Field>
      </div>
      <div className="mt-3 flex flex-wrap gap-x-6 gap-y-2">
        {flags.map(({ name, label }) => (
          <Checkbox key={name} name={name} value="1" label={label} defaultChecked={filter[name]} onChange={apply} />
        ))}
      </div>
    </details>
  )
}
