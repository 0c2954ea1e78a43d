import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ImportWorkbench } from '#components/bulk/import-workbench'
import { PageHeader } from '#components/ui/page-header'
import { availableActions } from '#lib/keys/rules'
import { paths } from '#lib/paths'
import { type ImportPageProps, openPanel, presentEntries } from '../../../../import-page.ts'
import { keyTitle, visitedKey } from '../../visited-key.ts'
import { importKeyEntries, reviewKeyImport } from './actions.ts'

export function generateMetadata({ params }: ImportPageProps): Promise<Metadata> {
  return keyTitle(params, 'Import addresses')
}

export default async function ImportAddressesPage({ params, searchParams }: ImportPageProps) {
  const { user, key } = await visitedKey(params)
  const href = paths.apiKeyAddresses(key.id)
  if (!availableActions(user, key, key.now).includes('edit')) redirect(href)
  return (
    <>
      <PageHeader
        title="Import addresses"
        description={`Many entries at once, for the list of ${key.name}. Nothing is saved before you have seen what it does.`}
        breadcrumbs={[
          { label: 'API Keys', href: paths.apiKeys() },
          { label: key.name, href: paths.apiKey(key.id) },
          { label: 'Allowed addresses', href },
        ]}
      />
      <ImportWorkbench
        target={{
          kind: 'key',
          id: key.id,
          name: key.name,
          version: key.version,
          entries: presentEntries(key.entries),
          isOpen: key.accessMode === 'open',
          href,
          now: key.now,
        }}
        actions={{ review: reviewKeyImport, save: importKeyEntries }}
        openAtFirst={await openPanel(searchParams)}
      />
    </>
  )
}
