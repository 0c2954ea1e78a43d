import { type Address, parseAddress } from '#lib/ip/address'

/** Blanks that HTTP allows around a value (RFC 9110 §5.6.3), and no other: `trim()` would also take U+00A0. */
const AROUND = /^[ \t]+|[ \t]+$/g

/**
 * Reads an address as proxies write it into a header: bare, `host:port` or `[v6]:port`. Null to everything else, among it
 * zone ids, `unknown`, an empty element and a port that is none.
 */
export function parseHeaderAddress(value: string): Address | null {
  const text = value.replace(AROUND, '')
  if (text.startsWith('[')) return parseBracketed(text)
  const colon = text.indexOf(':')
  const isHostAndPort = colon !== -1 && colon === text.lastIndexOf(':')
  if (!isHostAndPort) return parseAddress(text)
  return isPort(text.slice(colon + 1)) ? parseAddress(text.slice(0, colon)) : null
}

function parseBracketed(text: string): Address | null {
  const close = text.indexOf(']')
  const inner = text.slice(1, close)
  const rest = text.slice(close + 1)
  if (close === -1 || !inner.includes(':')) return null
  return rest === '' || (rest.startsWith(':') && isPort(rest.slice(1))) ? parseAddress(inner) : null
}

function isPort(text: string): boolean {
  return /^[0-9]{1,5}$/.test(text) && Number(text) <= 65_535
}
