'use client'

import { ChevronDown } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { type SectionLink, SectionLinks } from './section-links.tsx'

/** The navigation on a phone, over the page. The browser opens and shuts it; a script only saves the second press. */
export function SectionsDisclosure({ sections }: { sections: readonly SectionLink[] }) {
  const details = useRef<HTMLDetailsElement>(null)
  const shut = () => {
    if (details.current) details.current.open = false
  }
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const { current } = details
      if (current?.open && event.target instanceof Node && !current.contains(event.target)) current.open = false
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [])
  return (
    <details
      ref={details}
      className="group/contents lg:hidden"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !details.current?.open) return
        shut()
        details.current.querySelector('summary')?.focus()
      }}
    >
      <summary className="flex h-10 list-none items-center gap-1.5 rounded-lg border border-line-strong bg-surface px-3 font-medium shadow-control [&::-webkit-details-marker]:hidden">
        Contents
        <ChevronDown aria-hidden="true" className="size-4 text-faint group-open/contents:rotate-180" />
      </summary>
      <div className="absolute inset-x-0 top-full max-h-[75dvh] overflow-y-auto overscroll-contain border-line border-y bg-raised px-2 py-3 shadow-overlay">
        <SectionLinks sections={sections} onNavigate={shut} />
      </div>
    </details>
  )
}
