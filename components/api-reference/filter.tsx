'use client'

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { findEntries, type SearchEntry } from '#lib/openapi/search'

type Filter = {
  query: string
  search: (query: string) => void
  /** Ids of the operations that the query finds. */
  found: ReadonlySet<string>
  total: number
}

const FilterContext = createContext<Filter>({ query: '', search: () => {}, found: new Set(), total: 0 })

export const useFilter = () => useContext(FilterContext)

type FilterProviderProps = { entries: readonly SearchEntry[]; initialQuery: string; children: ReactNode }

/** What the reader looks for. The server answers `?q=` in the same way, for a browser without scripts. */
export function FilterProvider({ entries, initialQuery, children }: FilterProviderProps) {
  const [query, search] = useState(initialQuery)
  const value = useMemo(
    () => ({ query, search, found: findEntries(entries, query), total: entries.length }),
    [entries, query],
  )
  return <FilterContext value={value}>{children}</FilterContext>
}

/** What would stand between the reader and what is looked for. */
export function Unfiltered({ children }: { children: ReactNode }) {
  return <div hidden={useFilter().query.trim() !== ''}>{children}</div>
}

/** Stands where the operations would be when none is found. */
export function NothingFound({ children }: { children: ReactNode }) {
  return useFilter().found.size === 0 ? children : null
}
