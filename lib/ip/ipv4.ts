const ZERO = 48
const NINE = 57
const DOT = 46

/** The longest dotted text, `255.255.255.255`. */
const MAX_LENGTH = 15

/**
 * Reads `text[start, end)` as four decimal octets and answers the unsigned 32-bit value, or -1.
 *
 * A leading zero is refused: PostgreSQL and nginx read `010.0.0.1` as 10.0.0.1, URLs and inet_aton as 8.0.0.1, so
 * one text would name two hosts (CVE-2021-29921 and its kin). RFC 6943 §3.1.1 on loose forms.
 */
export function parseIpv4(text: string, start = 0, end = text.length): number {
  if (end - start > MAX_LENGTH) return -1
  let value = 0
  let dots = 0
  let octet = -1
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code >= ZERO && code <= NINE) {
      if (octet === 0) return -1
      octet = octet === -1 ? code - ZERO : octet * 10 + code - ZERO
      if (octet > 255) return -1
    } else if (code === DOT) {
      if (octet === -1 || ++dots > 3) return -1
      value = value * 256 + octet
      octet = -1
    } else {
      return -1
    }
  }
  return octet === -1 || dots !== 3 ? -1 : value * 256 + octet
}

export function formatIpv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`
}
