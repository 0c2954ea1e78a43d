import { createHmac, timingSafeEqual } from 'node:crypto'

// What every authenticator app assumes when it is told nothing (RFC 6238 §4).
export const stepSeconds = 30
export const codeDigits = 6

/** RFC 4226 §4 recommends 160 bits. */
export const secretBytes = 20

/** The code of one time step: HOTP of its number (RFC 4226 §5.3) with HMAC-SHA-1. */
export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac[mac.length - 1] ?? 0) & 15
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** codeDigits).padStart(codeDigits, '0')
}

export type StepMatch = { step: number } | 'used' | 'wrong'

/**
 * The step that a code is of: the one of `unixSeconds`, or one beside it, for clocks that differ and slow fingers (RFC 6238
 * §5.2). `used` when it is a code of a step that is not after `lastStep`.
 */
export function matchingStep(
  secret: Uint8Array,
  code: string,
  { unixSeconds, lastStep }: { unixSeconds: number; lastStep: number },
): StepMatch {
  const current = Math.floor(unixSeconds / stepSeconds)
  const matches = [current - 1, current, current + 1].filter((step) => isSame(codeAt(secret, step), code))
  const unused = matches.find((step) => step > lastStep)
  if (unused !== undefined) return { step: unused }
  return matches.length > 0 ? 'used' : 'wrong'
}

function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}
