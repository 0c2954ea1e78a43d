import type { ReactNode } from 'react'
import { BypassNotice } from '#components/keys/bypass-notice'
import { KeyBadges } from '#components/keys/key-badges'
import { KeyPageActions } from '#components/keys/key-page-actions'
import { KeyStatusBadge } from '#components/keys/key-status'
import { KeyTabs } from '#components/keys/key-tabs'
import { MaskedKey } from '#components/keys/masked-key'
import { RotationStage } from '#components/keys/rotation-stage'
import { PolicyNotices } from '#components/policies/policy-notices'
import { StaffNotices } from '#components/staff-acts/staff-notices'
import { PageHeader } from '#components/ui/page-header'
import { pageRead } from '#lib/auth/page-read'
import { allowsIn, availableActions, keyStatus, mayManage, revokeNeedsName } from '#lib/keys/rules'
import { paths } from '#lib/paths'
import { policyNotices } from '#lib/policies/notices'
import { appliedPolicies } from '#lib/policies/told'
import { ownerNotices } from '#lib/staff-acts/queries'
import { pauseKey, resumeKey, revokeKey, rotateKey } from '../../actions.ts'
import { apiOrigin } from '../../visit.ts'
import { type KeyPageParams, visitedKey } from '../visited-key.ts'
import { answerStaff, endBypass } from './actions.ts'

const lifecycle = { pause: pauseKey, resume: resumeKey, revoke: revokeKey, rotate: rotateKey }

/** What stands above every tab of a key's page. */
export default async function KeyLayout({ params, children }: KeyPageParams & { children: ReactNode }) {
  const { user, key } = await visitedKey(params)
  const { id, name, now } = key
  const policies = await pageRead(appliedPolicies(user.workspaceId))
  const notices = await pageRead(ownerNotices(user.workspaceId, id))
  return (
    <RotationStage origin={await apiOrigin()}>
      <PageHeader
        title={name}
        badge={
          <span className="flex flex-wrap gap-2">
            <KeyStatusBadge times={key} now={now} />
            <KeyBadges of={key} />
          </span>
        }
        description={<MaskedKey displayPrefix={key.displayPrefix} lastFour={key.lastFour} />}
        breadcrumbs={[{ label: 'API Keys', href: paths.apiKeys() }]}
        actions={
          <KeyPageActions
            subject={{ id, name, revokeNeedsName: revokeNeedsName(key.lastUsed?.at ?? null, now) }}
            actions={availableActions(user, key, now)}
            lifecycle={lifecycle}
            isHeldByStaff={key.staffHoldAt !== null && allowsIn('resume', keyStatus(key, now))}
          />
        }
      />
      <KeyTabs keyId={id} entryCount={key.lists.reduce((sum, list) => sum + list.entryCount, key.entryCount)} />
      <StaffNotices detail={key} notices={notices} answer={mayManage(user, key) ? answerStaff : null} />
      {allowsIn('edit', keyStatus(key, now)) && (
        <PolicyNotices
          keyId={id}
          notices={policyNotices(key, policies)}
          canEdit={availableActions(user, key, now).includes('edit')}
        />
      )}
      {key.bypass && key.accessMode === 'enforce' && (
        <BypassNotice keyId={id} bypass={key.bypass} now={now} end={mayManage(user, key) ? endBypass : null} />
      )}
      {children}
    </RotationStage>
  )
}
