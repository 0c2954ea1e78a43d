import { z } from 'zod'
import { readKeyList, viewQuery } from './list-query.ts'

const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

export const viewName = z
  .string({ error: 'Give the view a name.' })
  .trim()
  .min(1, 'Give the view a name.')
  .max(60, 'A name has at most 60 characters.')
  .refine((name) => !UNPRINTABLE.test(name), 'A name has no line breaks or other control characters.')

/** Filters and order as they stand in an address; what is not one of them is left out. */
const kept = z.record(z.string(), z.string().max(300)).transform((raw) => viewQuery(readKeyList(raw)))

export const saveViewSchema = z.object({ name: viewName, query: kept, shared: z.boolean() })

const viewId = z.uuid({ error: 'This is not a saved view.' })

/** What is not given stays as it is. */
export const changeViewSchema = z.object({
  viewId,
  name: viewName.optional(),
  query: kept.optional(),
  shared: z.boolean().optional(),
  isDefault: z.boolean().optional(),
})

export const deleteViewSchema = z.object({ viewId })

export type SaveView = z.output<typeof saveViewSchema>
export type ChangeView = z.output<typeof changeViewSchema>
