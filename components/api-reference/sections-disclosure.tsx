'use client'

import { useEffect, useRef } from 'react'
import { ContentsDisclosure } from '#components/docs/contents-disclosure'
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
    <ContentsDisclosure details={details}>
      <SectionLinks sections={sections} onNavigate={shut} />
    </ContentsDisclosure>
  )
}
