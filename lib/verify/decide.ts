import type { ClientIp } from '#lib/client-ip/resolve'
import type { Allowlist } from './compiled-list.ts'
import type { KeyRecord, TokenRecord } from './key-record.ts'

/**
 * Why a call is refused, in the order in which it is judged. `outside_ceiling`: by the workspace's ceiling, not by the key's list.
 * `open_too_long`: a policy ended that the key lets any address through.
 */
export type Refusal =
  | 'unknown_key'
  | 'revoked'
  | 'expired'
  | 'paused'
  | 'ip_unknown'
  | 'outside_ceiling'
  | 'open_too_long'
  | 'ip_not_allowed'

/**
 * `allowed_unlisted`: called from an address that enforcing would refuse, and only reported, by the key or by the ceiling.
 * `allowed_bypassed`: called from an address that is not listed, while the list is bypassed.
 */
export type LetThrough = 'allowed' | 'allowed_unlisted' | 'allowed_bypassed'

export type Outcome = LetThrough | Refusal

export function isLetThrough(outcome: string): outcome is LetThrough {
  return outcome === 'allowed' || outcome === 'allowed_unlisted' || outcome === 'allowed_bypassed'
}

/**
 * The whole rule, as a function of data.
 *
 * Status comes before the address, so that a refusal for the address never confirms that a dead key once lived. The ceiling
 * comes before everything that the key itself says of addresses, so that nobody who manages a key can open it beyond.
 *
 * @param now milliseconds since the epoch, by the database's clock
 */
export function decide(key: KeyRecord | null, client: ClientIp, now: number): Outcome {
  if (key === null) return 'unknown_key'
  if (isRevoked(key, now)) return 'revoked'
  if (key.expiresAt !== null && key.expiresAt <= now) return 'expired'
  if (key.pausedAt !== null) return 'paused'
  const { ceiling } = key
  const isWithin = ceiling === null || admits(ceiling.allowlist, client, now)
  if (!isWithin && ceiling.mode === 'enforce') return client.ok ? 'outside_ceiling' : 'ip_unknown'
  const isListless = key.accessMode !== 'enforce'
  const mayBeOpen = isListless && (key.openUntil === null || key.openUntil > now)
  const passes = key.accessMode === 'open' ? mayBeOpen : isListed(key, client, now)
  if (passes) return isWithin ? 'allowed' : 'allowed_unlisted'
  if (key.bypassUntil !== null && key.bypassUntil > now) return 'allowed_bypassed'
  if (mayBeOpen) return 'allowed_unlisted'
  if (isListless) return 'open_too_long'
  return client.ok ? 'ip_not_allowed' : 'ip_unknown'
}

/** Why a management token is refused. */
export type TokenRefusal = 'unknown_token' | 'revoked' | 'expired' | 'ip_unknown' | 'ip_not_allowed'

/** The same rule for a management token, whoever presents it. It knows no named lists, no ceiling and no bypass. */
export function decideToken(token: TokenRecord | null, client: ClientIp, now: number): 'allowed' | TokenRefusal {
  if (token === null) return 'unknown_token'
  if (isRevoked(token, now)) return 'revoked'
  if (token.expiresAt !== null && token.expiresAt <= now) return 'expired'
  if (token.accessMode === 'open' || admits(token.allowlist, client, now)) return 'allowed'
  return client.ok ? 'ip_not_allowed' : 'ip_unknown'
}

// Stored times have whole milliseconds and may have been rounded up: what was revoked just now is not good for the rest of one.
function isRevoked({ revokedAt }: { revokedAt: number | null }, now: number): boolean {
  return revokedAt !== null && revokedAt < now + 1
}

function isListed({ allowlist, shared }: KeyRecord, client: ClientIp, now: number): boolean {
  if (admits(allowlist, client, now)) return true
  for (const list of shared) if (admits(list, client, now)) return true
  return false
}

/** An address that nobody could tell is in no list. */
function admits(list: Allowlist | null, client: ClientIp, now: number): boolean {
  if (!client.ok || list === null) return false
  return list.matcherAt(now).matches(client.address)
}
