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

export type CallerFold = {
  /** Answers where it was counted. */
  add(call: { outcome: CallOutcome; hour: number; client: ClientIp; at: number }): CallerCount
  /** Every call is in exactly one. */
  counts(): CallerCount[]
}

/** Room that many keys share. */
export type Pool = { used: number; readonly size: number }

/** Where calls are counted whose own address is not kept apart. */
export const otherAddresses = { 4: '0.0.0.0/0', 6: '::/0' } as const satisfies Record<Family, string>

/** Addresses of one IPv6 /64 that are kept apart; what one machine chooses for itself is rarely worth more rows. */
export const KEPT_OF_SUBNET = 8

/** Callers that a key may keep apart however full the pool is, so that a flood elsewhere does not hide its own. */
const ALWAYS_KEPT = 4

/** `apart`: addresses of a /64 that have a row of their own. `text`: how it is written, once that is needed. */
type Subnet = { apart: number; text: string | null }

type Group = { readonly byAddress: Map<string | null, CallerCount>; readonly ofSubnet: Map<string, Subnet> }

/** Folds one key's callers. A new address gets a row of its own while there is room; then its /64, then all others together. */
export function createCallerFold(limits: { passed: number; refused: number }, pool: Pool): CallerFold {
  const groups = new Map<CallOutcome, Map<number, Group>>()
  const kept = { passed: 0, refused: 0 }

  function hasRoom(side: 'passed' | 'refused'): boolean {
    if (kept[side] >= limits[side]) return false
    if (kept[side] >= ALWAYS_KEPT) {
      if (pool.used >= pool.size) return false
      pool.used += 1
    }
    kept[side] += 1
    return true
  }

  /** The text under which a new address is counted. */
  function placeOf(group: Group, outcome: CallOutcome, client: ClientIp): string | null {
    if (!client.ok) return null
    const side = isLetThrough(outcome) ? 'passed' : 'refused'
    const { address } = client
    if (address.family === 4) return hasRoom(side) ? client.text : otherAddresses[4]
    const key = subnetKey(address)
    const subnet = group.ofSubnet.get(key)
    if (subnet === undefined || subnet.apart < KEPT_OF_SUBNET) {
      if (!hasRoom(side)) return otherAddresses[6]
      if (subnet === undefined) group.ofSubnet.set(key, { apart: 1, text: null })
      else subnet.apart += 1
      return client.text
    }
    subnet.text ??= subnetText(address)
    return group.byAddress.has(subnet.text) || hasRoom(side) ? subnet.text : otherAddresses[6]
  }

  return {
    add({ outcome, hour, client, at }) {
      const group = groupOf(groups, outcome, hour)
      const own = group.byAddress.get(client.ok ? client.text : null)
      if (own !== undefined) return again(own, at)
      const address = placeOf(group, outcome, client)
      const known = group.byAddress.get(address)
      if (known !== undefined) return again(known, at)
      const caller = { outcome, hour, address, count: 1, firstAt: at, lastAt: at }
      group.byAddress.set(address, caller)
      return caller
    },
    counts: () =>
      [...groups.values()].flatMap((hours) => [...hours.values()].flatMap((group) => [...group.byAddress.values()])),
  }
}

function again(caller: CallerCount, at: number): CallerCount {
  caller.count += 1
  caller.lastAt = at
  return caller
}

function groupOf(groups: Map<CallOutcome, Map<number, Group>>, outcome: CallOutcome, hour: number): Group {
  let hours = groups.get(outcome)
  if (hours === undefined) {
    hours = new Map()
    groups.set(outcome, hours)
  }
  let group = hours.get(hour)
  if (group === undefined) {
    group = { byAddress: new Map(), ofSubnet: new Map() }
    hours.set(hour, group)
  }
  return group
}
