import { addressFromBigInt, familyBits, formatAddress, parseAddress } from '#lib/ip/address'
import { displayNetwork, networkOf } from '#lib/ip/network'
import type { RefusedGroup } from './refused-groups.ts'
import { SUBNET_BITS } from './subnet.ts'

/** What can be put on a list for a caller: its address, the /64 around it, or the choice of both. */
export type AllowedChoice = { address: string | null; subnet: string | null; first: 'address' | 'subnet' }

/** Null when nothing in particular can: the address is unknown, or too many called to be kept apart. */
export function allowedChoice({ place, addresses }: Pick<RefusedGroup, 'place' | 'addresses'>): AllowedChoice | null {
  if (place === null || place.prefixBits === 0) return null
  if (place.family === 4) return { address: displayNetwork(place), subnet: null, first: 'address' }
  const subnet = displayNetwork(networkOf(addressFromBigInt(6, place.first), SUBNET_BITS))
  if (place.prefixBits === familyBits[6]) return { address: displayNetwork(place), subnet, first: 'address' }
  const latest = addresses[0] === undefined ? null : parseAddress(addresses[0])
  return { address: latest === null ? null : formatAddress(latest), subnet, first: 'subnet' }
}
