import { z } from 'zod'
import { allowedIps, confirmed, keyId, seenVersion } from '#lib/keys/schema'
import { listId, listIds } from './list-ids.ts'

// Control characters, half surrogate pairs, line separators, and marks that turn the reading direction around.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

/** How many named lists a workspace can have. */
export const MAX_LISTS = 500

export const MAX_LIST_NAME_LENGTH = 80
export const MAX_DESCRIPTION_LENGTH = 300

/** Unique within a workspace, whatever the case; the commands see to that. */
export const listName = z
  .string({ error: 'Give the list a name.' })
  .trim()
  .max(MAX_LIST_NAME_LENGTH, `A name has at most ${MAX_LIST_NAME_LENGTH} characters.`)
  .refine((name) => !UNPRINTABLE.test(name), 'A name has no line breaks or other control characters.')
  .refine((name) => VISIBLE.test(name), 'Give the list a name.')

/** What the list is of; blank is none. */
export const listDescription = z
  .string({ error: 'Send the description as text.' })
  .trim()
  .max(MAX_DESCRIPTION_LENGTH, `A description has at most ${MAX_DESCRIPTION_LENGTH} characters.`)
  .refine((text) => !UNPRINTABLE.test(text), 'A description has no line breaks or other control characters.')
  .transform((text) => (text === '' ? null : text))

const fields = { name: listName, description: listDescription }

export const createListSchema = z.object({ ...fields, entries: allowedIps })

export const saveListSchema = z.object({ listId, version: seenVersion, ...fields, entries: allowedIps, confirmed })

export const previewListSchema = z.object({ listId, entries: allowedIps })

export const deleteListSchema = z.object({ listId })

/** `before`: those that the editor saw, so that nobody undoes another's choice unseen. */
export const setKeyListsSchema = z.object({ keyId, before: listIds, listIds, confirmed })

export const saveCeilingSchema = z.object({ version: seenVersion, entries: allowedIps, confirmed })

const ceilingMode = z.enum(['off', 'report', 'enforce'], { error: 'Choose how the ceiling is applied.' })

export const setCeilingModeSchema = z.object({ version: seenVersion, mode: ceilingMode, confirmed })

export const previewCeilingSchema = z.object({ entries: allowedIps.optional(), mode: ceilingMode.optional() })

export type PreviewListInput = z.output<typeof previewListSchema>
export type PreviewCeilingInput = z.output<typeof previewCeilingSchema>
