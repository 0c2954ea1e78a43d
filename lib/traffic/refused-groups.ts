import { callerNetwork } from '#lib/allowlists/replay'
import { addressFromBigInt, formatAddress } from '#lib/ip/address'
import { displayNetwork, type Network, networkOf } from '#lib/ip/network'
import { SUBNET_BITS } from './subnet.ts'
import type { KeyRefusal } from './views.ts'

/** Refused calls from one address, or from several of one IPv6 /64. */
export type RefusedGroup = {
  /** Null when the address could not be determined. */
  place: Network | null
  /** How `place` is written. */
  text: string | null
  /** The addresses that are known one by one, the latest first. */
  addresses: readonly string[]
  /** The latest first. */
  reasons: readonly { reason: string; count: bigint; lastAt: Date }[]
  count: bigint
  firstAt: Date
  lastAt: Date
  isIgnored: boolean
}

/** One for each address, however many reasons there are; those of one IPv6 /64 together when there are several. Latest first. */
export function groupRefusals(rows: readonly KeyRefusal[]): RefusedGroup[] {
  const placed = rows.map((row) => ({ row, place: row.address === null ? null : callerNetwork(row.address) }))
  const bySubnet = new Map<string, Set<string | null>>()
  for (const { row, place } of placed) {
    const subnet = subnetOf(place)
    if (subnet === null) continue
    const key = keyOf(row, subnet)
    bySubnet.set(key, (bySubnet.get(key) ?? new Set()).add(row.address))
  }
  const groups = new Map<string, { place: Network | null; rows: KeyRefusal[] }>()
  for (const { row, place } of placed) {
    const subnet = subnetOf(place)
    const isShared = subnet !== null && (bySubnet.get(keyOf(row, subnet))?.size ?? 0) > 1
    const at = isShared ? subnet : place
    const key = keyOf(row, at)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { place: at, rows: [row] })
    else group.rows.push(row)
  }
  return [...groups.values()].map(toGroup).sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime())
}

function subnetOf(place: Network | null): Network | null {
  if (place === null || place.family === 4 || place.prefixBits < SUBNET_BITS) return null
  return networkOf(addressFromBigInt(6, place.first), SUBNET_BITS)
}

/** What is ignored stays apart, so that one new address of a network brings only itself back. */
function keyOf({ isIgnored }: KeyRefusal, place: Network | null): string {
  return `${isIgnored} ${place === null ? '' : displayNetwork(place)}`
}

function toGroup({ place, rows }: { place: Network | null; rows: readonly KeyRefusal[] }): RefusedGroup {
  const latestFirst = [...rows].sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime())
  const times = rows.map(({ firstAt }) => firstAt.getTime())
  return {
    place,
    text: place === null ? null : displayNetwork(place),
    addresses: [...new Set(latestFirst.flatMap(({ address }) => singleAddress(address)))],
    reasons: reasonsOf(latestFirst),
    count: rows.reduce((sum, { count }) => sum + count, 0n),
    firstAt: new Date(Math.min(...times)),
    lastAt: latestFirst[0]?.lastAt ?? new Date(0),
    isIgnored: rows.every((row) => row.isIgnored),
  }
}

function singleAddress(text: string | null): string[] {
  if (text === null || text.includes('/')) return []
  const place = callerNetwork(text)
  return place === null ? [] : [formatAddress(addressFromBigInt(place.family, place.first))]
}

function reasonsOf(latestFirst: readonly KeyRefusal[]): RefusedGroup['reasons'] {
  const byReason = new Map<string, { reason: string; count: bigint; lastAt: Date }>()
  for (const { reason, count, lastAt } of latestFirst) {
    const known = byReason.get(reason)
    if (known === undefined) byReason.set(reason, { reason, count, lastAt })
    else known.count += count
  }
  return [...byReason.values()]
}
