import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { KeyBadges } from '#components/keys/key-badges'
import { KeyEntries } from '#components/keys/key-entries'
import { KeyHistorySection } from '#components/keys/key-history'
import { KeyOverview } from '#components/keys/key-overview'
import { KeyPageActions } from '#components/keys/key-page-actions'
import { KeyRefusals } from '#components/keys/key-refusals'
import { KeyStatusBadge } from '#components/keys/key-status'
import { MaskedKey } from '#components/keys/masked-key'
import { OldSecretCallers } from '#components/keys/old-secret-callers'
import { RotationStage } from '#components/keys/rotation-stage'
import { PageHeader } from '#components/ui/page-header'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { getKey, keyHistory, keyRefusals, oldSecretCallers } from '#lib/keys/queries'
import { availableActions, revokeNeedsName } from '#lib/keys/rules'
import { paths, withQuery } from '#lib/paths'
import { pauseKey, resumeKey, revokeKey, rotateKey } from '../actions.ts'
import { apiOrigin } from '../visit.ts'

type ApiKeyPageProps = {
  params: Promise<{ id: string }>
  searchParams: Promise<{ before?: string | string[] }>
}

const readKey = cache((workspaceId: string, id: string) => pageRead(getKey(workspaceId, id)))

export async function generateMetadata({ params }: ApiKeyPageProps): Promise<Metadata> {
  const { workspaceId } = await requireUser()
  const key = await readKey(workspaceId, (await params).id)
  return { title: key?.name ?? 'Not found' }
}

export default async function ApiKeyPage({ params, searchParams }: ApiKeyPageProps) {
  const user = await requireUser()
  const { id } = await params
  const { before } = await searchParams
  const from = typeof before === 'string' ? before : undefined
  const [key, history, refusals, callers] = await Promise.all([
    readKey(user.workspaceId, id),
    pageRead(keyHistory(user.workspaceId, id, from)),
    pageRead(keyRefusals(user.workspaceId, id)),
    pageRead(oldSecretCallers(user.workspaceId, id)),
  ])
  if (key === null) notFound()
  const actions = availableActions(user, key, key.now)
  const needsName = revokeNeedsName(key.lastUsed?.at ?? null, key.now)
  // Of a key that was rotated away, refusals because it is revoked are said to be the old secret's.
  const others = key.replacedBy === null ? refusals : refusals.filter(({ reason }) => reason !== 'revoked')
  return (
    <RotationStage origin={await apiOrigin()}>
      <PageHeader
        title={key.name}
        badge={
          <span className="flex flex-wrap gap-2">
            <KeyStatusBadge times={key} now={key.now} />
            <KeyBadges of={key} />
          </span>
        }
        description={<MaskedKey displayPrefix={key.displayPrefix} lastFour={key.lastFour} />}
        breadcrumbs={[{ label: 'API Keys', href: paths.apiKeys() }]}
        actions={
          <KeyPageActions
            subject={{ id, name: key.name, revokeNeedsName: needsName }}
            actions={actions}
            lifecycle={{ pause: pauseKey, resume: resumeKey, revoke: revokeKey, rotate: rotateKey }}
          />
        }
      />
      <KeyOverview detail={key} />
      <KeyEntries detail={key} />
      {key.replacedBy && <OldSecretCallers detail={key} successor={key.replacedBy} callers={callers} />}
      <KeyRefusals detail={key} refusals={others} canEdit={actions.includes('edit')} />
      <KeyHistorySection
        history={history}
        older={history.next === null ? null : `${withQuery(paths.apiKey(id), { before: history.next })}#history`}
        newest={from === undefined ? null : `${paths.apiKey(id)}#history`}
        now={key.now}
      />
    </RotationStage>
  )
}
