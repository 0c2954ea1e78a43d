'use server'

import { userAction } from '#lib/action'
import { previewRestore } from '#lib/allowlists/restore-preview'
import { restorePreviewSchema, restoreSchema } from '#lib/allowlists/restore-schema'
import { transaction } from '#lib/db'
import { restoreList } from '#lib/lists/restore-list'

/** What restoring a version of a named list, or of the ceiling, would do. */
export const previewListRestore = userAction(restorePreviewSchema, ({ id, number, scope }, { workspaceId, actor }) => {
  const place = { workspaceId, owner: 'list', id } as const
  return previewRestore({ place, number, scope, ownAddress: actor.address })
})

export const restoreListVersion = userAction(restoreSchema, ({ id, version, ...wish }, { actor }) =>
  transaction((tx) => restoreList(tx, actor, { ...wish, listId: id, seen: version })),
)
