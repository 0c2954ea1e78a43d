'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect } from 'react'
import type { ReadItems } from './list-reading.ts'
import { type ReadingListProps, RowAt } from './reading-list.tsx'

/** More entries than this are not all put on the page at once. */
export const VIRTUAL_ABOVE = 50

/** Heights in pixels of the usual rows on a wide screen; a row that differs is measured when it appears. */
const HEIGHT = { read: 65, problem: 106, warning: 26 } as const

/** Thousands of entries, of which only those in view are on the page. */
export function VirtualReadingList({ scroller, ...list }: ReadingListProps) {
  const { reading, places, active } = list
  const virtualizer = useVirtualizer({
    count: places.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimatedHeight(reading, places[index] ?? 0),
    getItemKey: (index) => places[index] ?? index,
    overscan: 6,
    // Writes positions through the CSSOM: style attributes would need a weaker Content-Security-Policy.
    directDomUpdates: true,
  })
  useEffect(() => {
    const index = active === null ? -1 : places.indexOf(active)
    if (index !== -1) virtualizer.scrollToIndex(index, { align: 'auto' })
  }, [active, places, virtualizer])
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for none
    <ul role="list" ref={virtualizer.containerRef} className="relative">
      {virtualizer.getVirtualItems().map(({ key, index }) => (
        <li
          key={key}
          ref={virtualizer.measureElement}
          data-index={index}
          aria-setsize={places.length}
          aria-posinset={index + 1}
          className="absolute inset-x-0 top-0"
        >
          <RowAt {...list} place={places[index] ?? 0} />
        </li>
      ))}
    </ul>
  )
}

function estimatedHeight({ items, warnings }: ReadItems, place: number): number {
  const base = items[place]?.parsed.ok === false ? HEIGHT.problem : HEIGHT.read
  return base + (warnings.get(place)?.length ?? 0) * HEIGHT.warning
}
