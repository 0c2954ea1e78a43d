import { ArrowLeft, ArrowRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { ContentsEntry, Neighbours } from '#lib/documents/contents'
import type { DocumentPage } from '#lib/documents/page'
import { paths } from '#lib/paths'
import { DocumentText } from './markdown.tsx'
import { PageContents } from './page-contents.tsx'

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
        <nav aria-label="Next and previous page" className="mt-16 grid gap-3 border-line border-t pt-8 sm:grid-cols-2">
          {previous === null ? <span /> : <Turn entry={previous} word="Previous" icon={<ArrowLeft />} />}
          {next !== null && <Turn entry={next} word="Next" icon={<ArrowRight />} isEnd />}
        </nav>
      </article>
      <PageContents parts={page.parts} />
    </div>
  )
}

type TurnProps = { entry: ContentsEntry; word: string; icon: ReactNode; isEnd?: true }

function Turn({ entry, word, icon, isEnd }: TurnProps) {
  return (
    <Link
      href={paths.docsPage(entry.path)}
      prefetch={false}
      className={`group flex flex-col gap-0.5 rounded-xl border border-line bg-surface px-5 py-3.5 shadow-card transition-colors hover:border-accent-line ${isEnd ? 'sm:items-end sm:text-right' : ''}`}
    >
      <span className="inline-flex items-center gap-1.5 text-muted text-xs [&_svg]:size-3.5">
        {!isEnd && icon}
        {word}
        {isEnd && icon}
      </span>
      <span className="font-medium group-hover:text-accent-ink">{entry.title}</span>
    </Link>
  )
}
