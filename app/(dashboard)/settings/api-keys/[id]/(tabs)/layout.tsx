import type { ReactNode } from 'react'
import { BypassNotice } from '#components/keys/bypass-notice'
import { KeyBadges } from '#components/keys/key-badges'
import { KeyPageActions } from '#components/keys/key-page-actions'
import { KeyStatusBadge } from '#components/keys/key-status'
import { KeyTabs } from '#components/keys/key-tabs'
import { MaskedKey } from '#components/keys/masked-key'
import { RotationStage } from '#components/keys/rotation-stage'
import { PageHeader } from '#components/ui/page-header'
import { availableActions, mayManage, revokeNeedsName } from '#lib/keys/rules'
import { paths } from '#lib/paths'
import { pauseKey, resumeKey, revokeKey, rotateKey } from '../../actions.ts'
import { apiOrigin } from '../../visit.ts'
import { type KeyPageParams, visitedKey } from '../visited-key.ts'
import { endBypass } from './actions.ts'

const lifecycle = { pause: pauseKey, resume: resumeKey, revoke: revokeKey, rotate: rotateKey }

/** What stands above every tab of a key's page. */
export default async function KeyLayout({ params, children }: KeyPageParams & { children: ReactNode }) {
  const { user, key } = await visitedKey(params)
  const { id, name, now } = key
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
          />
        }
      />
      <KeyTabs keyId={id} entryCount={key.lists.reduce((sum, list) => sum + list.entryCount, key.entryCount)} />
      {key.bypass && key.accessMode === 'enforce' && (
        <BypassNotice keyId={id} bypass={key.bypass} now={now} end={mayManage(user, key) ? endBypass : null} />
      )}
      {children}
    </RotationStage>
  )
}
