import { type Address, addressFromBigInt, type Family } from './address.ts'
import type { Words } from './ipv6.ts'
import type { Network } from './network.ts'
import { type Range, rangesOf } from './range.ts'

/** A list compiled for judging. `size` is the number of networks it was made of. */
export type Matcher = { readonly size: number; matches(address: Address): boolean }

/**
 * Compiles a list once, to be asked many times. The networks become sorted disjoint ranges in one typed array a family,
 * so a match is a binary search that allocates nothing, and a million compiled lists stay small.
 */
export function compileMatcher(networks: readonly Network[]): Matcher {
  const ranges = rangesOf(networks)
  const v4 = packed(ranges, 4)
  const v6 = packed(ranges, 6)
  return {
    size: networks.length,
    matches: (address) => (address.family === 4 ? contains4(v4, address.value) : contains6(v6, address.words)),
  }
}

const NOTHING = new Uint32Array(0)

/** first, last, first, last, … : one word each for IPv4, four for IPv6. */
function packed(ranges: readonly Range[], family: Family): Uint32Array {
  const words: number[] = []
  for (const range of ranges) {
    if (range.family !== family) continue
    for (const bound of [range.first, range.last]) {
      const address = addressFromBigInt(family, bound)
      if (address.family === 4) words.push(address.value)
      else words.push(...address.words)
    }
  }
  return words.length === 0 ? NOTHING : Uint32Array.from(words)
}

function contains4(bounds: Uint32Array, value: number): boolean {
  let low = 0
  let high = bounds.length >>> 1
  // Finds how many ranges begin at or before the address; only the last of them can hold it.
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((bounds[middle * 2] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low > 0 && value <= (bounds[low * 2 - 1] ?? 0)
}

function contains6(bounds: Uint32Array, words: Words): boolean {
  let low = 0
  let high = bounds.length >>> 3
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareWords(bounds, middle * 8, words) <= 0) low = middle + 1
    else high = middle
  }
  return low > 0 && compareWords(bounds, low * 8 - 4, words) >= 0
}

/** -1, 0 or 1 as the four words from `at` on are before, at or behind the address. */
function compareWords(bounds: Uint32Array, at: number, words: Words): number {
  // Compared rather than subtracted: a difference of two unsigned words is no small integer and would cost a box.
  const a = bounds[at] ?? 0
  if (a !== words[0]) return a < words[0] ? -1 : 1
  const b = bounds[at + 1] ?? 0
  if (b !== words[1]) return b < words[1] ? -1 : 1
  const c = bounds[at + 2] ?? 0
  if (c !== words[2]) return c < words[2] ? -1 : 1
  const d = bounds[at + 3] ?? 0
  if (d !== words[3]) return d < words[3] ? -1 : 1
  return 0
}
