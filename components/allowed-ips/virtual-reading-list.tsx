'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect } from 'react'
import { familyBits } from '#lib/ip/address'
import type { ReadItems } from './list-reading.ts'
import { type ReadingListProps, RowAt } from './reading-list.tsx'
import { useNarrow } from './use-narrow.tsx'

/** More entries than this are not all put on the page at once. */
export const VIRTUAL_ABOVE = 50

/** Pixels on a wide screen (a narrow one takes a line more): a row of one line, each line more, and a suggestion to press. */
const ROW = 39
const LINE = 22
const SUGGESTION = 38

/** Thousands of entries, of which only those in view are on the page. */
export function VirtualReadingList({ scroller, ...list }: ReadingListProps) {
  const { reading, places, active } = list
  const narrow = useNarrow()
  const virtualizer = useVirtualizer({
    count: places.length,
    getScrollElement: () => scroller,
    estimateSize: (index) => estimatedHeight(reading, places[index] ?? 0) + (narrow ? LINE : 0),
    getItemKey: (index) => places[index] ?? index,
    overscan: 6,
    // Writes positions through the CSSOM: style attributes would need a weaker Content-Security-Policy.
    directDomUpdates: true,
  })
  // Putting right the scroll position while it glides would stop it: End must arrive at the end.
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => false
  // biome-ignore lint/correctness/useExhaustiveDependencies: other widths make other heights
  useLayoutEffect(() => virtualizer.measure(), [narrow, virtualizer])
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

/** A guess so near that rows seldom move when they are measured. */
function estimatedHeight({ items, warnings }: ReadItems, place: number): number {
  const item = items[place]
  if (item === undefined) return ROW
  const { parsed } = item
  if (!parsed.ok) return ROW + LINE + (parsed.suggestion === undefined ? 0 : SUGGESTION)
  const [network] = parsed.networks
  const single = parsed.networks.length === 1 && network?.prefixBits === familyBits[network?.family ?? 4]
  const lines = (single ? 0 : 1) + parsed.notices.length + (warnings.get(place)?.length ?? 0)
  return ROW + lines * LINE
}
