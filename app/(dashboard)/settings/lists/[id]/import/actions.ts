'use server'

import { userAction } from '#lib/action'
import { previewImport } from '#lib/allowlists/preview-import'
import { prisma, transaction } from '#lib/db'
import { importListEntries as importEntries } from '#lib/lists/import-entries'
import { importListEntriesSchema, previewListImportSchema } from '#lib/lists/import-schema'

/** What an import would come to, for all keys that use the list; nothing is changed. */
export const reviewListImport = userAction(previewListImportSchema, ({ id, change }, user) =>
  previewImport(prisma(), user.actor, { owner: 'list', id, change, enforce: false }),
)

export const importListEntries = userAction(importListEntriesSchema, ({ id, ...request }, user) =>
  transaction((tx) => importEntries(tx, user.actor, { ...request, listId: id })),
)
