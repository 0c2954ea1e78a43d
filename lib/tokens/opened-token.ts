import type { Caveat } from './caveats.ts'
import type { SigningKey } from './signing-key.ts'

/**
 * - `malformed`: not a token, or one that we would not have made
 * - `signature_invalid`: not signed by a key of ours, or not by this installation's issuer
 * - `expired`, `not_yet_valid`: ours, at another time
 */
export type TokenRefusal = 'malformed' | 'signature_invalid' | 'expired' | 'not_yet_valid'

/** A token whose signature holds: the claims that were signed, and what its holders took away since. */
export type OpenedToken =
  | { ok: true; claimsJson: string; added: readonly Caveat[] }
  | { ok: false; reason: TokenRefusal }

/** Finds the key of a `kid`. */
export type VerifierOf = (kid: string) => Promise<SigningKey | null>

export function refuseToken(reason: TokenRefusal): { ok: false; reason: TokenRefusal } {
  return { ok: false, reason }
}
