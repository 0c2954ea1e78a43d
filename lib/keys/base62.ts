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

/** Numbers below 62^7 times 256 are exact. */
const MOST_LAST_DIGITS = 7

/** The last digits of `toBase62`, at most 7, without the work of all others. */
export function lastBase62Digits(bytes: Uint8Array, width: number): string {
  if (width > MOST_LAST_DIGITS) throw new RangeError(`at most ${MOST_LAST_DIGITS} digits`)
  const modulus = 62 ** width
  let rest = 0
  for (const byte of bytes) rest = (rest * 256 + byte) % modulus
  let text = ''
  for (let at = 0; at < width; at++) {
    text = ALPHABET.charAt(rest % 62) + text
    rest = Math.floor(rest / 62)
  }
  return text
}
