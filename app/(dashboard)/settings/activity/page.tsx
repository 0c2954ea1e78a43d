import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ActivityTable } from '#components/members/activity-table'
import { ButtonLink } from '#components/ui/button-link'
import { Card } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { PageHeader } from '#components/ui/page-header'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { paths } from '#lib/paths'
import { workspaceActivity } from '#lib/workspaces/activity'
import { hasRight } from '#lib/workspaces/rights'

export const metadata: Metadata = { title: 'Activity' }

type Search = Promise<{ before?: string | string[] }>

export default async function ActivityPage({ searchParams }: { searchParams: Search }) {
  const user = await requireUser()
  if (!hasRight(user, 'seeActivity')) notFound()
  const { before } = await searchParams
  const cursor = typeof before === 'string' ? before : undefined
  const { events, next } = await pageRead(workspaceActivity(user.workspaceId, cursor))
  return (
    <>
      <PageHeader
        title="Activity"
        description={`What was done in ${user.workspaceName}: by whom, when and from where. Owners and admins see it.`}
      />
      <Card>
        {events.length === 0 ? (
          <EmptyState title="Nothing here" description="Keys, lists and members leave their changes here." />
        ) : (
          <ActivityTable events={events} now={new Date()} />
        )}
      </Card>
      {(cursor !== undefined || next !== null) && (
        <nav aria-label="Pages of the activity" className="flex gap-2">
          {cursor !== undefined && <ButtonLink href={paths.activity()}>Newest</ButtonLink>}
          {next !== null && <ButtonLink href={paths.activity({ before: next })}>Older</ButtonLink>}
        </nav>
      )}
    </>
  )
}
