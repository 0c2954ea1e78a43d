import { type Family, familyBits } from './address.ts'
import { compareNetworks, lastAddress, type Network } from './network.ts'

/** Addresses from `first` to `last`, both included. */
export type Range = { readonly family: Family; readonly first: bigint; readonly last: bigint }

/** ::ffff:0:0/96. IPv6 text in this block names an IPv4 address, so no IPv6 network may lie inside it. */
const MAPPED_FIRST = 0xffff_0000_0000n
const MAPPED_LAST = 0xffff_ffff_ffffn

export function rangeOf(network: Network): Range {
  return { family: network.family, first: network.first, last: lastAddress(network) }
}

/** The union of the networks as sorted, disjoint ranges that do not touch each other. */
export function rangesOf(networks: readonly Network[]): readonly Range[] {
  const merged: Range[] = []
  for (const network of [...networks].sort(compareNetworks)) {
    const next = rangeOf(network)
    const open = merged.at(-1)
    if (open === undefined || open.family !== next.family || next.first > open.last + 1n) merged.push(next)
    else if (next.last > open.last) merged[merged.length - 1] = { ...open, last: next.last }
  }
  return merged
}

/** The fewest networks that cover exactly these ranges (sorted and disjoint, as `rangesOf` answers). */
export function summarise(ranges: readonly Range[]): readonly Network[] {
  return ranges.flatMap(networksOfRange)
}

/** The fewest networks that cover one range: at most 62 for IPv4 and 254 for IPv6. */
export function networksOfRange(range: Range): readonly Network[] {
  const networks: Network[] = []
  for (let first = range.first; first <= range.last; ) {
    const hostBits = Math.min(trailingZeros(first, familyBits[range.family]), bitLength(range.last - first + 1n) - 1)
    const network: Network = { family: range.family, first, prefixBits: familyBits[range.family] - hostBits }
    // Left out without loss: callers in this block are IPv4, and its text would come back as an IPv4 network.
    if (!isInsideMapped(network)) networks.push(network)
    first += 1n << BigInt(hostBits)
  }
  return networks
}

function isInsideMapped(network: Network): boolean {
  return network.family === 6 && network.first >= MAPPED_FIRST && lastAddress(network) <= MAPPED_LAST
}

/** Does any address of the range read as an IPv4 address? */
export function touchesMapped(range: Range): boolean {
  return range.family === 6 && range.first <= MAPPED_LAST && range.last >= MAPPED_FIRST
}

function trailingZeros(value: bigint, limit: number): number {
  if (value === 0n) return limit
  return bitLength(value & -value) - 1
}

function bitLength(value: bigint): number {
  return value.toString(2).length
}
