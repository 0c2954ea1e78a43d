import type { Metadata } from 'next'
import { ListHistory } from '#components/allowlists/history/list-history'
import { readHistoryQuery } from '#lib/allowlists/history-query'
import { comparedVersions, shownVersion } from '#lib/allowlists/version-pages'
import { pageRead } from '#lib/auth/page-read'
import { keyHistory } from '#lib/keys/queries'
import { availableActions } from '#lib/keys/rules'
import { accessModeWords } from '#lib/keys/words'
import { paths } from '#lib/paths'
import { type KeyPageParams, keyTitle, visitedKey } from '../../visited-key.ts'
import { previewKeyRestore, restoreKeyVersion } from './actions.ts'

type HistoryPageProps = KeyPageParams & { searchParams: Promise<Record<string, string | string[] | undefined>> }

export function generateMetadata({ params }: HistoryPageProps): Promise<Metadata> {
  return keyTitle(params, 'History')
}

const actions = { preview: previewKeyRestore, restore: restoreKeyVersion }

export default async function HistoryPage({ params, searchParams }: HistoryPageProps) {
  const { user, key } = await visitedKey(params)
  const { id, name, now } = key
  const query = readHistoryQuery(await searchParams)
  const place = { workspaceId: user.workspaceId, owner: 'key', id } as const
  const [history, compared, shown] = await Promise.all([
    pageRead(keyHistory(user.workspaceId, id, query.before ?? undefined)),
    pageRead(comparedVersions(place, query)),
    pageRead(shownVersion(place, query.view)),
  ])
  return (
    <ListHistory
      subject={{ id, name, modeWords: accessModeWords }}
      {...{ query, history, compared, shown, now }}
      hrefOf={(other) => paths.apiKeyHistory(id, other)}
      actions={availableActions(user, key, now).includes('edit') ? actions : null}
    />
  )
}
