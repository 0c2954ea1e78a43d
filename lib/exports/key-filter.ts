import { ok, type Result, refuse } from '#lib/errors'
import { type KeyFilter, keyFilterQuery, keyFilterSchema, noKeyFilter } from '#lib/key-profiles/filters'

/** The names that a filter of keys may have in an address. */
export const keyFilterNames = Object.keys(keyFilterSchema.shape) as (keyof KeyFilter)[]

/**
 * Reads a filter of keys where a slip must not widen it: a page passes over what it cannot read, a program is told. `told` is the
 * filter in its shortest form.
 */
export function readKeyFilter(
  query: URLSearchParams,
): Result<{ filter: KeyFilter; told: Record<string, string> }, 'invalid'> {
  const given = Object.fromEntries(keyFilterNames.map((name) => [name, query.get(name) ?? undefined]))
  const filter = keyFilterSchema.parse(given)
  const unread = keyFilterNames.find((name) => isUnread(given[name], filter[name], noKeyFilter[name]))
  if (unread !== undefined)
    return refuse('invalid', `${unread}: cannot be ${JSON.stringify(given[unread]?.slice(0, 100))}`)
  return ok({ filter, told: keyFilterQuery(filter) })
}

function isUnread(given: string | undefined, read: unknown, otherwise: unknown): boolean {
  return given !== undefined && given.trim() !== '' && read === otherwise && given !== String(otherwise)
}
