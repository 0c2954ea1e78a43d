import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { DownloadMenu } from '#components/bulk/download-menu'
import { EndingNotice } from '#components/entries/ending-notice'
import { ListAddresses } from '#components/lists/list-addresses'
import { paths } from '#lib/paths'
import { hasRight } from '#lib/workspaces/rights'
import { type ListPageParams, listTitle, visitedListOrCeiling } from '../visited-list.ts'
import { addEntries, changeEntry, removeEntry } from './actions.ts'

export function generateMetadata({ params }: ListPageParams): Promise<Metadata> {
  return listTitle(params)
}

const actions = { add: addEntries, change: changeEntry, remove: removeEntry }

export default async function NamedListPage({ params }: ListPageParams) {
  const visited = await visitedListOrCeiling(params)
  if (visited.kind === 'ceiling') redirect(paths.ceiling())
  const { user, list } = visited
  const { id, entries, entryCount, addressCount, keyCount, now } = list
  return (
    <>
      <EndingNotice entries={entries} now={now} href={null} />
      <ListAddresses
        list={{ id, entries, entryCount, addressCount, keyCount, now }}
        actions={hasRight(user, 'changeShared') ? actions : null}
        download={<DownloadMenu path={paths.downloadList(id)} />}
      />
    </>
  )
}
