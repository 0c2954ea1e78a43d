import { z } from 'zod'
import type { AccessMode } from '#lib/keys/views'

/** `live`: neither revoked nor expired; a paused key lives. */
export const keyStates = ['live', 'ended', 'all'] as const

export const accessChoices = ['open', 'report', 'enforce'] as const satisfies readonly AccessMode[]

/** Entries in force that lie wholly in such blocks; `special`: in either. */
export const rangeKinds = ['private', 'reserved', 'special'] as const

const MOST_DAYS = 3650

const flag = z.literal('1').transform(() => true)
const days = z.coerce.number().int().min(1).max(MOST_DAYS)

// NUL is in no name, and PostgreSQL answers it with an error.
const text = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^\0]*$/)

/**
 * Which keys, as it stands in addresses, saved views and exports. All that is given must hold. What cannot be read counts as not
 * given, so that an old address or view never breaks a page.
 */
export const keyFilterSchema = z.object({
  /** Words that are each in the name, the display prefix, the last four, the workspace or the owner's e-mail address; or a key's id. */
  q: text.catch(''),
  state: z.enum(keyStates).catch('live'),
  access: z.enum(accessChoices).nullable().catch(null),
  /** An entry that admits every address of a family. */
  any: flag.catch(false),
  /** An entry wider than this prefix length. */
  wider4: z.coerce.number().int().min(1).max(32).nullable().catch(null),
  wider6: z.coerce.number().int().min(1).max(128).nullable().catch(null),
  range: z.enum(rangeKinds).nullable().catch(null),
  expired: flag.catch(false),
  /** An entry that expires within so many days. */
  expiring: days.nullable().catch(null),
  unnoted: flag.catch(false),
  /** An entry in force that never let anybody through. */
  unmatched: flag.catch(false),
  /** Not let through for so many days, or never. */
  unused: days.nullable().catch(null),
  /** Calls refused in the last 24 hours. */
  refused: flag.catch(false),
  workspace: z.uuid().nullable().catch(null),
  owner: z.uuid().nullable().catch(null),
})

export type KeyFilter = z.output<typeof keyFilterSchema>

export const noKeyFilter: KeyFilter = keyFilterSchema.parse({})

/** A filter as it stands in an address. What is as by default stays out. */
export function keyFilterQuery(filter: KeyFilter): Record<string, string> {
  const query: Record<string, string> = {}
  for (const [name, value] of Object.entries(filter)) {
    if (value === null || value === noKeyFilter[name as keyof KeyFilter]) continue
    query[name] = value === true ? '1' : String(value)
  }
  return query
}

export function isFiltered(filter: KeyFilter): boolean {
  return Object.keys(keyFilterQuery(filter)).length > 0
}
