import type { Address } from '#lib/ip/address'
import { parseHeaderAddress } from './header-address.ts'
import type { ClientIpFailure, ClientIpPolicy } from './outcome.ts'

/**
 * Finds the client in X-Forwarded-For, whose lines make one list (RFC 9110 §5.3).
 *
 * Each proxy appends the address it was called from, so only the right end is written by ours; whatever a caller sent
 * stands to the left of it. The walk therefore goes from the right, past our own proxies, and stops for good at
 * anything that is not an address: looking further left would believe the caller.
 */
export function walkForwardedFor(lines: readonly string[], policy: ClientIpPolicy): Address | ClientIpFailure {
  const elements = lines.join(',').split(',').reverse()
  for (const [index, element] of elements.entries()) {
    const address = parseHeaderAddress(element)
    if (address === null) return 'header_unreadable'
    const isProxy = policy.hops === null ? policy.trusted?.matches(address) === true : index + 1 < policy.hops
    if (!isProxy) return address
  }
  return policy.hops === null ? 'all_trusted' : 'header_missing'
}
