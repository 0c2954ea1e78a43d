import { type Address, addressFromBigInt, familyBits, formatAddress } from './address.ts'
import { formatNetwork, lastAddress, type Network, networkOf } from './network.ts'

/** Networks from `lo` to `hi` in the order that PostgreSQL gives to `inet`, both included. */
export type Part = { lo: string; hi: string }

/**
 * Where in the order of `inet` every network stands that meets one of these. A network comes right before what lies in it, so those
 * inside follow it without a gap; around it there is one candidate a prefix length.
 */
export function partsMeeting(networks: readonly Network[]): Part[] {
  const around = new Set(networks.flatMap(networksAround))
  return [...networks.map(inside), ...[...around].map((text) => ({ lo: text, hi: text }))]
}

/** The same without what lies around. */
export function inside(network: Network): Part {
  const last = addressFromBigInt(network.family, lastAddress(network))
  return { lo: formatNetwork(network), hi: `${formatAddress(last)}/${familyBits[network.family]}` }
}

/** Every network that holds an address, as it is stored: one a prefix length. */
export function networksHolding(address: Address): string[] {
  const own = networkOf(address, familyBits[address.family])
  return [...networksAround(own), formatNetwork(own)]
}

function networksAround({ family, first, prefixBits }: Network): string[] {
  return Array.from({ length: prefixBits }, (_, bits) => {
    const hostBits = BigInt(familyBits[family] - bits)
    return formatNetwork({ family, first: (first >> hostBits) << hostBits, prefixBits: bits })
  })
}
