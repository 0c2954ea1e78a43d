import { Link } from '#components/ui/link'
import type { ContentsEntry, Neighbours } from '#lib/documents/contents'
import type { DocumentPage } from '#lib/documents/page'
import { paths } from '#lib/paths'
import { DocumentText } from './markdown.tsx'
import { PageContents } from './page-contents.tsx'
import { PageTurns, type Turn } from './page-turns.tsx'

export type DocumentPageViewProps = { page: DocumentPage; neighbours: Neighbours; listed: ReadonlySet<string> }

/** A page of the documents, with its headings beside it and the way to the next one below. */
export function DocumentPageView({ page, neighbours, listed }: DocumentPageViewProps) {
  const { section, previous, next } = neighbours
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-[minmax(0,1fr)] gap-x-14 px-4 pt-8 pb-20 sm:px-8 sm:pt-12 xl:grid-cols-[minmax(0,1fr)_14rem]">
      <article className="min-w-0 max-w-[46rem]">
        <header className="mb-8">
          <p className="font-medium text-accent-ink text-sm">
            <Link href={`${paths.docs()}#${section.id}`} prefetch={false} className="rounded-xs hover:underline">
              {section.title}
            </Link>
          </p>
          <h1 className="mt-1.5 font-semibold text-3xl">{page.title}</h1>
        </header>
        <DocumentText path={page.path} markdown={page.body} listed={listed} />
        <PageTurns previous={turnTo(previous)} next={turnTo(next)} className="mt-16" />
      </article>
      <PageContents parts={page.parts} />
    </div>
  )
}

function turnTo(entry: ContentsEntry | null): Turn | null {
  return entry === null ? null : { href: paths.docsPage(entry.path), title: entry.title }
}
