import type { Address6 } from '#lib/ip/address'
import { formatNetwork, networkOf } from '#lib/ip/network'

/** How much of an IPv6 address its owner is given; the rest one machine may choose anew for every call (RFC 8981). */
export const SUBNET_BITS = 64

/** Tells /64s apart; cheaper than their text. */
export function subnetKey({ words }: Address6): string {
  return `${words[0]}:${words[1]}`
}

/** `2001:db8::/64`. */
export function subnetText(address: Address6): string {
  return formatNetwork(networkOf(address, SUBNET_BITS))
}
