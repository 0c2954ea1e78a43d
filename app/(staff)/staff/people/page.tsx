import type { Metadata } from 'next'
import { GrantForm } from '#components/staff/grant-form'
import { PeopleTable } from '#components/staff/people-table'
import { Card } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { listStaff, staffShown } from '#lib/staff/queries'
import { changeRole, grant, revoke } from './actions.ts'

export const metadata: Metadata = { title: 'People' }

export default async function StaffPeoplePage() {
  const user = await requireStaff()
  const { people, hasMore } = await pageRead(listStaff())
  const mayManage = user.staffRole === 'staff'
  return (
    <>
      <PageHeader
        title="People"
        description={
          mayManage
            ? 'Who sees the staff pages, and what they may do there. Every change is in the audit trail.'
            : 'Who sees the staff pages, and what they may do there. People with the role “staff” manage this.'
        }
      />
      <Card>
        <PeopleTable
          people={people.map((person) => ({
            ...person,
            since: person.since?.toISOString() ?? null,
            lastSeenAt: person.lastSeenAt?.toISOString() ?? null,
            isSelf: person.userId === user.userId,
          }))}
          now={new Date().toISOString()}
          actions={mayManage ? { changeRole, revoke } : null}
        />
      </Card>
      {hasMore && <p className="text-muted">The first {staffShown} people are shown.</p>}
      {mayManage && <GrantForm action={grant} />}
    </>
  )
}
