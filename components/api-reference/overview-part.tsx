import type { ReactNode } from 'react'
import { overviewParts } from './sections.tsx'

type OverviewPartProps = { id: keyof typeof overviewParts; children: ReactNode }

/** A part of the overview, which the navigation leads to. */
export function OverviewPart({ id, children }: OverviewPartProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="scroll-mt-18 border-line border-t py-10 lg:scroll-mt-0 lg:grid lg:grid-cols-[12rem_minmax(0,1fr)] lg:gap-x-10"
    >
      <h2 id={`${id}-title`} className="mb-4 font-semibold text-xl lg:mb-0">
        {overviewParts[id]}
      </h2>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
