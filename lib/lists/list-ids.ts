import { z } from 'zod'

/** How many named lists one key can use. */
export const MAX_LISTS_PER_KEY = 20

export const listId = z.uuid({ error: 'This is not the id of a list.' })

/** Which named lists a key uses; one that is named twice counts once. */
export const listIds = z
  .array(listId, { error: 'Send the lists as an array of ids.' })
  .transform((ids) => [...new Set(ids.map((id) => id.toLowerCase()))])
  .refine((ids) => ids.length <= MAX_LISTS_PER_KEY, `A key can use at most ${MAX_LISTS_PER_KEY} named lists.`)
