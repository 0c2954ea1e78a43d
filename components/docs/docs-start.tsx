import { ArrowRight, Braces, Rocket } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { Link } from '#components/ui/link'
import type { Contents, ContentsSection } from '#lib/documents/contents'
import { paths } from '#lib/paths'

/** What Gatelist is, and a card for every section. */
export function DocsStart({ contents }: { contents: Contents }) {
  return (
    <div className="mx-auto w-full max-w-6xl px-4 pt-8 pb-20 sm:px-8 sm:pt-14">
      <header className="max-w-2xl">
        <h1 className="font-semibold text-3xl">API keys that only work from where their owner says</h1>
        <p className="mt-4 text-base text-muted">{contents.lead}</p>
        <p className="mt-6 flex flex-wrap gap-2">
          <ButtonLink href={paths.docsPage('guides/quick-start')} variant="primary">
            <Rocket aria-hidden="true" />
            Quick start
          </ButtonLink>
          <ButtonLink href={paths.apiReference()} prefetch={false}>
            <Braces aria-hidden="true" />
            API reference
          </ButtonLink>
        </p>
      </header>
      <div className="mt-12 gap-4 md:columns-2">
        {contents.sections.map((section) => (
          <SectionCard key={section.id} section={section} />
        ))}
      </div>
    </div>
  )
}

function SectionCard({ section: { id, title, description, entries } }: { section: ContentsSection }) {
  return (
    <section
      aria-labelledby={id}
      className="mb-4 flex break-inside-avoid flex-col rounded-xl border border-line bg-surface p-5 shadow-card sm:p-6"
    >
      <h2 id={id} className="scroll-mt-28 font-semibold text-lg">
        {title}
      </h2>
      <p className="mt-1 text-muted">{description}</p>
      <ul className="-mx-2 mt-3 flex flex-col">
        {entries.map((entry) => (
          <li key={entry.path}>
            <Link
              href={paths.docsPage(entry.path)}
              prefetch={false}
              className="group flex items-start gap-3 rounded-lg px-2 py-2 transition-colors hover:bg-hover"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-medium group-hover:text-accent-ink">{entry.title}</span>
                <span className="block text-muted">{entry.summary}</span>
              </span>
              <ArrowRight
                aria-hidden="true"
                className="mt-0.5 size-4 shrink-0 text-faint group-hover:text-accent-ink"
              />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
