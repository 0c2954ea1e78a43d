import { z } from '@hono/zod-openapi'
import { accessMode, time } from './answers.ts'

const counts = {
  entry_count: z.int().openapi({ description: 'Of the entries in force.' }),
  address_count: z.string().openapi({ description: 'How many addresses they admit, each counted once.' }),
}

const cidrs = {
  allowed_cidrs: z.array(z.string()).openapi({ description: 'Entries in force, as they were sent.' }),
  canonical_cidrs: z.array(z.string()).openapi({ description: 'The same in canonical form.' }),
}

const listRow = {
  allowlist_id: z.string(),
  name: z.string(),
  description: z.string(),
  ...counts,
  key_count: z.int().openapi({ description: 'How many keys use the list.' }),
  create_time: time(),
  update_time: time(),
}

export const listAnswer = z.object({ ...listRow, ...cidrs }).openapi('Allowlist')

export const listsAnswer = z
  .object({ allowlists: z.array(z.object(listRow).openapi('AllowlistSummary')) })
  .openapi('ListAllowlistsResponse')

export const keyListsAnswer = z
  .object({
    allowlists: z.array(z.object({ allowlist_id: z.string(), name: z.string() }).openapi('UsedAllowlist')),
  })
  .openapi('KeyAllowlists')

export const ceilingAnswer = z
  .object({
    access_mode: accessMode.openapi({
      description: '`ACCESS_MODE_OPEN`: the ceiling is off. `ACCESS_MODE_REPORT`: what it would refuse is noted.',
    }),
    ...counts,
    update_time: time(),
    ...cidrs,
  })
  .openapi('Ceiling')
