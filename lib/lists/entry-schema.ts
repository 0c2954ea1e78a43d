import type { z } from 'zod'
import { addEntriesSchema, changeEntrySchema, removeEntrySchema } from '#lib/keys/entry-schema'
import { listId } from './list-ids.ts'

/** What is sent of single entries of a named list: as for a key's, but that a list is not opened or closed. */
export const addListEntriesSchema = addEntriesSchema.omit({ keyId: true, enforce: true }).extend({ listId })
export const changeListEntrySchema = changeEntrySchema.omit({ keyId: true }).extend({ listId })
export const removeListEntrySchema = removeEntrySchema.omit({ keyId: true }).extend({ listId })

export type AddListEntriesInput = z.output<typeof addListEntriesSchema>
