import { familyBits } from '#lib/ip/address'
import { totalAddresses } from '#lib/ip/count'
import { addressCount, compareNetworks, lastAddress, type Network } from '#lib/ip/network'
import type { Caller } from './suggest-callers.ts'
import {
  hostBitsOf,
  type KeptOut,
  type Place,
  placesOf,
  UNIT_PREFIX_BITS,
  UNITS_OF_PLACE,
  type Unit,
} from './suggest-places.ts'

/** From the exact addresses to fewer, wider networks. */
export const widths = ['exact', 'close', 'medium', 'wide', 'widest'] as const
export type Width = (typeof widths)[number]

/** How many addresses (of IPv6: /64s) that never called a network may admit for each one that did. */
export const OTHERS_PER_CALLER = {
  exact: 0,
  close: 1,
  medium: 15,
  wide: 255,
  widest: 16_383,
} as const satisfies Record<Width, number>

/** One network of a suggested list, and why it is there. */
export type SuggestedNetwork = {
  readonly network: Network
  readonly callers: readonly Caller[]
  readonly calls: number
  readonly lastAt: number
  /** Of how many units (IPv4 addresses, IPv6 /64s) the network is, and from how many of them calls came. */
  readonly units: { readonly all: number; readonly called: number }
  /** Networks inside it that were kept out of every widening, and yet are admitted: said, never hidden. */
  readonly admitsKeptOut: readonly Network[]
}

export type Totals = {
  readonly callers: number
  readonly calls: number
  /** Addresses that the list admits, and how many of them never called. */
  readonly ipv4: { readonly admitted: bigint; readonly others: bigint }
  readonly ipv6: { readonly admitted: bigint; readonly others: bigint }
}

export type Suggestion = { readonly networks: readonly SuggestedNetwork[]; readonly totals: Totals }

export type SuggestInput = {
  readonly callers: readonly Caller[]
  readonly keptOut: KeptOut
  readonly width: Width
}

/**
 * A list for the callers that were let through. Admits every one of them at every width. A wider width has no more networks and
 * admits all that a narrower one does, because what may be joined at one width may be joined at each wider one. At `exact` it
 * admits the callers and nobody else, apart from the rest of an IPv6 /64 from which several addresses called. Never wider than
 * an IPv4 /16 or an IPv6 /48, and never across the edge of a special block.
 */
export function suggest({ callers, keptOut, width }: SuggestInput): Suggestion {
  const found = placesOf(callers, keptOut).flatMap((place) => joined(place, width))
  const networks = withKeptOut(found, [...keptOut.refused, ...keptOut.excluded].sort(compareNetworks))
  return { networks, totals: totalsOf(callers, networks) }
}

type Found = Omit<SuggestedNetwork, 'admitsKeptOut'>

/** The widest networks that may be joined, from the whole place down. */
function joined(place: Place, width: Width): Found[] {
  const all: Found[] = []
  const walk = (from: number, to: number): void => {
    const block = tightest(place.units, from, to)
    if (to - from === 1 || mayJoin(place, block, width)) {
      all.push(...entriesOf(place, block))
      return
    }
    const half = block.first + block.size / 2
    const middle = from + indexOfFirst(to - from, (at) => (place.units[from + at]?.index ?? UNITS_OF_PLACE) >= half)
    walk(from, middle)
    walk(middle, to)
  }
  walk(0, place.units.length)
  return all
}

/** An aligned run of `size` units, and the units `[from, to)` that called from it. */
type Block = { first: number; size: number; from: number; to: number }

/** The smallest aligned block around some units. */
function tightest(units: readonly Unit[], from: number, to: number): Block {
  const low = units[from]?.index ?? 0
  const high = units[to - 1]?.index ?? low
  // The bits in which the two ends differ; all between them agree with both in those before.
  const level = 32 - Math.clz32(low ^ high)
  const size = 2 ** level
  return { first: low - (low % size), size, from, to }
}

function mayJoin(place: Place, { first, size, from, to }: Block, width: Width): boolean {
  const called = to - from
  if (size - called > called * OTHERS_PER_CALLER[width]) return false
  if (width === 'exact' && place.units.slice(from, to).some((unit) => !unit.whole)) return false
  const last = first + size - 1
  const { barred } = place
  if ((barred[indexOfFirst(barred.length, (at) => (barred[at] ?? 0) >= first)] ?? UNITS_OF_PLACE) <= last) return false
  return place.special.every(([start, end]) => end < first || start > last || (start <= first && end >= last))
}

function entriesOf(place: Place, { first, size, from, to }: Block): Found[] {
  const units = place.units.slice(from, to)
  const callers = units.flatMap((unit) => unit.callers)
  // Single IPv6 addresses of a /64 stay what they are.
  if (size === 1 && units[0]?.whole === false) {
    return callers.map((caller) => found(caller.network, [caller], { all: 1, called: 1 }))
  }
  const { family } = place
  const start = place.first + (BigInt(first) << hostBitsOf(family))
  const network = { family, first: start, prefixBits: UNIT_PREFIX_BITS[family] - Math.log2(size) }
  return [found(network, callers, { all: size, called: units.length })]
}

function found(network: Network, callers: readonly Caller[], units: SuggestedNetwork['units']): Found {
  return {
    network,
    callers,
    calls: callers.reduce((sum, caller) => sum + caller.calls, 0),
    lastAt: callers.reduce((latest, caller) => Math.max(latest, caller.lastAt), 0),
    units,
  }
}

/** Both are sorted, so one walk over the two finds what lies in what. */
function withKeptOut(found: readonly Found[], keptOut: readonly Network[]): SuggestedNetwork[] {
  let next = 0
  return found.map((one) => {
    const { family, first } = one.network
    const last = lastAddress(one.network)
    const isBefore = (other: Network) => (other.family === family ? other.first < first : other.family < family)
    for (let other = keptOut[next]; other !== undefined && isBefore(other); other = keptOut[++next]);
    const from = next
    for (let other = keptOut[next]; other !== undefined && other.family === family && other.first <= last; ) {
      other = keptOut[++next]
    }
    return { ...one, admitsKeptOut: from === next ? NOBODY : keptOut.slice(from, next) }
  })
}

const NOBODY: readonly Network[] = []

/** How many of `length` places come before the first of which `holds` is true; it is true of all after that. */
function indexOfFirst(length: number, holds: (at: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

function totalsOf(callers: readonly Caller[], networks: readonly SuggestedNetwork[]): Totals {
  const calls = callers.reduce((sum, caller) => sum + caller.calls, 0)
  const totals = { 4: { admitted: 0n, others: 0n }, 6: { admitted: 0n, others: 0n } }
  for (const { network, callers: own } of networks) {
    const total = totals[network.family]
    const count = addressCount(network)
    total.admitted += count
    if (count > 1n) total.others += count - calledAddresses(own)
  }
  return { callers: callers.length, calls, ipv4: totals[4], ipv6: totals[6] }
}

/** A /64 that is kept as such counts as called whole, because who of it called is not known. */
function calledAddresses(callers: readonly Caller[]): bigint {
  const allSingle = callers.every(({ network }) => network.prefixBits === familyBits[network.family])
  return allSingle ? BigInt(callers.length) : totalAddresses(callers.map((caller) => caller.network))
}
