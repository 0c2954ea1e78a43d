import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { CreateKey } from '#components/keys/create-key'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { roleRights } from '#lib/keys/rules'
import { listLists } from '#lib/lists/queries'
import { paths } from '#lib/paths'
import { toldPolicy } from '#lib/policies/told'
import { createKey } from '../actions.ts'
import { apiOrigin, currentCaller } from '../visit.ts'

export const metadata: Metadata = { title: 'Create New Key' }

export default async function NewApiKeyPage() {
  const user = await requireUser()
  if (!roleRights[user.role].create) redirect(paths.apiKeys())
  const { lists } = await pageRead(listLists(user.workspaceId))
  const policy = await pageRead(toldPolicy(user.workspaceId))
  return (
    <CreateKey
      action={createKey}
      lists={lists}
      origin={await apiOrigin()}
      policy={policy && { ...policy, latestExpiry: policy.latestExpiry?.toISOString() ?? null }}
      {...currentCaller()}
    />
  )
}
