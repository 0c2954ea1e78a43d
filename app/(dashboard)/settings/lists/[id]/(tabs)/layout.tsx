import type { ReactNode } from 'react'
import { CeilingBadge } from '#components/lists/ceiling-card'
import { DeleteList } from '#components/lists/delete-list'
import { CeilingTabs, ListTabs } from '#components/lists/list-tabs'
import { Badge } from '#components/ui/badge'
import { ButtonLink } from '#components/ui/button-link'
import { PageHeader } from '#components/ui/page-header'
import type { ListDetail } from '#lib/lists/views'
import { usedByWords } from '#lib/lists/words'
import { paths } from '#lib/paths'
import { hasRight } from '#lib/workspaces/rights'
import { deleteList } from '../../actions.ts'
import { type ListPageParams, visitedListOrCeiling } from '../visited-list.ts'

const breadcrumbs = [{ label: 'Named lists', href: paths.namedLists() }]

/** What stands above every tab of a named list's page, and above the ceiling's history. */
export default async function NamedListLayout({ params, children }: ListPageParams & { children: ReactNode }) {
  const visited = await visitedListOrCeiling(params)
  if (visited.kind === 'ceiling') {
    return (
      <>
        <PageHeader title="Ceiling" badge={<CeilingBadge mode={visited.ceiling.mode} />} breadcrumbs={breadcrumbs} />
        <CeilingTabs ceilingId={visited.ceiling.id} />
        {children}
      </>
    )
  }
  const { user, list } = visited
  return (
    <>
      <PageHeader
        title={list.name}
        badge={<Badge tone={list.keyCount === 0 ? 'neutral' : 'info'}>{usedByWords(list.keyCount)}</Badge>}
        description={list.description}
        breadcrumbs={breadcrumbs}
        actions={hasRight(user, 'changeShared') && <Actions list={list} />}
      />
      <ListTabs listId={list.id} keyCount={list.keyCount} />
      {children}
    </>
  )
}

function Actions({ list: { id, name, keyCount } }: { list: ListDetail }) {
  return (
    <>
      <DeleteList list={{ id, name, keyCount }} action={deleteList} />
      <ButtonLink href={paths.editNamedList(id)} variant="primary">
        Edit
      </ButtonLink>
    </>
  )
}
