'use client'

import { useEffect, useMemo, useRef } from 'react'
import { classNames } from '#components/ui/class-names'
import { Link } from '#components/ui/link'
import type { Method } from '#lib/openapi/document'
import { useCurrentOperation } from './current-operation.ts'
import { MethodBadge } from './method-badge.tsx'

/** A page of the reference, as the navigation needs it. */
export type SectionLink = {
  readonly href: string
  readonly title: string
  /** Of the page that is shown; null for every other. */
  readonly parts: readonly PartLink[] | null
}

/** An operation, or another part of the page. */
export type PartLink = { readonly id: string; readonly text: string; readonly method: Method | null }

type SectionLinksProps = { sections: readonly SectionLink[]; onNavigate?: () => void }

/** All pages; below the one that is shown its parts, the one that is being read marked. */
export function SectionLinks({ sections, onNavigate }: SectionLinksProps) {
  const ids = useMemo(() => sections.flatMap(({ parts }) => parts ?? []).map(({ id }) => id), [sections])
  const current = useCurrentOperation(ids)
  const list = useRef<HTMLElement>(null)
  useEffect(() => keepInView(list.current, current), [current])
  return (
    <nav ref={list} aria-label="API reference">
      <ul className="flex flex-col gap-px">
        {sections.map(({ href, title, parts }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              {...(onNavigate && { onClick: onNavigate })}
              aria-current={parts === null ? undefined : 'page'}
              className={pageStyle}
            >
              {title}
            </Link>
            {parts !== null && (
              <ul className="mt-0.5 mb-3 ml-3.5 flex flex-col gap-px border-line border-l pl-1.5">
                {parts.map((part) => (
                  <Part key={part.id} part={part} isCurrent={part.id === current} onNavigate={onNavigate} />
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}

type PartProps = { part: PartLink; isCurrent: boolean; onNavigate: (() => void) | undefined }

function Part({ part: { id, text, method }, isCurrent, onNavigate }: PartProps) {
  return (
    <li>
      <a href={`#${id}`} onClick={onNavigate} aria-current={isCurrent ? 'location' : undefined} className={partStyle}>
        {method !== null && <MethodBadge method={method} size="small" />}
        <span className="min-w-0 break-words">{text}</span>
      </a>
    </li>
  )
}

const pageStyle = classNames(
  'flex min-h-10 items-center rounded-lg px-2.5 py-1.5 font-medium text-muted transition-colors hover:bg-hover hover:text-ink lg:min-h-8.5',
  'aria-[current]:font-semibold aria-[current]:text-ink',
)
const partStyle = classNames(
  'flex min-h-10 items-center gap-2.5 rounded-lg px-2 py-1.5 text-muted transition-colors hover:bg-hover hover:text-ink lg:min-h-8.5',
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
