import { z } from '@hono/zod-openapi'
import type { KeyChange } from '#lib/keys/change-key'
import { allowlistIds, ipRestriction, metadata, name, rateLimitPolicy, scopes } from './fields.ts'
import { AdminProblem, invalidFields } from './problem.ts'
import { readFields } from './read-fields.ts'
import { queryValue } from './request.ts'

export const updateRequest = z
  .object({
    name: z.union([name, z.literal('')], { error: 'must be a string' }).optional(),
    scopes: scopes.optional(),
    metadata: metadata.optional(),
    rate_limit_policy: rateLimitPolicy.optional(),
    ip_restriction: ipRestriction.optional(),
    allowlist_ids: allowlistIds.optional(),
  })
  .openapi('AdminUpdateApiKeyRequest')

type Update = z.output<typeof updateRequest>
type Path = keyof Update

const PATHS = [
  'name',
  'scopes',
  'metadata',
  'rate_limit_policy',
  'ip_restriction',
  'allowlist_ids',
] as const satisfies readonly Path[]

/** `listIds`: the named lists that the key shall use, all of them. */
export type AskedChange = KeyChange & { readonly listIds?: readonly string[] }

/**
 * What a PATCH changes. Without a mask: what is there, where an empty name and empty scopes count as absent, as in Talos. With
 * one: what it names, cleared where the body has nothing. The list is the exception: it is only ever emptied by a body that
 * says so, because an absent or misspelt field would open the key.
 */
export function readKeyChange(query: URLSearchParams, body: Record<string, unknown>, resource: string): AskedChange {
  const mask = readMask(query)
  const update = readFields(updateRequest, body, { resource })
  if (mask === null) return changeOf(update, present(update))
  if (mask.has('name') && (update.name ?? '') === '') {
    throw invalidFields([{ field: 'name', description: 'must not be cleared' }])
  }
  if (mask.has('ip_restriction') && !('ip_restriction' in body || 'ipRestriction' in body)) {
    const description =
      'update_mask names it and the body does not have it; send {"ip_restriction":{"allowed_cidrs":[]}} to open the key to any address'
    throw invalidFields([{ field: 'ip_restriction', description }])
  }
  return changeOf(update, mask)
}

function present(update: Update): Set<Path> {
  return new Set(PATHS.filter((path) => !isBlank(update[path], path)))
}

function isBlank(value: unknown, path: Path): boolean {
  if (value === undefined || value === '') return true
  return path === 'scopes' && Array.isArray(value) && value.length === 0
}

function changeOf(update: Update, paths: ReadonlySet<Path>): AskedChange {
  return {
    ...(paths.has('name') ? { name: update.name ?? '' } : {}),
    ...(paths.has('scopes') ? { scopes: update.scopes ?? [] } : {}),
    ...(paths.has('metadata') ? { metadata: update.metadata ?? null } : {}),
    ...(paths.has('rate_limit_policy') ? { rateLimit: update.rate_limit_policy ?? null } : {}),
    ...(paths.has('ip_restriction') ? { entries: update.ip_restriction ?? [] } : {}),
    ...(paths.has('allowlist_ids') ? { listIds: update.allowlist_ids ?? [] } : {}),
  }
}

const MAX_MASK = 1000

/** Null when there is none. */
function readMask(query: URLSearchParams): Set<Path> | null {
  const text = queryValue(query, 'update_mask') ?? ''
  if (text === '') return null
  if (text.length > MAX_MASK) {
    throw new AdminProblem('bad_request', { message: `update_mask: must have at most ${MAX_MASK} characters` })
  }
  return new Set(text.split(',').map((path) => readPath(path.trim())))
}

function readPath(path: string): Path {
  const known = PATHS.find(
    (one) => one === path || one === path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  )
  if (known !== undefined) return known
  const message = `unknown update_mask path: ${JSON.stringify(path)} (allowed: ${PATHS.join(', ')})`
  throw new AdminProblem('bad_request', { message })
}
