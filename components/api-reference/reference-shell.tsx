import type { ReactNode } from 'react'
import { contentId, SkipLink } from '#components/shell/skip-link'
import { ReferenceBar } from './reference-bar.tsx'
import type { SectionLink } from './section-links.tsx'

type ReferenceShellProps = { sections: readonly SectionLink[]; search: ReactNode; children: ReactNode }

/** What every page of the reference has around it. */
export function ReferenceShell({ sections, search, children }: ReferenceShellProps) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[18rem_minmax(0,1fr)]">
      <SkipLink />
      <ReferenceBar sections={sections} search={search} />
      <main id={contentId} tabIndex={-1} className="min-w-0 outline-none">
        <div className="mx-auto w-full max-w-7xl px-4 pt-6 pb-24 sm:px-8 sm:pt-10 2xl:px-12">{children}</div>
      </main>
    </div>
  )
}
