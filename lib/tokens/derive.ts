import { CompactSign } from 'jose'
import { ok, type Result, refuse } from '#lib/errors'
import { claimsCaveat } from './caveats.ts'
import type { TokenClaims } from './claims.ts'
import { mintMacaroon } from './macaroon.ts'
import { formatMacaroon } from './macaroon-codec.ts'
import { currentSigner } from './signing-keys.ts'
import { MAX_TOKEN_LENGTH } from './token-length.ts'

export type TokenAlgorithm = 'jwt' | 'macaroon'

export type MintedToken = {
  readonly token: string
  readonly expireTime: Date
  readonly scopes: readonly string[]
  readonly claims: TokenClaims
}

/** Signs claims (of `deriveRules`). `signerOf` is for tests. Throws when there is no key or no database. */
export async function mintToken(
  claims: TokenClaims,
  algorithm: TokenAlgorithm,
  signerOf = currentSigner,
): Promise<Result<MintedToken, 'token_too_long'>> {
  const token = algorithm === 'jwt' ? await signJwt(claims, signerOf) : await signMacaroon(claims, signerOf)
  if (token.length > MAX_TOKEN_LENGTH) return refuse('token_too_long', tooLong(claims, token.length))
  return ok({ token, expireTime: new Date(claims.exp * 1000), scopes: claims.scp, claims })
}

async function signJwt(claims: TokenClaims, signerOf: typeof currentSigner): Promise<string> {
  const { kid, privateKey } = await signerOf('EdDSA', claims.exp * 1000)
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid })
    .sign(privateKey)
}

/** The identifier is the root key's and the token's, so that no two macaroons begin with the same signature. */
async function signMacaroon(claims: TokenClaims, signerOf: typeof currentSigner): Promise<string> {
  const { kid, rootKey } = await signerOf('HMAC', claims.exp * 1000)
  const caveats = [claimsCaveat(JSON.stringify(claims))]
  return formatMacaroon(mintMacaroon(rootKey.export(), `${kid}.${claims.jti}`, caveats))
}

/** Names what takes the most room, because that is what can be made shorter. */
function tooLong(claims: TokenClaims, length: number): string {
  const { acl, meta, scp, jti, sub, iss, iat, nbf, exp, act, nid, vis, ...custom } = claims
  const networks = `the key's allowlist (${acl?.length} networks) is too long to be sealed`
  const parts: readonly [unknown, string][] = [
    [acl, networks],
    [meta, "the key's metadata is too long to be sealed"],
    [scp, 'the scopes are too many to be sealed; ask for fewer'],
    [custom, 'custom_claims is too long to be sealed'],
  ]
  const size = (part: unknown) => JSON.stringify(part)?.length ?? 0
  const [, reason] = parts.reduce((largest, part) => (size(part[0]) > size(largest[0]) ? part : largest))
  return `${reason} into a token (it would have ${length} characters, and at most ${MAX_TOKEN_LENGTH} can be verified)`
}
