'use client'

import { useRef } from 'react'
import type { ContentsSection } from '#lib/documents/contents'
import { ContentsDisclosure } from './contents-disclosure.tsx'
import { DocsLinks } from './docs-links.tsx'

/** The contents on a phone, over the page. The browser opens and shuts it; a script only saves the second press. */
export function DocsDisclosure({ sections }: { sections: readonly ContentsSection[] }) {
  const details = useRef<HTMLDetailsElement>(null)
  const shut = () => {
    if (details.current) details.current.open = false
  }
  return (
    <ContentsDisclosure details={details}>
      <DocsLinks sections={sections} onNavigate={shut} />
    </ContentsDisclosure>
  )
}
