import { SearchX } from 'lucide-react'
import Link from 'next/link'
import { ButtonLink } from '#components/ui/button-link'
import { EmptyState } from '#components/ui/empty-state'
import type { DocumentHit } from '#lib/documents/search'
import { paths } from '#lib/paths'

export type SearchResultsProps = {
  query: string
  hits: readonly DocumentHit[]
  /** How many operations of the API have these words. */
  operations: number
}

/** Where the words are: parts of pages, and below how many operations have them. */
export function SearchResults({ query, hits, operations }: SearchResultsProps) {
  const total = hits.length + operations
  return (
    <div className="mx-auto w-full max-w-3xl px-4 pt-8 pb-20 sm:px-8 sm:pt-12">
      <h1 className="break-words font-semibold text-2xl">Search: {query}</h1>
      <p className="mt-1 text-muted">{total === 0 ? 'Nothing was found.' : wordsFor(hits.length)}</p>
      {operations > 0 && (
        <p className="mt-4 flex flex-wrap items-center justify-between gap-3 rounded-xl border border-accent-line bg-accent-wash px-5 py-3">
          <span className="text-accent-ink">
            {operations === 1 ? 'One operation of the API has' : `${operations} operations of the API have`} these
            words.
          </span>
          <ButtonLink href={paths.apiReference({ q: query })} prefetch={false} size="small">
            Show in the API reference
          </ButtonLink>
        </p>
      )}
      {hits.length > 0 && (
        <ol className="mt-6 divide-y divide-line">
          {hits.map((hit) => (
            <li key={`${hit.path}#${hit.anchor}`} className="py-4">
              <Link
                href={`${paths.docsPage(hit.path)}${hit.anchor && `#${hit.anchor}`}`}
                prefetch={false}
                className="font-medium text-accent-ink hover:underline"
              >
                {hit.title}
                {hit.heading !== '' && ` · ${hit.heading}`}
              </Link>
              <p className="mt-1 break-words text-muted">{hit.excerpt}</p>
            </li>
          ))}
        </ol>
      )}
      {total === 0 && (
        <EmptyState
          icon={<SearchX />}
          title="No page has these words"
          description="Try fewer of them, or another form."
          actions={<ButtonLink href={paths.docs()}>All pages</ButtonLink>}
        />
      )}
    </div>
  )
}

function wordsFor(count: number): string {
  return count === 1 ? 'One place in the documentation.' : `${count} places in the documentation.`
}
