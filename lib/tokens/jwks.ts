import type { PublicJwk } from './signing-key.ts'

/** A key set as RFC 7517 §5 has it, which every library reads: `/.well-known/jwks.json`. */
export type JwkSet = { readonly keys: readonly PublicJwk[] }

export function jwkSet(keys: readonly PublicJwk[]): JwkSet {
  return { keys }
}

/** The same as Ory Talos wraps it: `/v2alpha1/derivedKeys/jwks.json`. */
export function wrappedJwkSet(keys: readonly PublicJwk[]): { readonly jwks: JwkSet } {
  return { jwks: jwkSet(keys) }
}
