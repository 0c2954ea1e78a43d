import { addressFromBigInt, familyBits } from '#lib/ip/address'
import { formatNumber } from '#lib/ip/count'
import { nearest } from '#lib/ip/nearest'
import { displayNetwork, type Network } from '#lib/ip/network'

/** A miss by more than this is no slip of a digit: an IPv4 /16, and an IPv6 /64. */
const NEAR = { 4: 1n << 16n, 6: 1n << 64n } as const

/** What of a list a place is near: "One off 203.0.113.0/24". Null when it is near nothing. */
export function nearWords(listed: readonly Network[], place: Network): string | null {
  if (place.prefixBits === 0) return null
  const found = nearest(listed, addressFromBigInt(place.family, place.first))
  if (found.matched !== null || found.nearest === null || found.distance === null) return null
  const isSingle = place.prefixBits === familyBits[place.family]
  // A whole network is near when it lies beside what is listed.
  if (found.distance > NEAR[place.family] || (!isSingle && found.nearest.prefixBits > place.prefixBits)) return null
  const network = displayNetwork(found.nearest)
  return isSingle ? `${amount(found.distance)} off ${network}` : `Beside ${network}`
}

function amount(distance: bigint): string {
  return distance === 1n ? 'One' : formatNumber(distance)
}
