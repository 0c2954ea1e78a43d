'use client'

import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useRef, useTransition } from 'react'
import { Button } from '#components/ui/button'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { Select } from '#components/ui/select'
import { Spinner } from '#components/ui/spinner'
import { type ListFilters, listFiltersSchema } from '#lib/keys/list-filters'
import { paths } from '#lib/paths'
import { filtersAddress } from './filters-address.ts'

const TYPING_PAUSE_MS = 250

const statuses = [
  { value: '', label: 'Any status' },
  { value: 'active', label: 'Active' },
  { value: 'paused', label: 'Paused' },
  { value: 'expired', label: 'Expired' },
  { value: 'revoked', label: 'Revoked' },
]

const accesses = [
  { value: '', label: 'Any access' },
  { value: 'listed', label: 'With a list' },
  { value: 'any', label: 'Open to any address' },
]

/** A plain GET form, so the filters work without our script; with it they apply while typing. */
export function KeyFilters({ filters }: { filters: ListFilters }) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const form = useRef<HTMLFormElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  // Back, forward and "Clear filters" change the address; what was typed here last has done so itself.
  const applied = useRef(filters)
  useEffect(() => {
    if (form.current === null || filtersAddress(filters, {}) === filtersAddress(applied.current, {})) return
    applied.current = filters
    for (const name of ['q', 'status', 'access'] as const) {
      const control = form.current.elements.namedItem(name)
      if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement)
        control.value = filters[name] ?? ''
    }
  }, [filters])

  const apply = () => {
    clearTimeout(timer.current)
    if (form.current === null) return
    const typed = listFiltersSchema.parse(Object.fromEntries(new FormData(form.current)))
    applied.current = typed
    startTransition(() => router.replace(filtersAddress(typed, {}), { scroll: false }))
  }
  const applySoon = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(apply, TYPING_PAUSE_MS)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    apply()
  }

  return (
    <search>
      <form
        ref={form}
        action={paths.apiKeys()}
        method="get"
        onSubmit={submit}
        aria-label="Filter keys"
        className="grid grid-cols-2 gap-2 sm:auto-cols-max sm:grid-flow-col sm:grid-cols-[1fr]"
      >
        <Field label="Search" hideLabel className="max-sm:col-span-2">
          <Input
            type="search"
            name="q"
            defaultValue={filters.q}
            onChange={applySoon}
            maxLength={120}
            placeholder="Name, last four, or an address"
            autoComplete="off"
            spellCheck={false}
            leading={pending ? <Spinner /> : <Search />}
          />
        </Field>
        <Field label="Status" hideLabel>
          <Select name="status" options={statuses} defaultValue={filters.status ?? ''} onChange={apply} />
        </Field>
        <Field label="Access" hideLabel>
          <Select name="access" options={accesses} defaultValue={filters.access ?? ''} onChange={apply} />
        </Field>
        <input type="hidden" name="sort" value={filters.sort} />
        <input type="hidden" name="direction" value={filters.direction} />
        <noscript>
          <Button type="submit">Filter</Button>
        </noscript>
      </form>
    </search>
  )
}
