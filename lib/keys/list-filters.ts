import { z } from 'zod'
import { keyStatuses } from './rules.ts'

export const keySorts = ['created', 'name', 'last_used', 'expires'] as const
export const accessFilters = ['any', 'listed'] as const

/** Filters of the table as they stand in the address of the page; what cannot be read counts as not given. */
export const listFiltersSchema = z.object({
  // NUL is in no name, and PostgreSQL answers it with an error.
  q: z
    .string()
    .trim()
    .max(120)
    .regex(/^[^\0]*$/)
    .catch(''),
  status: z.enum(keyStatuses).nullable().catch(null),
  access: z.enum(accessFilters).nullable().catch(null),
  sort: z.enum(keySorts).catch('created'),
  direction: z.enum(['asc', 'desc']).catch('desc'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

export type ListFilters = z.output<typeof listFiltersSchema>
export type KeySort = ListFilters['sort']

export const noFilters: ListFilters = listFiltersSchema.parse({})
