import { SearchX } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { EmptyState } from '#components/ui/empty-state'
import { Link } from '#components/ui/link'
import type { DocumentHit } from '#lib/documents/search'
import { paths } from '#lib/paths'
import { type FoundOperation, OperationResults } from './operation-results.tsx'

export type SearchResultsProps = {
  query: string
  hits: readonly DocumentHit[]
  /** The operations of the API that have these words. */
  operations: readonly FoundOperation[]
}

/** Where the words are: operations of the API, and parts of pages. */
export function SearchResults({ query, hits, operations }: SearchResultsProps) {
  const total = hits.length + operations.length
  return (
    <div className="mx-auto w-full max-w-3xl px-4 pt-8 pb-20 sm:px-8 sm:pt-12">
      <h1 className="break-words font-semibold text-2xl">Search: {query}</h1>
      <p className="mt-1 text-muted">{total === 0 ? 'Nothing was found.' : wordsFor(hits.length)}</p>
      <OperationResults query={query} operations={operations} />
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
