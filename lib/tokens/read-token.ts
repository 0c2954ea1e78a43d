import { foldCaveats } from './caveats.ts'
import { type JsonObject, parseClaims, type TokenClaims } from './claims.ts'
import { type Grant, grantOf } from './grant.ts'
import { MACAROON_PREFIX } from './macaroon-codec.ts'
import { openJwt } from './open-jwt.ts'
import { openMacaroon } from './open-macaroon.ts'
import { refuseToken, type TokenRefusal, type VerifierOf } from './opened-token.ts'
import { verifierOf } from './signing-keys.ts'

/** What a token says, narrowed by its caveats. `claims` are as they were signed, `scopes` and the like what is left of them. */
export type DerivedToken = Grant & {
  readonly keyId: string
  readonly workspaceId: string
  readonly jti: string
  readonly actorId: string
  readonly metadata: JsonObject | null
  readonly visibility: 'public' | 'secret'
  readonly claims: TokenClaims
}

export type ReadToken = { ok: true; token: DerivedToken } | { ok: false; reason: TokenRefusal }

/** `verifierOf`: for tests. */
export type OpenContext = { readonly issuer: string; readonly verifierOf?: VerifierOf }

/** `now`: milliseconds since the epoch, by the database's clock. */
export type ReadContext = OpenContext & { readonly now: number }

/** For `nbf` alone. `exp` is kept to the moment. */
const NOT_BEFORE_LEEWAY_MS = 300_000

/**
 * Reads a derived token, JWT or macaroon: its signature first, then issuer and times. Whether its key still lives, and from
 * where it may be used now, is for the caller to judge. Throws when the signing keys cannot be read.
 */
export async function readDerivedToken(text: string, context: ReadContext): Promise<ReadToken> {
  const opened = await openDerivedToken(text, context)
  if (!opened.ok) return opened
  const times = judgeTimes(opened.token, context.now)
  return times === 'valid' ? opened : refuseToken(times)
}

/** The same without its times, for whoever does not know yet what time it is. */
export async function openDerivedToken(text: string, context: OpenContext): Promise<ReadToken> {
  const open = text.startsWith(MACAROON_PREFIX) ? openMacaroon : openJwt
  const opened = await open(text, context.verifierOf ?? verifierOf)
  if (!opened.ok) return opened
  const claims = parseClaims(opened.claimsJson)
  const grant = claims === null ? null : grantOf(claims)
  if (claims === null || grant === null) return refuseToken('malformed')
  if (claims.iss !== context.issuer) return refuseToken('signature_invalid')
  return { ok: true, token: tokenOf(claims, foldCaveats(grant, opened.added)) }
}

/** @param now milliseconds since the epoch, by the database's clock */
export function judgeTimes({ claims, expiresAtMs }: DerivedToken, now: number): 'valid' | 'expired' | 'not_yet_valid' {
  if (claims.nbf * 1000 > now + NOT_BEFORE_LEEWAY_MS) return 'not_yet_valid'
  return expiresAtMs <= now ? 'expired' : 'valid'
}

function tokenOf(claims: TokenClaims, grant: Grant): DerivedToken {
  return {
    ...grant,
    keyId: claims.sub,
    workspaceId: claims.nid,
    jti: claims.jti,
    actorId: claims.act,
    metadata: claims.meta ?? null,
    visibility: claims.vis,
    claims,
  }
}
