'use client'

import { X } from 'lucide-react'
import { type FormEvent, useEffect, useRef } from 'react'
import { IconButton } from '#components/ui/icon-button'
import { SearchInput } from '#components/ui/search-input'
import { paths } from '#lib/paths'
import { useFilter } from './filter.tsx'

/** Filters as one types; Enter goes to the first operation that is left. Without scripts it is a form that asks the server. */
export function FilterField() {
  const { query, search, found, total } = useFilter()
  const input = useRef<HTMLInputElement>(null)
  // What was typed before the page was taken over.
  useEffect(() => {
    if (input.current) search(input.current.value)
  }, [search])

  const show = (text: string) => {
    if (input.current) input.current.value = text
    search(text)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const [first] = found
    if (query.trim() !== '' && first !== undefined) document.getElementById(first)?.querySelector('a')?.click()
  }
  return (
    <search className="min-w-0 flex-1">
      <form action={paths.apiReference()} onSubmit={submit}>
        <SearchInput
          ref={input}
          label="Filter operations"
          defaultValue={query}
          onChange={(event) => search(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && show('')}
          trailing={
            query !== '' && <IconButton label="Clear filter" icon={<X />} size="small" onClick={() => show('')} />
          }
        />
      </form>
      <p role="status" className="spoken">
        {query === '' ? '' : `${found.size} of ${total} operations`}
      </p>
    </search>
  )
}
