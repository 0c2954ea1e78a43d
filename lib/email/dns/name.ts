/** Domain names on the wire (RFC 1035 §3.1, §4.1.4), in lower case; the root is the empty text. */

const MAX_LABEL = 63
const MAX_NAME = 255

/** @returns null for names that are too long, have an empty label, or hold an octet that the text form had to escape */
export function writeName(text: string): Buffer | null {
  const parts: Buffer[] = []
  let length = 1
  for (const label of text === '' ? [] : text.split('.')) {
    const octets = Buffer.from(label, 'latin1')
    if (octets.length === 0 || octets.length > MAX_LABEL || label.includes('\\')) return null
    parts.push(Buffer.from([octets.length]), octets)
    length += 1 + octets.length
  }
  return length > MAX_NAME ? null : Buffer.concat([...parts, Buffer.alloc(1)])
}

/**
 * Reads a name and says where it ends in the message.
 *
 * Each compression pointer must lead further back than the one before, so hostile messages can neither loop nor make
 * reading expensive (RFC 9267 §2).
 */
export function readName(bytes: Buffer, start: number): { text: string; end: number } | null {
  const labels: string[] = []
  let length = 1
  let at = start
  let furthestBack = start
  let end: number | null = null
  for (;;) {
    const size = bytes[at]
    if (size === undefined) return null
    if (size === 0) return { text: labels.join('.'), end: end ?? at + 1 }
    if (size >= 0xc0) {
      const low = bytes[at + 1]
      if (low === undefined) return null
      const target = ((size & 0x3f) << 8) | low
      if (target >= furthestBack) return null
      end ??= at + 2
      furthestBack = target
      at = target
      continue
    }
    length += 1 + size
    if (size > MAX_LABEL || length > MAX_NAME || at + 1 + size > bytes.length) return null
    labels.push(labelText(bytes.subarray(at + 1, at + 1 + size)))
    at += 1 + size
  }
}

/** A dot or backslash within a label is written `\046`, so that it cannot pass for a border (RFC 1035 §5.1). */
function labelText(octets: Buffer): string {
  const text = octets.toString('latin1').replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  return text.replace(/[.\\]/g, (sign) => `\\${String(sign.charCodeAt(0)).padStart(3, '0')}`)
}
