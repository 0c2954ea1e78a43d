'use client'

import { Search } from 'lucide-react'
import { type ReactNode, type RefObject, useCallback, useDeferredValue, useMemo, useState } from 'react'
import { SpokenStatus } from '#components/allowed-ips/spoken-status'
import { classNames } from '#components/ui/class-names'
import { Input } from '#components/ui/input'
import type { EntryView } from '#lib/allowlists/entry-views'
import { EntryRows, VIRTUAL_ABOVE } from './entry-rows.tsx'
import { findEntries } from './find-entries.ts'

export type EntryBoxProps = {
  /** Tells the box from others on the page. */
  label?: string | undefined
  entries: readonly EntryView[]
  row: (entry: EntryView) => ReactNode
  headings: ReactNode
  pinned?: ReadonlySet<string> | undefined
  /** Where the focus can go when a row is gone. */
  boxRef?: RefObject<HTMLElement | null> | undefined
}

/** Fewer are seen at a glance. */
const SEARCH_ABOVE = 10

/** Entries with a search over them; a long list scrolls by itself. */
export function EntryBox({ label = 'Entries', entries, row, headings, pinned, boxRef }: EntryBoxProps) {
  // State, not a ref: a list inside is drawn before the ref of what holds it is set.
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const hold = useCallback(
    (element: HTMLElement | null) => {
      setScroller(element)
      if (boxRef !== undefined) boxRef.current = element
    },
    [boxRef],
  )
  const [typed, setTyped] = useState('')
  const searchable = entries.length > SEARCH_ABOVE
  const query = useDeferredValue(searchable ? typed : '')
  const found = useMemo(() => findEntries(entries, query, pinned), [entries, query, pinned])
  return (
    <div className="@container">
      {searchable && <EntrySearch typed={typed} onTyped={setTyped} found={found.length} total={entries.length} />}
      {headings}
      <section
        ref={hold}
        aria-label={label}
        // What scrolls must be reachable by keyboard; what does not still takes the focus of a row that is gone.
        tabIndex={entries.length > VIRTUAL_ABOVE ? 0 : -1}
        className={classNames(
          'relative focus-visible:-outline-offset-2',
          entries.length > VIRTUAL_ABOVE && 'max-h-160 min-h-40 overflow-y-auto',
        )}
      >
        {found.length === 0 ? (
          <p className="px-5 py-4 text-muted sm:px-6">
            {query.trim() === '' ? 'There is no entry here.' : 'No entry matches the search.'}
          </p>
        ) : (
          <EntryRows entries={found} row={row} pinned={pinned} scroller={scroller} />
        )}
      </section>
    </div>
  )
}

type EntrySearchProps = { typed: string; onTyped: (query: string) => void; found: number; total: number }

function EntrySearch({ typed, onTyped, found, total }: EntrySearchProps) {
  const count = `${found.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`
  return (
    <div className="flex items-center gap-3 border-line border-b px-5 py-2.5 sm:px-6">
      <Input
        type="search"
        aria-label="Search the entries"
        placeholder="Address, note or who added it"
        leading={<Search aria-hidden="true" />}
        value={typed}
        onChange={(event) => onTyped(event.target.value)}
        className="max-w-md"
      />
      <p className="figures shrink-0 whitespace-nowrap text-muted text-xs">{count}</p>
      <SpokenStatus text={typed === '' ? '' : `${count} entries found`} />
    </div>
  )
}
