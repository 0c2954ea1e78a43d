import type { ClientIp } from '#lib/client-ip/resolve'
import type { KeyRecord } from './key-record.ts'

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
  if (key.revokedAt !== null) return 'revoked'
  if (key.expiresAt !== null && key.expiresAt <= now) return 'expired'
  if (key.pausedAt !== null) return 'paused'
  if (key.accessMode === 'open') return 'allowed'
  if (key.accessMode === 'report') return judgeAddress(key, client, now) === 'allowed' ? 'allowed' : 'allowed_unlisted'
  return judgeAddress(key, client, now)
}

function judgeAddress(key: KeyRecord, client: ClientIp, now: number): 'allowed' | 'ip_unknown' | 'ip_not_allowed' {
  if (!client.ok) return 'ip_unknown'
  if (key.allowlist === null) return 'ip_not_allowed'
  return key.allowlist.matcherAt(now).matches(client.address) ? 'allowed' : 'ip_not_allowed'
}
