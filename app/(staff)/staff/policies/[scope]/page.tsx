import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { EffectiveRules } from '#components/policies/effective-rules'
import { PolicyCard } from '#components/policies/policy-card'
import { PolicyForm } from '#components/policies/policy-form'
import { RemovePolicy } from '#components/policies/remove-policy'
import { PageHeader } from '#components/ui/page-header'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { hasStaffRight } from '#lib/auth/staff-user'
import { paths } from '#lib/paths'
import { policyOf } from '#lib/policies/queries'
import { rulesOf } from '#lib/policies/rules'
import { deletePolicy, moreKeys, preview, savePolicy } from '../actions.ts'

type Props = { params: Promise<{ scope: string }> }

export const metadata: Metadata = { title: 'Policy' }

export default async function StaffPolicyPage({ params }: Props) {
  const user = await requireStaff()
  const { scope } = await params
  const found = await pageRead(policyOf(scope))
  if (found === null) notFound()
  const { workspace, policy, effective, now } = found
  const title = workspace === null ? 'Policy of all workspaces' : `Policy of ${workspace.name}`
  const place = { workspaceId: workspace?.id ?? null, version: policy?.version ?? 0 }
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={[{ label: 'Policies', href: paths.staffPolicies() }]}
        actions={policy && hasStaffRight(user.staffRole, 'act') && <RemovePolicy place={place} action={deletePolicy} />}
      />
      {workspace !== null && <EffectiveRules effective={effective} />}
      {hasStaffRight(user.staffRole, 'act') ? (
        <PolicyForm
          key={place.version}
          place={place}
          stored={policy && { rules: rulesOf(policy), appliesFrom: policy.appliesFrom?.toISOString() ?? null }}
          last={policy && { by: policy.updatedBy, at: policy.updatedAt.toISOString(), reason: policy.reason }}
          now={now.toISOString()}
          actions={{ preview, moreKeys, save: savePolicy }}
        />
      ) : (
        <PolicyCard
          title="Its own rules"
          policy={policy}
          now={now}
          nothing="It has no policy of its own."
          action={null}
        />
      )}
    </>
  )
}
