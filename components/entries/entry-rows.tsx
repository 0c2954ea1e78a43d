'use client'

import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useLayoutEffect } from 'react'
import { useNarrow } from '#components/allowed-ips/use-narrow'
import type { EntryView } from '#lib/allowlists/entry-views'

/** More entries than this are not all put on the page at once. */
export const VIRTUAL_ABOVE = 50

/** Pixels of a row on a wide screen, and of one on a phone; measured once it is drawn. */
const ROW = 61
const NARROW_ROW = 112

export type EntryRowsProps = {
  entries: readonly EntryView[]
  row: (entry: EntryView) => ReactNode
  /** They stay on the page wherever the list is scrolled to: something is being typed in them. */
  pinned?: ReadonlySet<string> | undefined
  scroller: HTMLElement | null
}

/** The rows of a list; of a long one only those in view are on the page. */
export function EntryRows(props: EntryRowsProps) {
  const { entries, row } = props
  if (entries.length > VIRTUAL_ABOVE) return <VirtualEntryRows {...props} />
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for none
    <ul role="list" className="divide-y divide-line">
      {entries.map((entry) => (
        <li key={entry.id}>{row(entry)}</li>
      ))}
    </ul>
  )
}

function VirtualEntryRows({ entries, row, pinned = NONE, scroller }: EntryRowsProps) {
  const narrow = useNarrow()
  const held = entries.flatMap((entry, index) => (pinned.has(entry.id) ? [index] : []))
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller,
    estimateSize: () => (narrow ? NARROW_ROW : ROW),
    getItemKey: (index) => entries[index]?.id ?? index,
    rangeExtractor: (range) => withIndexes(range, held),
    overscan: 6,
    // Writes positions through the CSSOM: style attributes would need a weaker Content-Security-Policy.
    directDomUpdates: true,
  })
  // Putting right the scroll position while it glides would stop it: End must arrive at the end.
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => false
  // biome-ignore lint/correctness/useExhaustiveDependencies: other widths make other heights
  useLayoutEffect(() => virtualizer.measure(), [narrow, virtualizer])
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for none
    <ul role="list" ref={virtualizer.containerRef} className="relative">
      {virtualizer.getVirtualItems().map(({ key, index }) => {
        const entry = entries[index]
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            aria-setsize={entries.length}
            aria-posinset={index + 1}
            className="absolute inset-x-0 top-0 border-line border-b"
          >
            {entry && row(entry)}
          </li>
        )
      })}
    </ul>
  )
}

const NONE: ReadonlySet<string> = new Set()

function withIndexes(range: Range, held: readonly number[]): number[] {
  return [...new Set([...defaultRangeExtractor(range), ...held])].sort((a, b) => a - b)
}
