import type { ClientIp } from '#lib/client-ip/resolve'
import type { Allowlist, KeyRecord, TokenRecord } from './key-record.ts'

/** Why a call is refused, in the order in which it is judged. */
export type Refusal = 'unknown_key' | 'revoked' | 'expired' | 'paused' | 'ip_unknown' | 'ip_not_allowed'

/** `allowed_unlisted`: a key in report mode, called from an address that enforcing would refuse. */
export type Outcome = 'allowed' | 'allowed_unlisted' | Refusal

/**
 * The whole rule, as a function of data.
 *
 * Status comes before the address, so that a refusal for the address never confirms that a dead key once lived.
 *
 * @param now milliseconds since the epoch, by the database's clock
 */
export function decide(key: KeyRecord | null, client: ClientIp, now: number): Outcome {
  if (key === null) return 'unknown_key'
  if (isRevoked(key, now)) return 'revoked'
  if (key.expiresAt !== null && key.expiresAt <= now) return 'expired'
  if (key.pausedAt !== null) return 'paused'
  if (key.accessMode === 'open') return 'allowed'
  if (key.accessMode === 'report') return judgeAddress(key, client, now) === 'allowed' ? 'allowed' : 'allowed_unlisted'
  return judgeAddress(key, client, now)
}

/** Why a management token is refused. */
export type TokenRefusal = 'unknown_token' | 'revoked' | 'expired' | 'ip_unknown' | 'ip_not_allowed'

/** The same rule for a management token, whoever presents it. */
export function decideToken(token: TokenRecord | null, client: ClientIp, now: number): 'allowed' | TokenRefusal {
  if (token === null) return 'unknown_token'
  if (isRevoked(token, now)) return 'revoked'
  if (token.expiresAt !== null && token.expiresAt <= now) return 'expired'
  return token.accessMode === 'open' ? 'allowed' : judgeAddress(token, client, now)
}

// Stored times have whole milliseconds and may have been rounded up: what was revoked just now is not good for the rest of one.
function isRevoked({ revokedAt }: { revokedAt: number | null }, now: number): boolean {
  return revokedAt !== null && revokedAt < now + 1
}

type Listed = { readonly allowlist: Allowlist | null }

function judgeAddress(key: Listed, client: ClientIp, now: number): 'allowed' | 'ip_unknown' | 'ip_not_allowed' {
  if (!client.ok) return 'ip_unknown'
  if (key.allowlist === null) return 'ip_not_allowed'
  return key.allowlist.matcherAt(now).matches(client.address) ? 'allowed' : 'ip_not_allowed'
}
