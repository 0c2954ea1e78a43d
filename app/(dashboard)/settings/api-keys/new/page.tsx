import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { CreateKey } from '#components/keys/create-key'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { listLists } from '#lib/lists/queries'
import { paths } from '#lib/paths'
import { toldPolicy } from '#lib/policies/told'
import { hasRight } from '#lib/workspaces/rights'
import { createKey } from '../actions.ts'
import { apiOrigin, currentCaller } from '../visit.ts'

export const metadata: Metadata = { title: 'Create New Key' }

export default async function NewApiKeyPage() {
  const user = await requireUser()
  if (!hasRight(user, 'createKeys')) redirect(paths.apiKeys())
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
