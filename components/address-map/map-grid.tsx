'use client'

import { useRouter } from 'next/navigation'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { ButtonLink } from '#components/ui/button-link'
import { classNames } from '#components/ui/class-names'
import type { Cell } from '#lib/address-map/cells'

const SIDE = 16

export type MapGridProps = {
  /** Names the picture. */
  label: string
  /** Row by row from the top left. */
  cells: readonly Cell[]
  /** The square that the keyboard enters. */
  entrance: number
  zoomOutHref: string | null
  /** What lies under the squares. */
  children: ReactNode
}

/** Where the focus goes once the next picture is there: only whoever zooms by keyboard is led on. */
let isLedOn = false

/** The squares of a picture (WAI-ARIA grid pattern): one of them is in the tab order, and arrow keys follow the picture. */
export function MapGrid({ label, cells, entrance, zoomOutHref, children }: MapGridProps) {
  const router = useRouter()
  const grid = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(entrance)
  const cell = cells[current]

  const focus = (at: number) => {
    setCurrent(at)
    grid.current?.querySelector<HTMLElement>(`[data-at="${at}"]`)?.focus()
  }
  useEffect(() => {
    if (!isLedOn) return
    isLedOn = false
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [])

  const go = (href: string, byKeyboard: boolean) => {
    isLedOn = byKeyboard
    router.push(href, { scroll: false })
  }
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return
    const to = placeAfter(event.key, current, event.ctrlKey)
    const zoom =
      event.key === '+' ? cell?.zoomHref : event.key === '-' || event.key === 'Escape' ? zoomOutHref : undefined
    if (to === undefined && !zoom) return
    event.preventDefault()
    if (to !== undefined) focus(to)
    else if (zoom) go(zoom, true)
  }
  const click = (event: MouseEvent<HTMLElement>) => {
    const link = (event.target as HTMLElement).closest('a')
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (link === null || !isPlain) return
    event.preventDefault()
    // A press of Enter is a click without a pointer.
    go(link.getAttribute('href') ?? '', event.detail === 0)
  }

  return (
    <div className="flex flex-col gap-3">
      <div className="relative aspect-square w-full overflow-hidden rounded-lg border border-line-strong bg-surface">
        {children}
        {/* biome-ignore-start lint/a11y/useSemanticElements: a table's boxes cannot be laid over a picture to the pixel */}
        {/* biome-ignore-start lint/a11y/useFocusableInteractive: the link inside a square has the focus */}
        <div
          ref={grid}
          role="grid"
          aria-label={label}
          onKeyDown={press}
          onClick={click}
          className="absolute inset-0 grid grid-cols-16 grid-rows-16"
        >
          {Array.from({ length: SIDE }, (_, y) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <div key={y} role="row" className="contents">
              {cells.slice(y * SIDE, (y + 1) * SIDE).map((one, x) => (
                <Square
                  key={one.text}
                  cell={one}
                  at={y * SIDE + x}
                  isCurrent={y * SIDE + x === current}
                  enter={setCurrent}
                />
              ))}
            </div>
          ))}
        </div>
        {/* biome-ignore-end lint/a11y/useFocusableInteractive: the link inside a square has the focus */}
        {/* biome-ignore-end lint/a11y/useSemanticElements: a table's boxes cannot be laid over a picture to the pixel */}
      </div>
      {cell && <Details cell={cell} />}
    </div>
  )
}

type SquareProps = { cell: Cell; at: number; isCurrent: boolean; enter: (at: number) => void }

function Square({ cell, at, isCurrent, enter }: SquareProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the grid
    // biome-ignore lint/a11y/useFocusableInteractive: as the grid
    <div role="gridcell" className="min-h-0 min-w-0">
      <a
        href={cell.zoomHref ?? cell.lookupHref}
        data-at={at}
        tabIndex={isCurrent ? 0 : -1}
        onFocus={() => enter(at)}
        onMouseEnter={() => enter(at)}
        className="relative flex size-full items-center justify-center hover:bg-ink/10 hover:shadow-[inset_0_0_0_2px_var(--ink)] focus-visible:z-10 focus-visible:outline-2 focus-visible:outline-focus -outline-offset-1 data-current:shadow-[inset_0_0_0_2px_var(--ink)]"
        data-current={isCurrent || undefined}
      >
        <span className="spoken">{cell.name}</span>
        <span
          aria-hidden="true"
          className={classNames(
            'figures hidden text-[10px] leading-none sm:block',
            cell.isDeep
              ? 'text-surface'
              : 'text-ink [text-shadow:0_0_2px_var(--surface),0_0_3px_var(--surface),0_0_4px_var(--surface)]',
          )}
        >
          {cell.octet}
        </span>
      </a>
    </div>
  )
}

/** The square that is pointed at or has the focus, with the ways on. */
function Details({ cell }: { cell: Cell }) {
  return (
    <div className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border border-line bg-sunken/60 px-3.5 py-2">
      <p className="min-w-0">
        <span className="address font-medium">{cell.text}</span>
        <span className="figures block text-muted text-xs">{cell.name.slice(cell.text.length + 2)}</span>
      </p>
      <span className="flex gap-2">
        {cell.zoomHref && (
          <ButtonLink
            size="small"
            href={cell.zoomHref}
            scroll={false}
            prefetch={false}
            aria-label={`Zoom into ${cell.text}`}
          >
            Zoom in
          </ButtonLink>
        )}
        <ButtonLink size="small" href={cell.lookupHref} prefetch={false} aria-label={`Look up ${cell.text}`}>
          Look up
        </ButtonLink>
      </span>
    </div>
  )
}

/** Where a key leads from a square; undefined for keys that do not move. At an edge it stays. */
function placeAfter(key: string, at: number, isFar: boolean): number | undefined {
  const x = at % SIDE
  switch (key) {
    case 'ArrowLeft':
      return x > 0 ? at - 1 : at
    case 'ArrowRight':
      return x < SIDE - 1 ? at + 1 : at
    case 'ArrowUp':
      return at >= SIDE ? at - SIDE : at
    case 'ArrowDown':
      return at < SIDE * (SIDE - 1) ? at + SIDE : at
    case 'Home':
      return isFar ? 0 : at - x
    case 'End':
      return isFar ? SIDE * SIDE - 1 : at - x + SIDE - 1
    default:
      return undefined
  }
}
