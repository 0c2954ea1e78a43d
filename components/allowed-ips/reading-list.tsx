'use client'

import { useEffect } from 'react'
import type { EntryWarning } from './entry-warnings.ts'
import type { ReadItems } from './list-reading.ts'
import { ReadingRow } from './reading-row.tsx'

export type ReadingListProps = {
  reading: ReadItems
  /** Which entries to show, by their place in the reading. */
  places: readonly number[]
  /** The entry the caret is in. */
  active: number | null
  /** The active entry is still being typed. */
  typing: boolean
  scroller: HTMLElement | null
}

const NO_WARNINGS: readonly EntryWarning[] = []

/** A few dozen entries, all of them on the page. */
export function ReadingList({ scroller, ...list }: ReadingListProps) {
  const { reading, places, active } = list
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each reading the row may grow out of view
  useEffect(() => {
    if (active !== null) revealPlace(scroller, active)
  }, [active, reading, scroller])
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for none
    <ul role="list">
      {places.map((place) => (
        <li key={place} data-place={place}>
          <RowAt {...list} place={place} />
        </li>
      ))}
    </ul>
  )
}

/** The row of one place of the reading, for either kind of list. */
export function RowAt({ reading, place, active, typing }: Omit<ReadingListProps, 'scroller'> & { place: number }) {
  const item = reading.items[place]
  if (item === undefined) return null
  return (
    <ReadingRow
      item={item}
      place={place}
      warnings={reading.warnings.get(place) ?? NO_WARNINGS}
      resting={reading.resting.get(place) ?? null}
      active={place === active}
      unfinished={typing && place === active}
    />
  )
}

/** Scrolls the list only: scrollIntoView would move the page under the reader's hands. */
function revealPlace(scroller: HTMLElement | null, place: number): void {
  const row = scroller?.querySelector<HTMLElement>(`[data-place="${place}"]`)
  if (!scroller || !row) return
  const above = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top
  const below = row.getBoundingClientRect().bottom - scroller.getBoundingClientRect().bottom
  if (above < 0) scroller.scrollTop += above
  else if (below > 0) scroller.scrollTop += Math.min(below, above)
}
