import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ObjectsView } from '#components/api-reference/objects-view'
import { OperationSearch } from '#components/api-reference/operation-search'
import { ReferenceShell } from '#components/api-reference/reference-shell'
import { SectionView } from '#components/api-reference/section-view'
import { sectionLinks, turnsOf } from '#components/api-reference/sections'
import { PageTurns } from '#components/docs/page-turns'
import { OBJECTS_SLUG } from '#lib/openapi/slug'
import { apiOrigin } from '../../../(dashboard)/settings/api-keys/visit.ts'
import { apiReference } from '../../reference.ts'

type Params = Promise<{ section: string }>

const groupAt = (slug: string) => apiReference().groups.find((group) => group.slug === slug)

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { section } = await params
  if (section === OBJECTS_SLUG) return { title: 'Objects · API reference', description: 'What operations answer with.' }
  const group = groupAt(section)
  if (group === undefined) return { title: 'Page not found' }
  return { title: `${group.title} · API reference`, description: group.description }
}

export default async function ApiSectionPage({ params }: { params: Params }) {
  const { section } = await params
  const reference = apiReference()
  const group = groupAt(section)
  if (group === undefined && section !== OBJECTS_SLUG) notFound()
  return (
    <ReferenceShell sections={sectionLinks(reference, section)} search={<OperationSearch />}>
      {group === undefined ? (
        <ObjectsView objects={reference.objects} groups={reference.groups} />
      ) : (
        <SectionView group={group} origin={await apiOrigin()} />
      )}
      <PageTurns {...turnsOf(reference, section)} />
    </ReferenceShell>
  )
}
