import type { Metadata } from 'next'
import { ListHistory } from '#components/allowlists/history/list-history'
import { readHistoryQuery } from '#lib/allowlists/history-query'
import { comparedVersions, shownVersion } from '#lib/allowlists/version-pages'
import { pageRead } from '#lib/auth/page-read'
import { listHistory } from '#lib/lists/queries'
import { ceilingAccessWords } from '#lib/lists/words'
import { paths } from '#lib/paths'
import { hasRight } from '#lib/workspaces/rights'
import { type ListPageParams, listTitle, visitedListOrCeiling } from '../../visited-list.ts'
import { previewListRestore, restoreListVersion } from './actions.ts'

type HistoryPageProps = ListPageParams & { searchParams: Promise<Record<string, string | string[] | undefined>> }

export function generateMetadata({ params }: HistoryPageProps): Promise<Metadata> {
  return listTitle(params, 'History')
}

const actions = { preview: previewListRestore, restore: restoreListVersion }

export default async function HistoryPage({ params, searchParams }: HistoryPageProps) {
  const visited = await visitedListOrCeiling(params)
  const { user } = visited
  const { id, now } = visited.kind === 'list' ? visited.list : visited.ceiling
  const query = readHistoryQuery(await searchParams)
  const place = { workspaceId: user.workspaceId, owner: 'list', id } as const
  const [history, compared, shown] = await Promise.all([
    pageRead(listHistory(user.workspaceId, id, query.before ?? undefined)),
    pageRead(comparedVersions(place, query)),
    pageRead(shownVersion(place, query.view)),
  ])
  return (
    <ListHistory
      subject={
        visited.kind === 'list'
          ? { id, name: visited.list.name, modeWords: null }
          : { id, name: 'the ceiling', modeWords: ceilingAccessWords }
      }
      {...{ query, history, compared, shown, now }}
      hrefOf={(other) => paths.namedListHistory(id, other)}
      actions={hasRight(user, 'changeShared') ? actions : null}
    />
  )
}
