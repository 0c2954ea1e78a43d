'use client'

import { ChevronDown } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'

type ContentsDisclosureProps = { details: RefObject<HTMLDetailsElement | null>; children: ReactNode }

/** Contents on a phone, over the page. The browser opens and shuts it; Escape shuts it too. */
export function ContentsDisclosure({ details, children }: ContentsDisclosureProps) {
  return (
    <details
      ref={details}
      className="group/contents lg:hidden"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !details.current?.open) return
        details.current.open = false
        details.current.querySelector('summary')?.focus()
      }}
    >
      <summary className="flex h-10 list-none items-center gap-1.5 rounded-lg border border-line-strong bg-surface px-3 font-medium shadow-control [&::-webkit-details-marker]:hidden">
        Contents
        <ChevronDown aria-hidden="true" className="size-4 text-faint group-open/contents:rotate-180" />
      </summary>
      <div className="absolute inset-x-0 top-full max-h-[75dvh] overflow-y-auto overscroll-contain border-line border-y bg-raised px-2 py-3 shadow-overlay">
        {children}
      </div>
    </details>
  )
}
