import { forwardingBits, namesOfBits } from '#lib/client-ip/forwarding'
import { headerLines } from '#lib/client-ip/header-lines'
import type { ClientIpPolicy } from '#lib/client-ip/outcome'
import { headerOfSource } from '#lib/client-ip/source'
import { type Address, formatAddress, parseAddress } from '#lib/ip/address'
import { displayNetwork, networkOf } from '#lib/ip/network'
import { processWide } from '#lib/process-wide'
import { isOwnNetwork } from './own-network.ts'
import type { Ignored } from './proxy-words.ts'

/** Requests of one network of peers whose forwarding headers were not believed. Times are milliseconds since 1970. */
export type Sight = Ignored & { readonly count: number; readonly firstAt: number; readonly lastAt: number }

type Kept = {
  network: string
  peer: string
  isOne: boolean
  isOwn: boolean
  bits: number
  count: number
  firstAt: number
  lastAt: number
}

export type SeenPeer = { readonly peer: string | undefined; readonly rawHeaders: readonly string[] }

/** Of own networks and of others, so that strangers cannot push out the proxy that stands before us. */
const MOST_NETWORKS = 32
const FORGOTTEN_MS = 24 * 60 * 60 * 1000
/** Two calls by hand are no set-up. */
const FEWEST = 10
const PREFIX_BITS = { 4: 24, 6: 64 } as const

export type Sights = {
  /** Counts a request as `weight` of them, when it has headers that are not believed. */
  note(seen: SeenPeer, weight: number): void
  /** What looks like a proxy that is not set up, the most frequent first. */
  read(): readonly Sight[]
}

/** Counts in bounded memory who sends forwarding headers that `policy` does not believe. */
export function createSights(policy: ClientIpPolicy, now: () => number = Date.now): Sights {
  const own = new Map<string, Kept>()
  const others = new Map<string, Kept>()
  let requests = 0
  return {
    note({ peer, rawHeaders }, weight) {
      requests += weight
      const bits = forwardingBits(rawHeaders)
      if (bits === 0 || peer === undefined || policy.hops !== null) return
      const address = parseAddress(peer)
      if (address === null || isBelieved(address, policy) || isOfOurCli(rawHeaders)) return
      const text = formatAddress(address)
      const isOwn = isOwnNetwork(text)
      const seen = { text, isOwn, bits, weight, at: now() }
      add(isOwn ? own : others, displayNetwork(networkOf(address, PREFIX_BITS[address.family])), seen)
    },
    read() {
      const since = now() - FORGOTTEN_MS
      const enough = ({ count, lastAt, isOwn }: Kept) =>
        count >= FEWEST && lastAt >= since && (isOwn || count * 2 >= requests)
      return [...own.values(), ...others.values()]
        .filter(enough)
        .sort((a, b) => b.count - a.count)
        .map(told)
    },
  }
}

function isBelieved(address: Address, { source, trusted }: ClientIpPolicy): boolean {
  return headerOfSource[source] !== null && trusted?.matches(address) === true
}

/** `gatelist doctor` forges headers to see whether they are believed. Who says so falsely is only left out of a count. */
function isOfOurCli(rawHeaders: readonly string[]): boolean {
  return headerLines(rawHeaders, 'user-agent')[0]?.startsWith('gatelist-cli/') === true
}

type One = { text: string; isOwn: boolean; bits: number; weight: number; at: number }

function add(kept: Map<string, Kept>, network: string, { text, isOwn, bits, weight, at }: One): void {
  const found = kept.get(network)
  if (found !== undefined) {
    found.count += weight
    found.bits |= bits
    found.lastAt = at
    if (found.peer !== text) Object.assign(found, { isOne: false, peer: text })
    return
  }
  if (kept.size >= MOST_NETWORKS) dropRarest(kept)
  kept.set(network, { network, peer: text, isOne: true, isOwn, bits, count: weight, firstAt: at, lastAt: at })
}

function dropRarest(kept: Map<string, Kept>): void {
  let rarest: Kept | undefined
  for (const one of kept.values()) if (rarest === undefined || one.count < rarest.count) rarest = one
  if (rarest !== undefined) kept.delete(rarest.network)
}

function told({ network, peer, isOne, isOwn, bits, count, firstAt, lastAt }: Kept): Sight {
  return { peers: isOne ? peer : network, isOwn, headers: namesOfBits(bits), count, firstAt, lastAt }
}

/** Those of this process, which the door notes and the pages show. @param policy counts at the first call only */
export function processSights(policy: ClientIpPolicy): Sights {
  return processWide('doctor.sights', () => createSights(policy))
}
