import type { ClientIp } from '#lib/client-ip/outcome'
import type { Family } from '#lib/ip/address'
import { type CallOutcome, isLetThrough } from './outcomes.ts'
import { subnetKey, subnetText } from './subnet.ts'

/** Calls of one outcome in one hour from one address, or from one network of many. Times are in milliseconds. */
export type CallerCount = {
  readonly outcome: CallOutcome
  readonly hour: number
  /** An address, a /64 of IPv6, one of `otherAddresses`, or null when the address could not be determined. */
  readonly address: string | null
  count: number
  readonly firstAt: number
  lastAt: number
}

/** One key's callers. There may be one for each of very many keys, and most have a single caller: so all else is made when needed. */
export type CallerFold = {
  /** Every call is in exactly one. */
  counts: CallerCount[]
  /** The same, once they are too many to look through. */
  byAddress: Map<string | null, CallerCount[]> | null
  ofSubnet: Map<string, Subnet> | null
  /** How many addresses have a row of their own. */
  passed: number
  refused: number
}

/** How many addresses are kept apart: of one key, and of all keys together beyond the few that each may always have. */
export type CallerRoom = {
  readonly ofKey: { readonly passed: number; readonly refused: number }
  readonly shared: { used: number; readonly size: number }
}

type Call = { readonly outcome: CallOutcome; readonly hour: number; readonly client: ClientIp; readonly at: number }

/** Where calls are counted whose own address is not kept apart. */
export const otherAddresses = { 4: '0.0.0.0/0', 6: '::/0' } as const satisfies Record<Family, string>

/** Addresses of one IPv6 /64 that are kept apart; what one machine chooses for itself is rarely worth more rows. */
export const KEPT_OF_SUBNET = 8

/** Callers that a key may keep apart however full the shared room is, so that a flood elsewhere does not hide its own. */
const ALWAYS_KEPT = 4

/** Looking through so few costs less than a map does. */
const LOOKED_THROUGH = 8

/** `apart`: addresses of a /64 that have a row of their own. `text`: how it is written, once that is needed. */
type Subnet = { apart: number; text: string | null }

export function createCallerFold(): CallerFold {
  return { counts: [], byAddress: null, ofSubnet: null, passed: 0, refused: 0 }
}

/**
 * Counts a call, and answers where. A new address gets a row of its own while there is room; then its /64, then all others
 * together.
 */
export function addCaller(fold: CallerFold, call: Call, room: CallerRoom): CallerCount {
  const { outcome, hour, client, at } = call
  const own = find(fold, call, client.ok ? client.text : null)
  if (own !== undefined) return again(own, at)
  const address = placeOf(fold, call, room)
  const known = find(fold, call, address)
  if (known !== undefined) return again(known, at)
  const caller = { outcome, hour, address, count: 1, firstAt: at, lastAt: at }
  hold(fold, caller)
  return caller
}

function again(caller: CallerCount, at: number): CallerCount {
  caller.count += 1
  caller.lastAt = at
  return caller
}

function find(
  { counts, byAddress }: CallerFold,
  { outcome, hour }: Call,
  address: string | null,
): CallerCount | undefined {
  const some = byAddress === null ? counts : byAddress.get(address)
  return some?.find((caller) => caller.address === address && caller.outcome === outcome && caller.hour === hour)
}

function hold(fold: CallerFold, caller: CallerCount): void {
  // An empty array that is pushed to takes room for 17; most keys have one caller.
  if (fold.counts.length === 0) fold.counts = [caller]
  else fold.counts.push(caller)
  if (fold.byAddress !== null) index(fold.byAddress, caller)
  else if (fold.counts.length > LOOKED_THROUGH) {
    fold.byAddress = new Map()
    for (const one of fold.counts) index(fold.byAddress, one)
  }
}

function index(byAddress: Map<string | null, CallerCount[]>, caller: CallerCount): void {
  const known = byAddress.get(caller.address)
  if (known === undefined) byAddress.set(caller.address, [caller])
  else known.push(caller)
}

/** The text under which a new address is counted. */
function placeOf(fold: CallerFold, call: Call, room: CallerRoom): string | null {
  const { outcome, hour, client } = call
  if (!client.ok) return null
  const side = isLetThrough(outcome) ? 'passed' : 'refused'
  const { address } = client
  if (address.family === 4) return takeRoom(fold, side, room) ? client.text : otherAddresses[4]
  const key = `${outcome} ${hour} ${subnetKey(address)}`
  const subnet = fold.ofSubnet?.get(key)
  if (subnet === undefined || subnet.apart < KEPT_OF_SUBNET) {
    if (!takeRoom(fold, side, room)) return otherAddresses[6]
    if (subnet !== undefined) subnet.apart += 1
    else {
      fold.ofSubnet ??= new Map()
      fold.ofSubnet.set(key, { apart: 1, text: null })
    }
    return client.text
  }
  subnet.text ??= subnetText(address)
  return find(fold, call, subnet.text) !== undefined || takeRoom(fold, side, room) ? subnet.text : otherAddresses[6]
}

function takeRoom(fold: CallerFold, side: 'passed' | 'refused', { ofKey, shared }: CallerRoom): boolean {
  if (fold[side] >= ofKey[side]) return false
  if (fold[side] >= ALWAYS_KEPT) {
    if (shared.used >= shared.size) return false
    shared.used += 1
  }
  fold[side] += 1
  return true
}
