'use server'

import { userAction } from '#lib/action'
import { previewRestore } from '#lib/allowlists/restore-preview'
import { restorePreviewSchema, restoreSchema } from '#lib/allowlists/restore-schema'
import { transaction } from '#lib/db'
import { restoreKeyList } from '#lib/keys/restore-list'

/** What restoring a version of a key's list would do. */
export const previewKeyRestore = userAction(restorePreviewSchema, ({ id, number, scope }, { workspaceId, actor }) => {
  const place = { workspaceId, owner: 'key', id } as const
  return previewRestore({ place, number, scope, ownAddress: actor.address })
})

export const restoreKeyVersion = userAction(restoreSchema, ({ id, version, ...wish }, { actor }) =>
  transaction((tx) => restoreKeyList(tx, actor, { ...wish, keyId: id, seen: version })),
)
