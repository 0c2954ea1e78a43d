'use client'

import { Link } from '#components/ui/link'
import type { Method } from '#lib/openapi/document'
import { useFilter } from './filter.tsx'
import { MethodBadge } from './method-badge.tsx'
import { PathText } from './path-text.tsx'
import { Prose } from './prose.tsx'

/** A section, as the overview shows it. */
export type IndexSection = {
  /** The anchor that it has had from the beginning. */
  readonly id: string
  readonly href: string
  readonly title: string
  readonly description: string | null
  readonly lines: readonly IndexLine[]
}

type IndexLine = { readonly id: string; readonly method: Method; readonly path: string; readonly summary: string }

/** The operations by section, those that the filter finds. */
export function OperationIndex({ sections }: { sections: readonly IndexSection[] }) {
  const { found } = useFilter()
  const shown = sections
    .map((section) => ({ ...section, lines: section.lines.filter(({ id }) => found.has(id)) }))
    .filter(({ lines }) => lines.length > 0)
  return shown.map((section) => <Section key={section.id} section={section} />)
}

function Section({ section: { id, href, title, description, lines } }: { section: IndexSection }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="mt-8 scroll-mt-18 lg:scroll-mt-6">
      <h3 id={`${id}-title`} className="font-semibold text-lg">
        <Link href={href} prefetch={false} className="rounded-sm hover:text-accent-ink">
          {title}
        </Link>
      </h3>
      {description !== null && <Prose text={description} className="text-muted" />}
      <ul className="mt-3 divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-card">
        {lines.map((line) => (
          <Line key={line.id} line={line} href={`${href}#${line.id}`} />
        ))}
      </ul>
    </section>
  )
}

function Line({ line: { id, method, path, summary }, href }: { line: IndexLine; href: string }) {
  return (
    <li id={id} className="scroll-mt-32 target:bg-accent-wash lg:scroll-mt-10">
      <Link
        href={href}
        prefetch={false}
        className="grid grid-cols-[2.75rem_minmax(0,1fr)] items-baseline gap-x-3 px-4 py-2.5 transition-colors hover:bg-hover focus-visible:-outline-offset-2 xl:grid-cols-[2.75rem_minmax(0,1fr)_minmax(0,1.3fr)]"
      >
        <MethodBadge method={method} size="small" />
        <span className="min-w-0 break-words font-medium">{summary}</span>
        <code className="col-start-2 min-w-0 break-words font-mono text-muted text-xs [overflow-wrap:anywhere] xl:col-start-3">
          <PathText path={path} />
        </code>
      </Link>
    </li>
  )
}
