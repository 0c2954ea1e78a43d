import { compileMatcher, type Matcher, RangeMatcher } from '#lib/ip/matcher'
import type { Network } from '#lib/ip/network'
import type { Ipv4List } from './ipv4-list.ts'

/** `expiresAt`: milliseconds since the epoch; null: never. */
export type StoredEntry = { readonly network: Network; readonly expiresAt: number | null }

/** A list as verification holds it. `bytes`: about how much memory it takes. */
export type Allowlist = {
  readonly size: number
  readonly bytes: number
  /** The matcher of the entries that have not expired at `now`. */
  matcherAt(now: number): Matcher
  /** Networks that admit exactly what those entries do. */
  networksAt(now: number): readonly Network[]
}

/** Compiled once; compiled again only when an entry's expiry passes. */
export function compileAllowlist(entries: readonly StoredEntry[]): Allowlist {
  if (entries.length === 0) return NOBODY
  const isLasting = entries.every((entry) => entry.expiresAt === null)
  return isLasting ? LastingList.of(networksOf(entries)) : new EndingList(entries)
}

/** The same of IPv4 networks that never end, as sorted disjoint ranges: first, last, first, last, … */
export function compiledIpv4List({ size, words }: Ipv4List): Allowlist {
  return LastingList.ofWords(size, words)
}

// There are as many lists as keys, so each is one object: closures, or a matcher beside it, would take more than its entries do.
class LastingList extends RangeMatcher implements Allowlist {
  matcherAt(): Matcher {
    return this
  }

  networksAt(): readonly Network[] {
    return this.networks()
  }
}

type Compiled = { readonly from: number; readonly until: number; readonly matcher: Matcher }

class EndingList implements Allowlist {
  readonly #entries: readonly StoredEntry[]
  #compiled: Compiled | null = null

  constructor(entries: readonly StoredEntry[]) {
    this.#entries = entries
  }

  get size(): number {
    return this.#entries.length
  }

  get bytes(): number {
    return OBJECT_BYTES + this.size * ENTRY_BYTES
  }

  matcherAt(now: number): Matcher {
    const held = this.#compiled
    if (held !== null && now >= held.from && now < held.until) return held.matcher
    const alive = aliveAt(this.#entries, now)
    const until = alive.reduce((soonest, { expiresAt }) => Math.min(soonest, expiresAt ?? FOR_EVER), FOR_EVER)
    const matcher = compileMatcher(networksOf(alive))
    this.#compiled = { from: now, until, matcher }
    return matcher
  }

  networksAt(now: number): readonly Network[] {
    return this.matcherAt(now).networks()
  }
}

const FOR_EVER = Number.POSITIVE_INFINITY
const OBJECT_BYTES = 40
/** An entry with its expiry, and its part of the matcher. */
const ENTRY_BYTES = 200

const NOBODY: Allowlist = LastingList.of([])

function networksOf(entries: readonly StoredEntry[]): readonly Network[] {
  return entries.map((entry) => entry.network)
}

function aliveAt(entries: readonly StoredEntry[], now: number): readonly StoredEntry[] {
  return entries.filter((entry) => entry.expiresAt === null || entry.expiresAt > now)
}
