import { formatIpv4, parseIpv4 } from './ipv4.ts'
import { formatIpv6, parseIpv6, type Words } from './ipv6.ts'

export type Family = 4 | 6
/** `value` is the unsigned 32-bit number. */
export type Address4 = { readonly family: 4; readonly value: number }
/** `words` are four unsigned 32-bit numbers, most significant first. Never an IPv4-mapped address when parsed. */
export type Address6 = { readonly family: 6; readonly words: Words }
export type Address = Address4 | Address6

/** Bits in an address of the family. */
export const familyBits = { 4: 32, 6: 128 } as const satisfies Record<Family, number>

const COLON = ':'
const WORD = 0xffff_ffffn

/**
 * The one reader of addresses, for list entries and for callers alike.
 *
 * Accepts four decimal octets or RFC 4291 text in ASCII; answers null to everything else (zone ids, leading zeros,
 * short forms, hexadecimal IPv4, ports, brackets, blanks). An IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) is the
 * IPv4 address: a dual-stack socket shows every IPv4 caller in that form. No other embedding is unwrapped.
 */
export function parseAddress(text: string): Address | null {
  if (!text.includes(COLON)) {
    const value = parseIpv4(text)
    return value === -1 ? null : { family: 4, value }
  }
  const words = parseIpv6(text)
  if (words === null) return null
  return isMapped(words) ? { family: 4, value: words[3] } : { family: 6, words }
}

function isMapped(words: Words): boolean {
  return words[0] === 0 && words[1] === 0 && words[2] === 0xffff
}

/** Dotted decimal, or RFC 5952. `parseAddress(formatAddress(a))` is `a`. */
export function formatAddress(address: Address): string {
  return address.family === 4 ? formatIpv4(address.value) : formatIpv6(address.words)
}

export function addressToBigInt(address: Address): bigint {
  if (address.family === 4) return BigInt(address.value)
  const [a, b, c, d] = address.words
  return (BigInt(a) << 96n) | (BigInt(b) << 64n) | (BigInt(c) << 32n) | BigInt(d)
}

/** `value` must fit the family: 0 to 2^32-1 or 2^128-1. */
export function addressFromBigInt(family: Family, value: bigint): Address {
  if (family === 4) return { family, value: Number(value & WORD) }
  const word = (shift: bigint) => Number((value >> shift) & WORD)
  return { family, words: [word(96n), word(64n), word(32n), word(0n)] }
}
