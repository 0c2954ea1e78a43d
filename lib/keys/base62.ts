const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/**
 * An unsigned big-endian number as base62 digits of a fixed width, most significant first. The whole number is converted, not
 * byte by byte, so equally likely numbers give equally likely texts. Throws when the number does not fit.
 */
export function toBase62(bytes: Uint8Array, width: number): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
  let text = ''
  for (let at = 0; at < width; at++) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text
    rest /= 62n
  }
  if (rest !== 0n) throw new RangeError(`does not fit into ${width} base62 digits`)
  return text
}
