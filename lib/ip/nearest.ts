import { type Address, addressToBigInt, formatAddress } from './address.ts'
import { formatNumber } from './count.ts'
import { displayNetwork, lastAddress, type Network, networkContains } from './network.ts'

/** `distance` counts addresses from the network's nearer end: the one right behind it is 1 away. */
export type Nearest =
  | { matched: Network; message: string }
  | { matched: null; nearest: Network | null; distance: bigint | null; message: string }

/**
 * Which network admits an address (the narrowest, when several do), or by how much it misses the nearest of its family.
 * For the list's owner only: it tells what is in the list.
 */
export function nearest(networks: readonly Network[], address: Address): Nearest {
  const text = formatAddress(address)
  const matched = narrowest(networks.filter((network) => networkContains(network, address)))
  if (matched !== null) return { matched, message: `${text} is in ${displayNetwork(matched)}` }
  const value = addressToBigInt(address)
  const miss = closest(networks, address, value)
  if (miss === null) return { matched: null, nearest: null, distance: null, message: noneMessage(networks, address) }
  const side = value < miss.network.first ? 'before' : 'past'
  const message = `${text} is ${formatNumber(miss.distance)} ${side} ${displayNetwork(miss.network)}`
  return { matched: null, nearest: miss.network, distance: miss.distance, message }
}

function narrowest(networks: readonly Network[]): Network | null {
  return networks.reduce<Network | null>(
    (best, network) => (best === null || network.prefixBits > best.prefixBits ? network : best),
    null,
  )
}

type Miss = { network: Network; distance: bigint }

function closest(networks: readonly Network[], address: Address, value: bigint): Miss | null {
  let best: Miss | null = null
  for (const network of networks) {
    if (network.family !== address.family) continue
    const distance = value < network.first ? network.first - value : value - lastAddress(network)
    if (best === null || distance < best.distance) best = { network, distance }
  }
  return best
}

function noneMessage(networks: readonly Network[], address: Address): string {
  if (networks.length === 0) return 'The list has no entries'
  return `${formatAddress(address)} is an IPv${address.family} address, and the list has IPv${address.family === 4 ? 6 : 4} only`
}
