import {
  type Address,
  addressFromBigInt,
  addressToBigInt,
  type Family,
  familyBits,
  formatAddress,
  parseAddress,
} from './address.ts'

/** A CIDR block in canonical form: the bits of `first` after `prefixBits` are zero. */
export type Network = { readonly family: Family; readonly first: bigint; readonly prefixBits: number }

/** Every address of both families. */
export const everyAddress: readonly Network[] = [
  { family: 4, first: 0n, prefixBits: 0 },
  { family: 6, first: 0n, prefixBits: 0 },
]

/** The network of `prefixBits` around an address; host bits are masked. */
export function networkOf(address: Address, prefixBits: number): Network {
  const hostBits = BigInt(familyBits[address.family] - prefixBits)
  return { family: address.family, first: (addressToBigInt(address) >> hostBits) << hostBits, prefixBits }
}

/** Always with its prefix: `203.0.113.7/32`. This is the stored and compared form. */
export function formatNetwork(network: Network): string {
  return `${formatAddress(firstAddress(network))}/${network.prefixBits}`
}

/** For people: a single address goes without its prefix, `203.0.113.7`. */
export function displayNetwork(network: Network): string {
  const single = network.prefixBits === familyBits[network.family]
  return single ? formatAddress(firstAddress(network)) : formatNetwork(network)
}

function firstAddress(network: Network): Address {
  return addressFromBigInt(network.family, network.first)
}

/** The last address of the network as a number, e.g. 203.0.113.103 of 203.0.113.100/30. */
export function lastAddress(network: Network): bigint {
  return network.first + addressCount(network) - 1n
}

export function addressCount(network: Network): bigint {
  return 1n << BigInt(familyBits[network.family] - network.prefixBits)
}

/** Families are separate: `::/0` does not contain 192.0.2.1, `0.0.0.0/0` no IPv6 address. */
export function networkContains(network: Network, address: Address): boolean {
  if (network.family !== address.family) return false
  const hostBits = BigInt(familyBits[network.family] - network.prefixBits)
  return addressToBigInt(address) >> hostBits === network.first >> hostBits
}

export function sameNetwork(a: Network, b: Network): boolean {
  return a.family === b.family && a.prefixBits === b.prefixBits && a.first === b.first
}

/** Order for lists: IPv4 first, then by first address, then the wider network. */
export function compareNetworks(a: Network, b: Network): number {
  if (a.family !== b.family) return a.family - b.family
  if (a.first !== b.first) return a.first < b.first ? -1 : 1
  return a.prefixBits - b.prefixBits
}

/** `0`, or digits without a leading zero, up to `max`; -1 otherwise. Never by `Number()`, which reads `''` as 0. */
export function parsePrefix(text: string, max: number): number {
  if (!/^(?:0|[1-9][0-9]{0,2})$/.test(text)) return -1
  const bits = Number(text)
  return bits > max ? -1 : bits
}

/**
 * Reads a network as it is stored: what PostgreSQL prints for `host(network) || '/' || masklen(network)`.
 * Null means the stored value was not written by us (host bits, a mapped network, no prefix): the caller must refuse.
 */
export function parseCanonicalNetwork(text: string): Network | null {
  const slash = text.indexOf('/')
  if (slash === -1) return null
  const address = parseAddress(text.slice(0, slash))
  if (address === null) return null
  const mapped = address.family === 4 && text.includes(':')
  const prefixBits = parsePrefix(text.slice(slash + 1), familyBits[address.family])
  if (mapped || prefixBits === -1) return null
  const network = networkOf(address, prefixBits)
  return network.first === addressToBigInt(address) ? network : null
}

/** The same for a network that only we write: one that cannot be read is a bug, and stops the caller. */
export function storedNetwork(text: string): Network {
  const network = parseCanonicalNetwork(text)
  if (network === null) throw new Error('a stored network is not in canonical form')
  return network
}
