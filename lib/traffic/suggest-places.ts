import type { Family } from '#lib/ip/address'
import { compareNetworks, lastAddress, type Network } from '#lib/ip/network'
import { type SpecialBlock, specialBlocks } from '#lib/ip/special-blocks'
import type { Caller } from './suggest-callers.ts'

/**
 * Addresses are told apart down to a unit: one IPv4 address, or one IPv6 /64, which is the least a site gets (RFC 6177 §2) and
 * within which hosts change their addresses by themselves (RFC 8981). A place is 65,536 units, an IPv4 /16 or an IPv6 /48: nothing
 * wider is ever suggested, so a unit is a 16-bit number within its place.
 */
export const UNIT_PREFIX_BITS = { 4: 32, 6: 64 } as const satisfies Record<Family, number>
export const UNITS_OF_PLACE = 65_536
const PLACE_LEVEL = 16n

/** What is known of one unit. `whole`: all of it is to be admitted, because many addresses of it called. */
export type Unit = { readonly index: number; readonly callers: readonly Caller[]; readonly whole: boolean }

export type Place = {
  readonly family: Family
  /** Its first address. */
  readonly first: bigint
  /** By index. */
  readonly units: readonly Unit[]
  /** Indexes, sorted, of units that no wider network may take in. */
  readonly barred: readonly number[]
  /** Ends of special blocks within the place, as indexes of their first and last unit. */
  readonly special: readonly (readonly [first: number, last: number])[]
}

/** Whom nothing is widened over: who was refused, and callers that the list's owner leaves out. */
export type KeptOut = { readonly refused: readonly Network[]; readonly excluded: readonly Network[] }

/** Sorts callers into places, in the order of addresses. */
export function placesOf(callers: readonly Caller[], { refused, excluded }: KeptOut): readonly Place[] {
  const drafts = new Map<string, Draft>()
  for (const caller of callers) draftFor(drafts, caller.network).calls.push(caller)
  for (const network of refused) drafts.get(nameOf(network))?.refused.push(network)
  for (const network of excluded) drafts.get(nameOf(network))?.excluded.push(network)
  return [...drafts.values()].map(placeOf).sort(byAddress)
}

function byAddress(a: Place, b: Place): number {
  if (a.family !== b.family) return a.family - b.family
  return a.first < b.first ? -1 : 1
}

type Draft = { family: Family; first: bigint; calls: Caller[]; refused: Network[]; excluded: Network[] }

function draftFor(drafts: Map<string, Draft>, network: Network): Draft {
  const name = nameOf(network)
  const known = drafts.get(name)
  if (known !== undefined) return known
  const draft: Draft = { family: network.family, first: firstOf(network), calls: [], refused: [], excluded: [] }
  drafts.set(name, draft)
  return draft
}

/** The first address of the place that a network lies in. */
function firstOf({ family, first }: Network): bigint {
  const hostBits = hostBitsOf(family) + PLACE_LEVEL
  return (first >> hostBits) << hostBits
}

function nameOf(network: Network): string {
  return `${network.family} ${firstOf(network).toString(36)}`
}

export function hostBitsOf(family: Family): bigint {
  return family === 4 ? 0n : 64n
}

function placeOf(draft: Draft): Place {
  const [caller, ...others] = draft.calls
  // Most callers are alone in their place, where nothing is ever joined.
  return caller !== undefined && others.length === 0 ? lonePlace(draft, caller) : sharedPlace(draft)
}

function lonePlace({ family, first, calls }: Draft, { network }: Caller): Place {
  const index = Number((network.first - first) >> hostBitsOf(family))
  return { family, first, units: [{ index, callers: calls, whole: isWhole(calls, false) }], barred: [], special: [] }
}

function sharedPlace({ family, first, calls, refused, excluded }: Draft): Place {
  const indexOf = ({ first: address }: Network) => Number((address - first) >> hostBitsOf(family))
  const callersAt = new Map<number, Caller[]>()
  for (const caller of calls) {
    const index = indexOf(caller.network)
    const known = callersAt.get(index)
    if (known === undefined) callersAt.set(index, [caller])
    else known.push(caller)
  }
  const leftOut = new Set(excluded.map(indexOf))
  const units = [...callersAt]
    .map(
      ([index, callers]): Unit => ({
        index,
        callers: callers.length === 1 ? callers : callers.sort((a, b) => compareNetworks(a.network, b.network)),
        whole: isWhole(callers, leftOut.has(index)),
      }),
    )
    .sort((a, b) => a.index - b.index)
  const whole = new Set(units.flatMap((unit) => (unit.whole ? [unit.index] : [])))
  // A unit that is admitted whole anyway bars nobody; its entry says who else is in it.
  const barred = [...leftOut, ...refused.map(indexOf)].filter((index) => !whole.has(index)).sort((a, b) => a - b)
  return { family, first, units, barred, special: specialWithin(family, first) }
}

/** Hosts of a /64 change their addresses, so several of one mean all of it, unless somebody in it is left out. */
function isWhole(callers: readonly Caller[], someLeftOut: boolean): boolean {
  if (callers.some(({ network }) => network.prefixBits === UNIT_PREFIX_BITS[network.family])) return true
  return callers.length > 1 && !someLeftOut
}

function specialWithin(family: Family, first: bigint): readonly (readonly [number, number])[] {
  const hostBits = hostBitsOf(family)
  const last = first + (1n << (hostBits + PLACE_LEVEL)) - 1n
  const inPlace = ({ network }: SpecialBlock) =>
    network.family === family && network.first <= last && lastAddress(network) >= first
  const isAllOfIt = ({ network }: SpecialBlock) => network.first <= first && lastAddress(network) >= last
  return specialBlocks
    .filter((block) => inPlace(block) && !isAllOfIt(block))
    .map(({ network }) => [
      Number((network.first - first) >> hostBits),
      Number((lastAddress(network) - first) >> hostBits),
    ])
}
