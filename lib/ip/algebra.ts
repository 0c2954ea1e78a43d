import type { Network } from './network.ts'
import { type Range, rangesOf, summarise } from './range.ts'

/** The fewest networks that admit exactly the addresses of both lists. */
export function union(a: readonly Network[], b: readonly Network[]): readonly Network[] {
  return summarise(rangesOf([...a, ...b]))
}

/** The fewest networks for the addresses that both lists admit. */
export function intersection(a: readonly Network[], b: readonly Network[]): readonly Network[] {
  return summarise(commonRanges(rangesOf(a), rangesOf(b)))
}

/** The fewest networks for the addresses that `a` admits and `b` does not. */
export function difference(a: readonly Network[], b: readonly Network[]): readonly Network[] {
  return summarise(remainingRanges(rangesOf(a), rangesOf(b)))
}

/** Is every address of `inner` admitted by `outer`, by one network or by several together? */
export function covers(outer: readonly Network[], inner: readonly Network[]): boolean {
  return remainingRanges(rangesOf(inner), rangesOf(outer)).length === 0
}

export function overlaps(a: readonly Network[], b: readonly Network[]): boolean {
  return commonRanges(rangesOf(a), rangesOf(b)).length > 0
}

/** Both lists are sorted and disjoint, so one walk over the two suffices. */
function commonRanges(a: readonly Range[], b: readonly Range[]): readonly Range[] {
  const common: Range[] = []
  let i = 0
  let j = 0
  for (;;) {
    const left = a[i]
    const right = b[j]
    if (left === undefined || right === undefined) return common
    const first = later(left.first, right.first)
    const last = earlier(left.last, right.last)
    if (left.family === right.family && first <= last) common.push({ family: left.family, first, last })
    if (endsBefore(left, right)) i++
    else j++
  }
}

function remainingRanges(from: readonly Range[], taken: readonly Range[]): readonly Range[] {
  const left: Range[] = []
  let j = 0
  for (const range of from) {
    let first = range.first
    for (let cut = taken[j]; cut !== undefined && endsBefore(cut, range); cut = taken[++j]) {
      if (cut.family !== range.family || cut.last < first) continue
      if (cut.first > first) left.push({ family: range.family, first, last: cut.first - 1n })
      first = cut.last + 1n
    }
    const cut = taken[j]
    const covered = cut !== undefined && cut.family === range.family && cut.first <= range.last
    const last = covered ? cut.first - 1n : range.last
    if (first <= last) left.push({ family: range.family, first, last })
  }
  return left
}

// Math.min and Math.max do not take bigints.
function later(a: bigint, b: bigint): bigint {
  if (a > b) return a
  return b
}

function earlier(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}

/** In the order of `rangesOf`: IPv4 before IPv6, then by address. */
function endsBefore(a: Range, b: Range): boolean {
  return a.family === b.family ? a.last < b.last : a.family < b.family
}
