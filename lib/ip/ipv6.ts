import { parseIpv4 } from './ipv4.ts'

/** 128 bits as four unsigned 32-bit words, most significant first. */
export type Words = readonly [number, number, number, number]

const COLON = 58
const DOT = 46

/** The longest text of RFC 4291 §2.2: six full groups and an embedded IPv4 address. */
const MAX_LENGTH = 45

/** Reused by every call: parsing is synchronous, and the result is copied out before anyone else can run. */
const groups = new Uint16Array(8)

/** Reads one of the three text forms of RFC 4291 §2.2, and nothing else: no zone, no brackets, no prefix. */
export function parseIpv6(text: string): Words | null {
  const end = text.length
  if (end < 2 || end > MAX_LENGTH) return null
  let count = 0
  let gap = -1
  let i = 0
  if (text.charCodeAt(0) === COLON) {
    if (text.charCodeAt(1) !== COLON) return null
    gap = 0
    i = 2
  }
  while (i < end) {
    if (count === 8) return null
    const start = i
    let group = 0
    for (let digit = hexDigit(text, i); digit !== -1; digit = hexDigit(text, ++i)) {
      if (i - start === 4) return null
      group = group * 16 + digit
    }
    if (i === start) return null
    if (i < end && text.charCodeAt(i) === DOT) {
      const embedded = parseIpv4(text, start, end)
      if (embedded === -1 || count > 6) return null
      groups[count++] = embedded >>> 16
      groups[count++] = embedded & 0xffff
      break
    }
    groups[count++] = group
    if (i === end) break
    if (text.charCodeAt(i) !== COLON || ++i === end) return null
    if (text.charCodeAt(i) === COLON) {
      if (gap !== -1) return null
      gap = count
      i++
    }
  }
  // "::" stands for one group or more (RFC 4291 §2.2), so with a gap at most seven groups are written out.
  if (gap === -1 ? count !== 8 : count > 7) return null
  return expand(count, gap)
}

function expand(count: number, gap: number): Words {
  if (gap !== -1) {
    groups.copyWithin(8 - (count - gap), gap, count)
    groups.fill(0, gap, 8 - (count - gap))
  }
  return [wordAt(0), wordAt(2), wordAt(4), wordAt(6)]
}

function wordAt(group: number): number {
  return (groups[group] ?? 0) * 0x10000 + (groups[group + 1] ?? 0)
}

/** -1 when there is no hexadecimal digit at `at`; beyond the end, too (the code is NaN there). */
function hexDigit(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 97 && code <= 102) return code - 87
  if (code >= 65 && code <= 70) return code - 55
  return -1
}

/**
 * RFC 5952 §4: lower case, no leading zeros, the longest run of two or more zero groups as "::", the first of equals.
 * Always in hexadecimal: an IPv4-mapped address never gets here, and `::102:304` is not an IPv4 address to us.
 */
export function formatIpv6(words: Words): string {
  const parts: number[] = []
  for (const word of words) parts.push(word >>> 16, word & 0xffff)
  const gap = longestZeroRun(parts)
  let text = ''
  for (let i = 0; i < 8; i++) {
    if (i === gap.start) {
      text += '::'
      i += gap.length - 1
    } else {
      if (text !== '' && i !== gap.start + gap.length) text += ':'
      text += (parts[i] ?? 0).toString(16)
    }
  }
  return text
}

/** `start` is -1 when no run has two groups or more. */
function longestZeroRun(parts: readonly number[]): { start: number; length: number } {
  const best = { start: -1, length: 1 }
  let length = 0
  for (let i = 0; i < 8; i++) {
    length = parts[i] === 0 ? length + 1 : 0
    if (length > best.length) {
      best.start = i - length + 1
      best.length = length
    }
  }
  return best
}
