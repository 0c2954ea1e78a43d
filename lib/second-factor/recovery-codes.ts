import { createHmac, randomBytes } from 'node:crypto'
import { derivedKey } from '#lib/secrets'

/** How many are made at once. */
export const recoveryCodeCount = 10

// 32 signs, so that a byte's low five bits choose one evenly; nothing that reads like something else.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const length = 16

/** `xxxx-xxxx-xxxx-xxxx`, 80 random bits each. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () => grouped(randomSigns()))
}

/** Of what `readCode` made of a typed one. Keyed, and bound to the account. */
export function recoveryCodeDigest(userId: string, bareCode: string): Buffer {
  return createHmac('sha256', derivedKey('recovery code')).update(`${userId}\0${bareCode}`).digest()
}

/** Without dashes and blanks, in small letters, and with the digits that were meant. Null for what is none. */
export function bareRecoveryCode(text: string): string | null {
  const bare = text.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1')
  const isOne = bare.length === length && [...bare].every((sign) => alphabet.includes(sign))
  return isOne ? bare : null
}

function randomSigns(): string {
  return [...randomBytes(length)].map((byte) => alphabet.charAt(byte & 31)).join('')
}

function grouped(signs: string): string {
  return signs.replace(/(.{4})(?=.)/g, '$1-')
}
