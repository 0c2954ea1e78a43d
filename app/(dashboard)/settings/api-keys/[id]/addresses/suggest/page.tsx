import { RadioTower } from 'lucide-react'
import type { Metadata } from 'next'
import { SuggestList } from '#components/suggest/suggest-list'
import { ButtonLink } from '#components/ui/button-link'
import { Card } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { PageHeader } from '#components/ui/page-header'
import { Tabs } from '#components/ui/tabs'
import { pageRead } from '#lib/auth/page-read'
import { env } from '#lib/env'
import { availableActions } from '#lib/keys/rules'
import { paths, withQuery } from '#lib/paths'
import { type ObservedWindow, observedRows, observedWindows } from '#lib/traffic/observed-rows'
import { observedCallers } from '#lib/traffic/suggest-callers'
import { type KeyPageParams, keyTitle, visitedKey } from '../../visited-key.ts'

export function generateMetadata({ params }: KeyPageParams): Promise<Metadata> {
  return keyTitle(params, 'Suggest a list')
}

type SuggestPageProps = KeyPageParams & { searchParams: Promise<{ window?: string | string[] }> }

export default async function SuggestPage({ params, searchParams }: SuggestPageProps) {
  const { user, key } = await visitedKey(params)
  const { window } = await searchParams
  const chosen: ObservedWindow = isWindow(window) ? window : '7d'
  const { rows, now } = await pageRead(observedRows(user.workspaceId, key.id, observedWindows[chosen]))
  const anybody = observedCallers(rows).callers.length > 0
  return (
    <>
      <PageHeader
        title="Suggest a list"
        description="Made from the addresses that were let through, never from those that were refused. Nothing changes until you have reviewed and saved it."
        breadcrumbs={[
          { label: 'API Keys', href: paths.apiKeys() },
          { label: key.name, href: paths.apiKey(key.id) },
          { label: 'Allowed addresses', href: paths.apiKeyAddresses(key.id) },
        ]}
      />
      <Tabs label="From calls of" tabs={windowTabs(key.id, chosen)} />
      {anybody ? (
        <SuggestList
          // Another time has other callers: what was unticked was of this one.
          key={chosen}
          keyId={key.id}
          rows={rows}
          now={now}
          canEdit={availableActions(user, key, key.now).includes('edit')}
          hasEntries={key.entries.length > 0}
        />
      ) : (
        <NobodyCalled keyId={key.id} words={windowWords[chosen]} />
      )}
    </>
  )
}

function isWindow(text: string | string[] | undefined): text is ObservedWindow {
  return typeof text === 'string' && Object.hasOwn(observedWindows, text)
}

const windowWords = {
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
} as const satisfies Record<ObservedWindow, string>

function windowTabs(keyId: string, chosen: ObservedWindow) {
  return (Object.keys(observedWindows) as ObservedWindow[]).map((each) => ({
    label: sentenceStart(windowWords[each]),
    href: withQuery(paths.suggestAddresses(keyId), { window: each }),
    current: each === chosen,
  }))
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function NobodyCalled({ keyId, words }: { keyId: string; words: string }) {
  return (
    <Card>
      <EmptyState
        icon={<RadioTower />}
        title="No caller is known"
        description={`No call with this key was let through from a known address in ${words}. Callers are kept for ${env().trafficRetentionDays} days. To learn who calls without refusing anybody, let the key only report for a while.`}
        actions={<ButtonLink href={paths.apiKey(keyId)}>Back to the key</ButtonLink>}
      />
    </Card>
  )
}
