import type { Metadata } from 'next'
import { ApiOverview } from '#components/api-reference/api-overview'
import { FilterProvider } from '#components/api-reference/filter'
import { FilterField } from '#components/api-reference/filter-field'
import { ReferenceShell } from '#components/api-reference/reference-shell'
import { sectionLinks } from '#components/api-reference/sections'
import { apiOrigin } from '../../(dashboard)/settings/api-keys/visit.ts'
import { apiReference } from '../reference.ts'
import { errorTables } from './errors.ts'

export const metadata: Metadata = {
  title: 'API reference',
  description: 'Every operation of the API, with its fields, answers and a command to try.',
}

type Search = Promise<{ q?: string | string[] }>

/** Open to everybody: what the API can do is no secret, and it needs neither account nor database. */
export default async function ApiReferencePage({ searchParams }: { searchParams: Search }) {
  const { q } = await searchParams
  const reference = apiReference()
  return (
    <FilterProvider entries={reference.entries} initialQuery={typeof q === 'string' ? q.slice(0, 200) : ''}>
      <ReferenceShell sections={sectionLinks(reference, null)} search={<FilterField />}>
        <ApiOverview reference={reference} origin={await apiOrigin()} errors={errorTables} />
      </ReferenceShell>
    </FilterProvider>
  )
}
