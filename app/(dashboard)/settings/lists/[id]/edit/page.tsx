import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { EditListForm } from '#components/lists/edit-list-form'
import { Badge } from '#components/ui/badge'
import { PageHeader } from '#components/ui/page-header'
import { pageRead } from '#lib/auth/page-read'
import { usedByWords } from '#lib/lists/words'
import { paths } from '#lib/paths'
import { toldPolicy } from '#lib/policies/told'
import { hasRight } from '#lib/workspaces/rights'
import { currentCaller } from '../../../api-keys/visit.ts'
import { previewList, saveList } from '../../actions.ts'
import { type ListPageParams, listTitle, visitedList } from '../visited-list.ts'

export function generateMetadata({ params }: ListPageParams): Promise<Metadata> {
  return listTitle(params, 'Edit')
}

export default async function EditNamedListPage({ params }: ListPageParams) {
  const { user, list } = await visitedList(params)
  if (!hasRight(user, 'changeShared')) redirect(paths.namedList(list.id))
  const policy = await pageRead(toldPolicy(user.workspaceId))
  const { id, name, description, version, text, resting, keyCount } = list
  return (
    <>
      <PageHeader
        title={`Edit ${name}`}
        badge={<Badge tone={keyCount === 0 ? 'neutral' : 'info'}>{usedByWords(keyCount)}</Badge>}
        description="What you save rules the next call of every key that uses the list."
        breadcrumbs={[
          { label: 'Named lists', href: paths.namedLists() },
          { label: name, href: paths.namedList(id) },
        ]}
      />
      <EditListForm
        original={{ id, name, description, version, text, resting }}
        keyCount={keyCount}
        action={saveList}
        preview={previewList}
        {...(policy === null ? {} : { rules: policy.listRules })}
        {...currentCaller()}
      />
    </>
  )
}
