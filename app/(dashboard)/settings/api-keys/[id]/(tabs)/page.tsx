import type { Metadata } from 'next'
import { KeyTraffic } from '#components/charts/key-traffic'
import { EndingNotice } from '#components/entries/ending-notice'
import { HintPanel } from '#components/hints/hint-panel'
import { AccessNow } from '#components/keys/access-now'
import { AccessPanel } from '#components/keys/access-panel'
import { BypassPanel } from '#components/keys/bypass-panel'
import { EffectiveWords } from '#components/keys/effective-words'
import { KeyOverview } from '#components/keys/key-overview'
import { OldSecretCallers } from '#components/keys/old-secret-callers'
import { Section } from '#components/ui/card'
import { pageRead } from '#lib/auth/page-read'
import { keyHints } from '#lib/hints/queries'
import type { Hint } from '#lib/hints/rules'
import { availableActions } from '#lib/keys/rules'
import { accessModeWords } from '#lib/keys/words'
import { paths } from '#lib/paths'
import { keyHours, oldSecretCallers, wouldHaveRefused } from '#lib/traffic/queries'
import { trafficRange } from '#lib/traffic/views'
import { applyHint, undoHint } from '../hint-actions.ts'
import { type KeyPageParams, keyTitle, visitedKey } from '../visited-key.ts'
import { openBypass, previewAccess, setAccessMode } from './actions.ts'

export function generateMetadata({ params }: KeyPageParams): Promise<Metadata> {
  return keyTitle(params)
}

const accessActions = { change: setAccessMode, preview: previewAccess }

type ApiKeyPageProps = KeyPageParams & { searchParams: Promise<{ range?: string | string[] }> }

export default async function ApiKeyPage({ params, searchParams }: ApiKeyPageProps) {
  const { user, key } = await visitedKey(params)
  const { id, version, accessMode } = key
  const actions = availableActions(user, key, key.now)
  const range = trafficRange((await searchParams).range, '24h')
  const [traffic, callers, would, hints] = await Promise.all([
    pageRead(keyHours(user.workspaceId, id, range)),
    key.replacedBy === null ? [] : pageRead(oldSecretCallers(user.workspaceId, id)),
    pageRead(wouldHaveRefused(user.workspaceId, id)),
    pageRead(keyHints(user.workspaceId, id)),
  ])
  const canEdit = actions.includes('edit')
  return (
    <>
      <EndingNotice entries={key.entries} now={key.now} href={paths.apiKeyAddresses(id)} />
      {canEdit ? (
        <AccessPanel
          subject={{ id, version, accessMode }}
          description={<EffectiveWords detail={key} />}
          actions={accessActions}
        >
          <AccessNow keyId={id} would={would} />
        </AccessPanel>
      ) : (
        <Section title="Access" description={<EffectiveWords detail={key} />}>
          <p>{accessModeWords[accessMode]}</p>
          <AccessNow keyId={id} would={would} />
        </Section>
      )}
      <Warnings keyId={id} hints={hints} canEdit={canEdit} />
      <KeyTraffic keyId={id} view={traffic} />
      <KeyOverview detail={key} />
      {key.replacedBy && <OldSecretCallers detail={key} successor={key.replacedBy} callers={callers} />}
      {actions.includes('bypass') && accessMode === 'enforce' && (
        <BypassPanel
          keyId={id}
          isRunning={key.bypass !== null}
          withinCeiling={key.ceiling?.accessMode === 'enforce'}
          action={openBypass}
        />
      )}
    </>
  )
}

const hintActions = { apply: applyHint, undo: undoHint }

/** The pressing hints; the others are with the list. */
function Warnings({ keyId, hints, canEdit }: { keyId: string; hints: readonly Hint[]; canEdit: boolean }) {
  const pressing = hints.filter((hint) => hint.severity === 'warning')
  return (
    <HintPanel
      keyId={keyId}
      hints={pressing}
      actions={canEdit ? hintActions : null}
      others={{ count: hints.length - pressing.length, href: paths.apiKeyAddresses(keyId) }}
    />
  )
}
