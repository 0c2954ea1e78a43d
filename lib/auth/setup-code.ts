import { timingSafeEqual } from 'node:crypto'
import { derivedKey } from '#lib/secrets'

// Crockford's base 32: nothing that reads like something else.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 12

/**
 * The code that lets somebody elsewhere make the first account, printed at start: `XXXX-XXXX-XXXX`, 60 bits of the master
 * secret's derivation, so that every process and every start knows the same. Worthless once an account exists.
 */
export function setupCode(): string {
  const bytes = derivedKey('setup-code')
  const signs = Array.from({ length }, (_, at) => alphabet.charAt((bytes[at] ?? 0) & 31)).join('')
  return [signs.slice(0, 4), signs.slice(4, 8), signs.slice(8)].join('-')
}

/** Takes it with or without dashes and in small letters; compares in constant time. */
export function isSetupCode(text: string): boolean {
  const given = Buffer.from(bare(text))
  const expected = Buffer.from(bare(setupCode()))
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function bare(text: string): string {
  return text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
}
