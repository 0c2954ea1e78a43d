'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useLayoutEffect } from 'react'
import { useNarrow } from '#components/allowed-ips/use-narrow'

/** More rows than this are not all put on the page at once. */
const VIRTUAL_ABOVE = 50

export type RowsProps = {
  count: number
  keyOf: (index: number) => string | number
  row: (index: number) => ReactNode
  /** A guess in pixels, on a wide screen and on a phone. */
  height: (index: number, narrow: 'wide' | 'narrow') => number
  scroller: HTMLElement | null
}

/** The rows of a list; of a long one only those in view are on the page. */
export function Rows(props: RowsProps) {
  const { count, keyOf, row } = props
  if (count > VIRTUAL_ABOVE) return <VirtualRows {...props} />
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for none
    <ul role="list">
      {Array.from({ length: count }, (_, index) => (
        <li key={keyOf(index)}>{row(index)}</li>
      ))}
    </ul>
  )
}

function VirtualRows({ count, keyOf, row, height, scroller }: RowsProps) {
  const narrow = useNarrow()
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller,
    estimateSize: (index) => height(index, narrow ? 'narrow' : 'wide'),
    getItemKey: keyOf,
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
      {virtualizer.getVirtualItems().map(({ key, index }) => (
        <li
          key={key}
          ref={virtualizer.measureElement}
          data-index={index}
          aria-setsize={count}
          aria-posinset={index + 1}
          className="absolute inset-x-0 top-0"
        >
          {row(index)}
        </li>
      ))}
    </ul>
  )
}
