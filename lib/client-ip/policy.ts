import { compileMatcher } from '#lib/ip/matcher'
import type { ClientIpPolicy } from './outcome.ts'
import { headerOfSource, isClientIpSource, sourceNames } from './source.ts'
import { parseTrustedProxies } from './trusted-proxies.ts'

/** `message` follows the variable's name in a sentence. */
export type ClientIpPolicyResult =
  | { ok: true; policy: ClientIpPolicy }
  | { ok: false; variable: string; message: string }

const DEFAULT_SOURCE = 'CLIENT_IP_SOURCE_REMOTE_ADDR'
const MAX_HOPS = 32

/** Makes the policy out of the three variables. What is contradictory or unknown stops the start, with the mend in words. */
export function clientIpPolicy(input: {
  source: string
  trustedProxies: string | undefined
  hops: number | undefined
}): ClientIpPolicyResult {
  const source = input.source === '' ? DEFAULT_SOURCE : input.source
  if (!isClientIpSource(source)) return refused('CLIENT_IP_SOURCE', `must be one of ${sourceNames.join(', ')}`)
  const hops = input.hops ?? null
  if (hops !== null && !(Number.isInteger(hops) && hops >= 1 && hops <= MAX_HOPS)) {
    return refused('TRUSTED_PROXY_HOPS', `must be a whole number from 1 to ${MAX_HOPS}`)
  }
  const proxies = parseTrustedProxies(input.trustedProxies ?? '')
  if (!proxies.ok) return refused('TRUSTED_PROXIES', proxies.message)
  const trusted = proxies.networks.length === 0 ? null : compileMatcher(proxies.networks)
  if (hops !== null && headerOfSource[source] === null) {
    return refused(
      'TRUSTED_PROXY_HOPS',
      'counts proxies in a header, but CLIENT_IP_SOURCE reads none; set CLIENT_IP_SOURCE=CLIENT_IP_SOURCE_X_FORWARDED_FOR, or leave it out',
    )
  }
  if (hops !== null && trusted !== null) {
    return refused(
      'TRUSTED_PROXY_HOPS',
      'cannot be set together with TRUSTED_PROXIES; keep TRUSTED_PROXIES, the stricter',
    )
  }
  if (headerOfSource[source] !== null && hops === null && trusted === null) {
    return refused(
      'TRUSTED_PROXIES',
      `must be set, because ${source} reads a header that any caller could send; list the proxies whose header to believe, for example TRUSTED_PROXIES=loopback,10.0.0.0/8, or, where they have no fixed addresses, count them with TRUSTED_PROXY_HOPS=1`,
    )
  }
  return { ok: true, policy: { source, trusted, hops } }
}

function refused(variable: string, message: string): ClientIpPolicyResult {
  return { ok: false, variable, message }
}
