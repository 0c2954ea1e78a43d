import type { Metadata } from 'next'
import { DocsStart } from '#components/docs/docs-start'
import { OldAnchor } from '#components/docs/old-anchor'
import { SearchResults } from '#components/docs/search-results'
import { searchDocuments } from '#lib/documents/search'
import { library } from '#lib/documents/source'
import { findEntries } from '#lib/openapi/search'
import { apiReference } from '../reference.ts'

export const metadata: Metadata = {
  title: 'Documentation',
  description: 'How to begin with Gatelist, keep lists that hold, call it by program, and run it.',
}

type Search = Promise<{ q?: string | string[] }>

/** Open to everybody: it needs neither account nor database. */
export default async function DocsPage({ searchParams }: { searchParams: Search }) {
  const { q } = await searchParams
  const query = typeof q === 'string' ? q.trim().slice(0, 200) : ''
  const { contents, pages } = library()
  const { groups, entries } = apiReference()
  if (query === '') {
    const ids = groups.flatMap(({ id, operations }) => [id, ...operations.map((operation) => operation.id)])
    return (
      <>
        <OldAnchor ids={ids} />
        <DocsStart contents={contents} />
      </>
    )
  }
  const found = findEntries(entries, query)
  const operations = groups.flatMap(({ slug, operations }) =>
    operations.filter(({ id }) => found.has(id)).map((operation) => ({ slug, ...operation })),
  )
  const hits = searchDocuments([...pages.values()], query)
  return <SearchResults query={query} hits={hits} operations={operations} />
}
