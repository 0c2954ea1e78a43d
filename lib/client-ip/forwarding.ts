import { headerLines } from './header-lines.ts'

/** The headers by which proxies hand on whom they were called by. `forwarded` (RFC 7239) is never read, but speaks of a proxy. */
export const forwardingHeaderNames = [
  'x-forwarded-for',
  'x-real-ip',
  'cf-connecting-ip',
  'true-client-ip',
  'forwarded',
] as const

export type ForwardingHeader = (typeof forwardingHeaderNames)[number]

/** `lines`: what was sent, cut where it is longer than anybody reads. */
export type SeenHeader = { readonly name: ForwardingHeader; readonly lines: readonly string[] }

const MOST_LINES = 10
const MOST_CHARACTERS = 300

/** The forwarding headers of a request. */
export function seenHeaders(rawHeaders: readonly string[]): readonly SeenHeader[] {
  return forwardingHeaderNames.flatMap((name) => {
    const lines = headerLines(rawHeaders, name)
    if (lines.length === 0) return []
    return [{ name, lines: lines.slice(-MOST_LINES).map((line) => line.slice(0, MOST_CHARACTERS)) }]
  })
}

const lengths = new Set<number>(forwardingHeaderNames.map((name) => name.length))
const bits = new Map<string, number>(forwardingHeaderNames.map((name, at) => [name, 1 << at]))

/** The same names as a set of bits, 0 for none: cheap enough to be asked of every request. */
export function forwardingBits(rawHeaders: readonly string[]): number {
  let found = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name !== undefined && lengths.has(name.length)) found |= bits.get(name.toLowerCase()) ?? 0
  }
  return found
}

/** The names of a set of bits. */
export function namesOfBits(found: number): readonly ForwardingHeader[] {
  return forwardingHeaderNames.filter((_, at) => (found & (1 << at)) !== 0)
}
