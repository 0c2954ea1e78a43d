'use client'

import { Search } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { Input } from '#components/ui/input'
import { type EntryFilter, foundEntries } from './entry-search.ts'
import type { ReadItems } from './list-reading.ts'
import { ListRemarks } from './list-remarks.tsx'
import { ReadingList } from './reading-list.tsx'
import { SpokenStatus } from './spoken-status.tsx'
import { VIRTUAL_ABOVE, VirtualReadingList } from './virtual-reading-list.tsx'

type EntriesProps = { reading: ReadItems; active: number | null; typing: boolean; filter: EntryFilter }

/** The entries of a list that has some, filtered and searched. */
export function Entries({ reading, filter, ...rest }: EntriesProps) {
  // State, not a ref: a list inside is drawn before the ref of what holds it is set.
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const [typed, setTyped] = useState('')
  const long = reading.items.length > VIRTUAL_ABOVE
  const query = useDeferredValue(long ? typed : '')
  const places = useMemo(() => foundEntries(reading, { filter, query }), [reading, filter, query])
  const found = `${places.length.toLocaleString('en-US')} of ${reading.items.length.toLocaleString('en-US')}`
  const List = long ? VirtualReadingList : ReadingList
  return (
    <>
      {long && <EntrySearch typed={typed} onTyped={setTyped} found={found} />}
      <section
        ref={setScroller}
        aria-label="Entries"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="relative min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
      >
        {places.length === 0 ? (
          <p className="px-3.5 py-3 text-muted">{nothingFound(filter, query)}</p>
        ) : (
          <List reading={reading} places={places} scroller={scroller} {...rest} />
        )}
      </section>
      <ListRemarks reading={reading} />
    </>
  )
}

type EntrySearchProps = { typed: string; onTyped: (query: string) => void; found: string }

function EntrySearch({ typed, onTyped, found }: EntrySearchProps) {
  return (
    <div className="flex shrink-0 items-center gap-3 border-line border-b px-3.5 py-2">
      <Input
        type="search"
        aria-label="Search the entries"
        placeholder="Address, text or note"
        leading={<Search aria-hidden="true" />}
        value={typed}
        onChange={(event) => onTyped(event.target.value)}
        // The field stands in a form, which Enter would send.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      <p className="figures shrink-0 whitespace-nowrap text-muted text-xs">{found}</p>
      <SpokenStatus text={typed === '' ? '' : `${found} entries found`} />
    </div>
  )
}

function nothingFound(filter: EntryFilter, query: string): string {
  if (query.trim() !== '') return 'No entry matches the search'
  return filter === 'problems' ? 'No entry has a problem' : 'There is nothing to warn of'
}
