'use client'

import { Search } from 'lucide-react'
import { useId, useState } from 'react'
import { Checkbox } from '#components/ui/checkbox'
import { Field, FieldError } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { MAX_LISTS_PER_KEY } from '#lib/lists/list-ids'
import { entriesWords } from '#lib/lists/words'

/** A named list to choose. */
export type ListChoice = {
  id: string
  name: string
  description: string | null
  entryCount: number
  addressCount: string
}

export type ListPickerProps = {
  legend: string
  hint?: string
  lists: readonly ListChoice[]
  /** Their ids. */
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
  error?: string | undefined
  disabled?: boolean
}

/** With fewer, reading them is quicker than searching. */
const SEARCH_FROM = 8

/** Which named lists: check boxes, to be searched when there are many. */
export function ListPicker({ legend, hint, lists, chosen, onChange, error, disabled = false }: ListPickerProps) {
  const id = useId()
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const shown = lists.filter((list) => textOf(list).includes(wanted))
  const toggle = (listId: string, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, listId] : chosen.filter((one) => one !== listId))
  const isFull = chosen.length >= MAX_LISTS_PER_KEY
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <fieldset disabled={disabled} aria-describedby={describedBy || undefined} className="min-w-0">
      <div className="mb-1.5 flex items-baseline justify-between gap-3">
        <legend className="float-left font-medium">{legend}</legend>
        <span role="status" className="figures text-muted">
          {chosen.length === 0 ? 'None chosen' : `${chosen.length} of ${lists.length} chosen`}
        </span>
      </div>
      {lists.length >= SEARCH_FROM && (
        <Field label="Search the lists" hideLabel className="mb-2 max-w-sm">
          <Input
            type="search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            // It stands in a form, which Enter would send.
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
            placeholder="Name or description"
            leading={<Search aria-hidden="true" />}
            autoComplete="off"
          />
        </Field>
      )}
      <ul className="max-h-72 divide-y divide-line overflow-y-auto rounded-lg border border-line-strong bg-surface">
        {shown.map((list) => {
          const isChosen = chosen.includes(list.id)
          return (
            <li key={list.id} className="px-3.5 py-2.5">
              <Checkbox
                label={list.name}
                description={choiceWords(list)}
                checked={isChosen}
                disabled={isFull && !isChosen}
                onChange={(event) => toggle(list.id, event.target.checked)}
              />
            </li>
          )
        })}
        {shown.length === 0 && <li className="px-3.5 py-3 text-muted">No list matches “{search.trim()}”.</li>}
      </ul>
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-muted">
          {hint}
        </p>
      )}
      {isFull && <p className="mt-1.5 text-muted">A key can use at most {MAX_LISTS_PER_KEY} named lists.</p>}
      {error && (
        <div className="mt-1.5">
          <FieldError id={`${id}-error`}>{error}</FieldError>
        </div>
      )}
    </fieldset>
  )
}

function textOf({ name, description }: ListChoice): string {
  return `${name} ${description ?? ''}`.toLowerCase()
}

function choiceWords({ description, entryCount, addressCount }: ListChoice): string {
  const size = entryCount === 0 ? 'No address' : `${entriesWords(entryCount)}, ${addressCount}`
  return description === null ? size : `${description} · ${size}`
}
