import { callerNetwork, type SeenCaller } from '#lib/allowlists/replay'
import { familyBits } from '#lib/ip/address'
import { displayNetwork, formatNetwork, type Network } from '#lib/ip/network'
import { isLetThrough } from './outcomes.ts'

/** What is asked of a row of traffic: see `seenCallers`. */
export type ObservedRow = Pick<SeenCaller, 'address' | 'outcome' | 'count' | 'lastAt'>

/** Somebody who was let through: one address, or an IPv6 /64 of which many addresses called. */
export type Caller = {
  readonly text: string
  readonly network: Network
  readonly calls: number
  readonly lastAt: number
}

/** `unknown`: let through without a known address; `others`: let through from addresses that are not kept apart. */
export type ObservedCallers = {
  readonly callers: readonly Caller[]
  /** Who was refused for where they are. */
  readonly refused: readonly Network[]
  readonly unknownCalls: number
  readonly otherCalls: number
}

/** A paused or expired key refuses everybody; that says nothing against an address. */
const refusedForAddress: ReadonlySet<string> = new Set(['ip_not_allowed', 'outside_ceiling'])

/** Sorts what traffic kept of a key: who was let through, who was refused, and what cannot be told apart. */
export function observedCallers(rows: readonly ObservedRow[]): ObservedCallers {
  const callers = new Map<string, Caller>()
  const refused = new Map<string, Network>()
  let unknownCalls = 0
  let otherCalls = 0
  for (const { address, outcome, count, lastAt } of rows) {
    const calls = Number(count)
    const network = callerNetwork(address)
    const isKnown = network !== null && isKeptApart(network)
    if (refusedForAddress.has(outcome) && isKnown) refused.set(formatNetwork(network), network)
    if (!isLetThrough(outcome)) continue
    if (address === null) unknownCalls += calls
    else if (!isKnown) otherCalls += calls
    else add(callers, { text: displayNetwork(network), network, calls, lastAt: lastAt.getTime() })
  }
  return { callers: [...callers.values()], refused: [...refused.values()], unknownCalls, otherCalls }
}

/** Wider ones stand for whoever was beyond what is kept apart. */
function isKeptApart({ family, prefixBits }: Network): boolean {
  return prefixBits === familyBits[family] || (family === 6 && prefixBits === 64)
}

function add(callers: Map<string, Caller>, caller: Caller): void {
  const known = callers.get(caller.text)
  if (known === undefined) callers.set(caller.text, caller)
  else {
    const lastAt = Math.max(known.lastAt, caller.lastAt)
    callers.set(caller.text, { ...known, calls: known.calls + caller.calls, lastAt })
  }
}
