import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { PolicyCard } from '#components/policies/policy-card'
import { PolicyTable } from '#components/policies/policy-table'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { PageHeader } from '#components/ui/page-header'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { hasStaffRight } from '#lib/auth/staff-user'
import { paths } from '#lib/paths'
import { policiesPage, readPlace } from '#lib/policies/queries'

export const metadata: Metadata = { title: 'Policies' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function StaffPoliciesPage({ searchParams }: Props) {
  const user = await requireStaff()
  const { all, policies, next, now } = await pageRead(policiesPage(readPlace(await searchParams)))
  const mayAct = hasStaffRight(user.staffRole, 'act')
  return (
    <>
      <PageHeader
        title="Policies"
        description="Rules that customers’ keys and lists must obey. Where the policy of all workspaces and that of one both say something, the stricter counts."
      />
      <PolicyCard
        title="All workspaces"
        policy={all}
        now={now}
        nothing="No policy rules all workspaces."
        action={
          mayAct && (
            <ButtonLink href={paths.staffPolicy('all')}>
              {all === null ? 'Set a policy' : 'Change the policy'}
            </ButtonLink>
          )
        }
      />
      <Section
        title="Workspaces with a policy of their own"
        flush
        actions={
          mayAct && (
            <ButtonLink href={paths.newStaffPolicy()} variant="primary">
              <Plus aria-hidden="true" />
              New policy
            </ButtonLink>
          )
        }
        footer={
          next !== null && (
            <ButtonLink size="small" href={paths.staffPolicies({ name: next.name, after: next.id })}>
              Next page
            </ButtonLink>
          )
        }
      >
        {policies.length === 0 ? (
          <EmptyState
            title="No workspace has a policy of its own"
            description="A policy of its own can only make the rules stricter for one workspace."
          />
        ) : (
          <PolicyTable policies={policies} now={now} />
        )}
      </Section>
    </>
  )
}
