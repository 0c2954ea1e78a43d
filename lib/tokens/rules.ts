import { ok, type Result, refuse } from '#lib/errors'
import { union } from '#lib/ip/algebra'
import { formatNetwork, type Network } from '#lib/ip/network'
import type { JsonObject, TokenClaims } from './claims.ts'
import { type CustomClaimsRefusal, readCustomClaims } from './custom-claims.ts'
import { goDuration } from './go-duration.ts'

export type DeriveRefusal =
  | CustomClaimsRefusal
  | 'scope_not_available'
  | 'ttl_too_short'
  | 'ttl_too_long'
  | 'parent_expired'
  | 'token_too_long'

/**
 * The key, or the derived token of one, that a token is derived from: alive, and of what it may do, what is in force now.
 *
 * `expiresAt`: milliseconds since the epoch, null for never. `networks`: null for a key that is open to any address; an
 * empty list admits none, and neither will the token.
 */
export type DeriveParent = {
  readonly keyId: string
  readonly workspaceId: string
  readonly actorId: string
  readonly scopes: readonly string[]
  readonly metadata: JsonObject | null
  readonly visibility: 'public' | 'secret'
  readonly expiresAt: number | null
  readonly networks: readonly Network[] | null
}

/** What is undefined was not asked for. `customClaims` as received. */
export type DeriveRequest = {
  readonly ttlMs: number | undefined
  readonly scopes: readonly string[] | undefined
  readonly customClaims: unknown
}

/** `now`: milliseconds since the epoch, by the database's clock. `tokenId`: unique, the token's `jti`. */
export type DeriveContext = {
  readonly now: number
  readonly issuer: string
  readonly tokenId: string
  readonly limits: { readonly defaultTtlMs: number; readonly maxTtlMs: number }
}

/** What a derived token will say, or why there is none. A token never allows more than its parent. */
export function deriveRules(
  parent: DeriveParent,
  request: DeriveRequest,
  context: DeriveContext,
): Result<TokenClaims, DeriveRefusal> {
  const expiry = expiryOf(parent, request.ttlMs, context)
  if (!expiry.ok) return expiry
  const scopes = scopesOf(parent, request.scopes)
  if (!scopes.ok) return scopes
  const custom = readCustomClaims(request.customClaims ?? {})
  if (!custom.ok) return custom
  const iat = Math.floor(context.now / 1000)
  return ok({
    ...custom.value,
    jti: context.tokenId,
    sub: parent.keyId,
    iss: context.issuer,
    iat,
    nbf: iat,
    exp: expiry.value,
    act: parent.actorId,
    nid: parent.workspaceId,
    scp: scopes.value,
    vis: parent.visibility,
    ...(parent.metadata === null ? {} : { meta: parent.metadata }),
    ...(parent.networks === null ? {} : { acl: union(parent.networks, []).map(formatNetwork) }),
  })
}

/** In seconds since the epoch. A time that was asked for is kept or refused, the default is cut to what the parent has left. */
function expiryOf(
  parent: DeriveParent,
  askedMs: number | undefined,
  { now, limits }: DeriveContext,
): Result<number, DeriveRefusal> {
  const leftMs = parent.expiresAt === null ? Number.POSITIVE_INFINITY : parent.expiresAt - now
  if (leftMs <= 0) return refuse('parent_expired', 'cannot derive token from expired parent key')
  const ttlMs = askedMs ?? Math.min(limits.defaultTtlMs, limits.maxTtlMs, leftMs)
  if (ttlMs > limits.maxTtlMs) {
    return refuse('ttl_too_long', `ttl exceeds the configured maximum of ${goDuration(limits.maxTtlMs)}`)
  }
  if (ttlMs > leftMs) {
    const durations = `ttl (${goDuration(ttlMs)}) exceeds parent key remaining lifetime (${goDuration(leftMs)})`
    return refuse('ttl_too_long', `derived token ${durations}`)
  }
  const exp = Math.floor((now + ttlMs) / 1000)
  // A token's times are whole seconds, so less than one may be none at all.
  const short = askedMs !== undefined && !(askedMs >= 1000)
  if (short || !(exp * 1000 > now)) return refuse('ttl_too_short', 'derived token ttl must be at least 1s')
  return ok(exp)
}

/** Absent: all of the parent's. An empty list: none. */
function scopesOf(
  parent: DeriveParent,
  asked: readonly string[] | undefined,
): Result<readonly string[], DeriveRefusal> {
  const missing = asked?.find((scope) => !parent.scopes.includes(scope))
  if (missing !== undefined) {
    return refuse('scope_not_available', `requested scope '${missing}' not available in parent key`)
  }
  return ok([...new Set(asked ?? parent.scopes)])
}
