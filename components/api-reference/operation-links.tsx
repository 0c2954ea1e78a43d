'use client'

import { Braces } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { classNames } from '#components/ui/class-names'
import type { Method } from '#lib/openapi/document'
import { useCurrentOperation } from './current-operation.ts'
import { useFilter } from './filter.tsx'
import { MethodBadge } from './method-badge.tsx'

/** A group of operations, as the navigation needs it. */
export type LinkGroup = {
  readonly id: string
  readonly title: string
  readonly links: readonly OperationLink[]
}

type OperationLink = {
  readonly id: string
  /** Null for an object. */
  readonly method: Method | null
  readonly text: string
  /** Ids of the operations that show it when they are found. */
  readonly foundBy: readonly string[]
}

type OperationLinksProps = { groups: readonly LinkGroup[]; onNavigate?: () => void }

/** All operations by group, the one that is being read marked. */
export function OperationLinks({ groups, onNavigate }: OperationLinksProps) {
  const { found } = useFilter()
  const ids = useMemo(() => groups.flatMap(({ links }) => links.map(({ id }) => id)), [groups])
  const current = useCurrentOperation(ids)
  const list = useRef<HTMLElement>(null)
  useEffect(() => keepInView(list.current, current), [current])
  const shown = groups
    .map((group) => ({ ...group, links: group.links.filter(({ foundBy }) => foundBy.some((id) => found.has(id))) }))
    .filter(({ links }) => links.length > 0)

  return (
    <nav ref={list} aria-label="Operations" className="flex flex-col gap-5">
      {shown.map(({ id, title, links }) => (
        <div key={id}>
          <a
            href={`#${id}`}
            onClick={onNavigate}
            className="block rounded-md px-2.5 py-1 font-medium text-ink text-xs transition-colors hover:text-accent-ink"
          >
            {title}
          </a>
          <ul className="mt-0.5 flex flex-col gap-px">
            {links.map(({ id, method, text }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  onClick={onNavigate}
                  aria-current={id === current ? 'location' : undefined}
                  className={linkStyle}
                >
                  {method === null ? <ObjectMark /> : <MethodBadge method={method} size="small" />}
                  <span className="min-w-0 break-words">{text}</span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** As wide as a method, so that the words stand under each other. */
function ObjectMark() {
  return (
    <span className="flex w-11 shrink-0 justify-center">
      <Braces aria-hidden="true" className="size-4 text-faint" />
    </span>
  )
}

const linkStyle = classNames(
  'flex min-h-10 items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-muted transition-colors hover:bg-hover hover:text-ink lg:min-h-8.5',
  'aria-[current]:bg-surface aria-[current]:font-medium aria-[current]:text-ink aria-[current]:shadow-control aria-[current]:ring-1 aria-[current]:ring-line',
)

/** Scrolls the list itself, never the page. */
function keepInView(list: HTMLElement | null, id: string | null): void {
  const scroller = list?.parentElement
  const link = id === null ? null : list?.querySelector(`a[href="#${CSS.escape(id)}"]`)
  if (!scroller || !link) return
  const frame = scroller.getBoundingClientRect()
  const place = link.getBoundingClientRect()
  if (place.top < frame.top) scroller.scrollTop -= frame.top - place.top + MARGIN_PX
  if (place.bottom > frame.bottom) scroller.scrollTop += place.bottom - frame.bottom + MARGIN_PX
}

const MARGIN_PX = 24
