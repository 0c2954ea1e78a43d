import type { Metadata } from 'next'
import { DownloadMenu } from '#components/bulk/download-menu'
import { EndingNotice } from '#components/entries/ending-notice'
import { ListGroup } from '#components/entries/list-group'
import { HintPanel } from '#components/hints/hint-panel'
import { KeyAddresses } from '#components/keys/key-addresses'
import { ListNotice } from '#components/keys/list-notice'
import { KeyListsForm } from '#components/lists/key-lists-form'
import { pageRead } from '#lib/auth/page-read'
import { keyHints } from '#lib/hints/queries'
import { availableActions } from '#lib/keys/rules'
import { listLists } from '#lib/lists/queries'
import { paths } from '#lib/paths'
import { hasRight } from '#lib/workspaces/rights'
import { setKeyLists } from '../../../../lists/actions.ts'
import { applyHint, undoHint } from '../../hint-actions.ts'
import { type KeyPageParams, keyTitle, visitedKey } from '../../visited-key.ts'
import { addEntries, changeEntry, removeEntry } from './actions.ts'

export function generateMetadata({ params }: KeyPageParams): Promise<Metadata> {
  return keyTitle(params, 'Allowed addresses')
}

const actions = { add: addEntries, change: changeEntry, remove: removeEntry }
const hintActions = { apply: applyHint, undo: undoHint }

export default async function AddressesPage({ params }: KeyPageParams) {
  const { user, key } = await visitedKey(params)
  const canEdit = availableActions(user, key, key.now).includes('edit')
  const { lists } = await pageRead(listLists(user.workspaceId))
  const hints = await pageRead(keyHints(user.workspaceId, key.id))
  return (
    <>
      <ListNotice detail={key} />
      <EndingNotice entries={key.entries} now={key.now} href={null} />
      <KeyAddresses
        detail={key}
        actions={canEdit ? actions : null}
        download={<DownloadMenu path={paths.downloadAddresses(key.id)} />}
      />
      <HintPanel keyId={key.id} hints={hints} actions={canEdit ? hintActions : null} />
      {key.lists.map((list) => (
        <ListGroup
          key={list.id}
          title={`From ${list.name}`}
          list={list}
          href={paths.namedList(list.id)}
          linkLabel="Open the list"
          now={key.now}
        />
      ))}
      <KeyListsForm
        keyId={key.id}
        accessMode={key.accessMode}
        lists={lists}
        used={key.lists.map((list) => list.id)}
        canEdit={canEdit}
        canMakeLists={hasRight(user, 'changeShared')}
        action={setKeyLists}
      />
    </>
  )
}
