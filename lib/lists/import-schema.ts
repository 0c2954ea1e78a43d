import { z } from 'zod'
import { listImport } from '#lib/allowlists/import-schema'
import { confirmed, seenVersion } from '#lib/keys/schema'
import { listId } from './list-ids.ts'

const fields = { id: listId, change: listImport }

export const previewListImportSchema = z.object(fields)

/** `version`: of the list as the preview was made from it. */
export const importListEntriesSchema = z.object({ ...fields, version: seenVersion, confirmed })
