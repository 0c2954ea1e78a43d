import { z } from 'zod'
import { listImport } from '#lib/allowlists/import-schema'
import { confirmed, keyId, seenVersion } from './schema.ts'

/** `enforce`: an open key obeys its list from now on. */
const fields = { id: keyId, change: listImport, enforce: z.boolean() }

export const previewKeyImportSchema = z.object(fields)

/** `version`: of the key as the preview was made from it. */
export const importKeyEntriesSchema = z.object({ ...fields, version: seenVersion, confirmed })
