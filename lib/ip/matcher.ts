import { type Address, addressFromBigInt, type Family } from './address.ts'
import type { Words } from './ipv6.ts'
import type { Network } from './network.ts'
import { type Range, rangesOf, summarise } from './range.ts'

/** A list compiled for judging. `size` is the number of networks it was made of, `bytes` about how much memory it takes. */
export type Matcher = {
  readonly size: number
  readonly bytes: number
  matches(address: Address): boolean
  /** The fewest networks that admit the same. */
  networks(): readonly Network[]
}

/**
 * Compiles a list once, to be asked many times. The networks become sorted disjoint ranges in one array a family,
 * so a match is a binary search that allocates nothing, and a million compiled lists stay small.
 */
export function compileMatcher(networks: readonly Network[]): Matcher {
  return RangeMatcher.of(networks)
}

/** first, last, first, last, … : one word each for IPv4, four for IPv6. */
type Bounds = ArrayLike<number>

type MatcherClass<T> = new (size: number, v4: Bounds, v6: Bounds) => T

/** A compiled list as a class, for what is a matcher and more: two objects would take more memory. */
export class RangeMatcher implements Matcher {
  readonly size: number
  readonly #v4: Bounds
  readonly #v6: Bounds

  constructor(size: number, v4: Bounds, v6: Bounds) {
    this.size = size
    this.#v4 = v4
    this.#v6 = v6
  }

  static of<T extends RangeMatcher>(this: MatcherClass<T>, networks: readonly Network[]): T {
    const ranges = rangesOf(networks)
    return new this(networks.length, packed(ranges, 4), packed(ranges, 6))
  }

  /** Of IPv4 ranges, sorted and disjoint: first, last, first, last, … `size`: of how many networks they were made. */
  static ofWords<T extends RangeMatcher>(this: MatcherClass<T>, size: number, words: readonly number[]): T {
    return new this(size, kept(words), NOTHING)
  }

  get bytes(): number {
    return OBJECT_BYTES + bytesOf(this.#v4) + bytesOf(this.#v6)
  }

  matches(address: Address): boolean {
    return address.family === 4 ? contains4(this.#v4, address.value) : contains6(this.#v6, address.words)
  }

  networks(): readonly Network[] {
    return summarise([...unpacked(this.#v4, 4), ...unpacked(this.#v6, 6)])
  }
}

const OBJECT_BYTES = 48
const NOTHING: Bounds = []
/** Up to so many words a plain array is smaller than a typed one, which is several objects. */
const FEW_WORDS = 40
const PLAIN_BYTES = 48
const TYPED_BYTES = 208

function packed(ranges: readonly Range[], family: Family): Bounds {
  const words: number[] = []
  for (const range of ranges) {
    if (range.family !== family) continue
    for (const bound of [range.first, range.last]) {
      const address = addressFromBigInt(family, bound)
      if (address.family === 4) words.push(address.value)
      else words.push(...address.words)
    }
  }
  return kept(words)
}

function kept(words: readonly number[]): Bounds {
  if (words.length === 0) return NOTHING
  // A copy has no room to grow.
  return words.length <= FEW_WORDS ? words.slice() : Uint32Array.from(words)
}

function unpacked(bounds: Bounds, family: Family): Range[] {
  const step = family === 4 ? 1 : 4
  const ranges: Range[] = []
  for (let at = 0; at < bounds.length; at += 2 * step) {
    ranges.push({ family, first: valueAt(bounds, at, step), last: valueAt(bounds, at + step, step) })
  }
  return ranges
}

function valueAt(bounds: Bounds, at: number, step: number): bigint {
  let value = 0n
  for (let word = at; word < at + step; word += 1) value = (value << 32n) | BigInt(bounds[word] ?? 0)
  return value
}

function bytesOf(bounds: Bounds): number {
  if (bounds.length === 0) return 0
  return bounds instanceof Uint32Array ? TYPED_BYTES + 4 * bounds.length : PLAIN_BYTES + 8 * bounds.length
}

function contains4(bounds: Bounds, value: number): boolean {
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

function contains6(bounds: Bounds, words: Words): boolean {
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
function compareWords(bounds: Bounds, at: number, words: Words): number {
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
