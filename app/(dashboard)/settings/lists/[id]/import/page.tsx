import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ImportWorkbench } from '#components/bulk/import-workbench'
import { PageHeader } from '#components/ui/page-header'
import { usedByWords } from '#lib/lists/words'
import { paths } from '#lib/paths'
import { hasRight } from '#lib/workspaces/rights'
import { type ImportPageProps, openPanel, presentEntries } from '../../../import-page.ts'
import { listTitle, visitedList } from '../visited-list.ts'
import { importListEntries, reviewListImport } from './actions.ts'

export function generateMetadata({ params }: ImportPageProps): Promise<Metadata> {
  return listTitle(params, 'Import addresses')
}

export default async function ImportIntoListPage({ params, searchParams }: ImportPageProps) {
  const { user, list } = await visitedList(params)
  const href = paths.namedList(list.id)
  if (!hasRight(user, 'changeShared')) redirect(href)
  return (
    <>
      <PageHeader
        title="Import addresses"
        description={`Many entries at once, for the named list ${list.name}, ${usedByWords(list.keyCount).toLowerCase()}. Nothing is saved before you have seen what it does.`}
        breadcrumbs={[
          { label: 'Named lists', href: paths.namedLists() },
          { label: list.name, href },
        ]}
      />
      <ImportWorkbench
        target={{
          kind: 'list',
          id: list.id,
          name: list.name,
          version: list.version,
          entries: presentEntries(list.entries),
          isOpen: false,
          href,
          now: list.now,
        }}
        actions={{ review: reviewListImport, save: importListEntries }}
        openAtFirst={await openPanel(searchParams)}
      />
    </>
  )
}
