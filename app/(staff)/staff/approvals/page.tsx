import type { Metadata } from 'next'
import { ApprovalList } from '#components/staff-acts/approval-list'
import { RequestList } from '#components/staff-acts/request-list'
import { PageHeader } from '#components/ui/page-header'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { hasStaffRight } from '#lib/auth/staff-user'
import { env } from '#lib/env'
import { isKeyId } from '#lib/keys/key-resource'
import { requestStates } from '#lib/staff-acts/list-requests'
import { listApprovals, listRequests } from '#lib/staff-acts/queries'
import { approveRevocation, closeStaffRequest, declineRevocation } from './actions.ts'

export const metadata: Metadata = { title: 'Requests' }

type ApprovalsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const decide = { approve: approveRevocation, decline: declineRevocation }

export default async function ApprovalsPage({ searchParams }: ApprovalsPageProps) {
  const { userId, staffRole } = await requireStaff()
  const query = await searchParams
  const state = requestStates.find((known) => known === query.state) ?? 'open'
  const after = typeof query.after === 'string' && isKeyId(query.after) ? query.after : null
  const [approvals, page] = await Promise.all([pageRead(listApprovals()), pageRead(listRequests(state, after))])
  const mayAct = hasStaffRight(staffRole, 'act')
  return (
    <>
      <PageHeader title="Requests" description="What waits for somebody: for you, and for the owners of keys." />
      <ApprovalList
        approvals={approvals}
        isWanted={env().staffTwoPersonRevoke}
        userId={userId}
        actions={mayAct ? decide : null}
      />
      <RequestList
        page={page}
        state={state}
        isLater={after !== null}
        now={approvals.now}
        close={mayAct ? closeStaffRequest : null}
      />
    </>
  )
}
