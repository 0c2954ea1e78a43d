import type { Metadata } from 'next'
import { CheckTrail } from '#components/audit/check-trail'
import { TrailProtection } from '#components/audit/trail-protection'
import { PageHeader } from '#components/ui/page-header'
import { headText } from '#lib/audit/chain'
import { chainState, protection } from '#lib/audit/chain-state'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { prisma } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { paths } from '#lib/paths'
import { checkOn } from './actions.ts'

export const metadata: Metadata = { title: 'Check the audit trail' }

export default async function AuditCheckPage() {
  await requireStaff()
  const [state, fences, now] = await pageRead(Promise.all([chainState(), protection(), databaseNow(prisma())]))
  return (
    <>
      <PageHeader
        breadcrumbs={[{ label: 'Audit trail', href: paths.staffAudit() }]}
        title="Check the audit trail"
        description="Makes the hash of every event anew and compares it with the chain, the checkpoints and, if you noted one, an earlier head. The check itself becomes part of the trail."
      />
      <CheckTrail action={checkOn} />
      <TrailProtection {...{ state, fences, now }} head={headText(state.head)} />
    </>
  )
}
