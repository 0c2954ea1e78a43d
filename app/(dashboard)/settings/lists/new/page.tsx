import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { CreateListForm } from '#components/lists/create-list-form'
import { PageHeader } from '#components/ui/page-header'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { paths } from '#lib/paths'
import { toldPolicy } from '#lib/policies/told'
import { hasRight } from '#lib/workspaces/rights'
import { currentCaller } from '../../api-keys/visit.ts'
import { createList } from '../actions.ts'

export const metadata: Metadata = { title: 'Create named list' }

export default async function NewNamedListPage() {
  const user = await requireUser()
  if (!hasRight(user, 'changeShared')) redirect(paths.namedLists())
  const policy = await pageRead(toldPolicy(user.workspaceId))
  return (
    <>
      <PageHeader
        title="Create named list"
        description="It changes nothing until a key uses it."
        breadcrumbs={[{ label: 'Named lists', href: paths.namedLists() }]}
      />
      <CreateListForm
        action={createList}
        {...(policy === null ? {} : { rules: policy.listRules })}
        {...currentCaller()}
      />
    </>
  )
}
