'use server'

import { userAction } from '#lib/action'
import { previewImport } from '#lib/allowlists/preview-import'
import { prisma, transaction } from '#lib/db'
import { importKeyEntries as importEntries } from '#lib/keys/import-entries'
import { importKeyEntriesSchema, previewKeyImportSchema } from '#lib/keys/import-schema'

/** What an import would come to; nothing is changed. */
export const reviewKeyImport = userAction(previewKeyImportSchema, ({ id, ...request }, user) =>
  previewImport(prisma(), user.actor, { ...request, owner: 'key', id }),
)

export const importKeyEntries = userAction(importKeyEntriesSchema, ({ id, ...request }, user) =>
  transaction((tx) => importEntries(tx, user.actor, { ...request, keyId: id })),
)
