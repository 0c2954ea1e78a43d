import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { env } from '#lib/env'
import { derivedKey } from '#lib/secrets'
import { lastBase62Digits, toBase62 } from './base62.ts'

/** What a new key is: the secret, which is shown once and stored nowhere, and what may be stored of it. */
export type NewSecret = { secret: string; displayPrefix: string; lastFour: string; digest: Buffer }

export type InspectedSecret = { ok: true; digestHex: string } | { ok: false }

const RANDOM_BYTES = 32
/** 62^43 is the first power of 62 above 2^256. */
const RANDOM_WIDTH = 43
const CHECKSUM_WIDTH = 6
const TAIL_WIDTH = RANDOM_WIDTH + CHECKSUM_WIDTH
const SHOWN_OF_START = 4

// Any prefix is read, not only today's: the checksum covers it, and keys issued before KEY_PREFIX changed stay good.
const FORM = new RegExp(`^[A-Za-z0-9_-]{1,64}_[0-9A-Za-z]{${TAIL_WIDTH}}$`)

/** `<prefix>_`, 43 base62 digits of 32 random bytes, and a checksum that only this installation can make. */
export function newSecret(prefix = env().keyPrefix): NewSecret {
  const body = `${prefix}_${toBase62(randomBytes(RANDOM_BYTES), RANDOM_WIDTH)}`
  const secret = body + checksum(body)
  return {
    secret,
    displayPrefix: body.slice(0, body.length - RANDOM_WIDTH + SHOWN_OF_START),
    lastFour: secret.slice(-4),
    digest: Buffer.from(secretDigest(secret), 'hex'),
  }
}

/**
 * Whether a text can be a key of this installation, told from its form and checksum alone, so that junk costs no database
 * read. The checksum is compared in constant time. `digestHex` is what the key is looked up by.
 */
export function inspectSecret(text: string): InspectedSecret {
  if (!FORM.test(text)) return { ok: false }
  const end = text.length - CHECKSUM_WIDTH
  const expected = Buffer.from(checksum(text.slice(0, end)), 'latin1')
  if (!timingSafeEqual(expected, Buffer.from(text.slice(end), 'latin1'))) return { ok: false }
  return { ok: true, digestHex: secretDigest(text) }
}

/** Whether a text has the form of an issued key, whoever issued it. */
export function looksIssued(text: string): boolean {
  return FORM.test(text)
}

/** What an imported key is known by: `digestHex` within its workspace, `possessionHex` anywhere. */
export type ImportedDigests = { digestHex: string; possessionHex: string }

/**
 * An imported key can be any text, a weak one too, so its digests are made under a pepper (HMAC-SHA-256): who has only the
 * database cannot try guesses. The workspace is part of the first, so that no tenant can find out what another imported.
 */
export function importedDigests(workspaceId: string, text: string): ImportedDigests {
  return { digestHex: importedDigest(workspaceId, text), possessionHex: possessionDigest(text) }
}

export function importedDigest(workspaceId: string, text: string): string {
  return createHmac('sha256', derivedKey('imported keys')).update(`${workspaceId}\0${text}`).digest('hex')
}

export function possessionDigest(text: string): string {
  return createHmac('sha256', derivedKey('imported keys, possession')).update(text).digest('hex')
}

/** Characters of an imported key that may be shown without giving away much of it. */
const HINT_FROM_LENGTH = 24

/** What may be shown of an imported key: the last four characters when there are many more. */
export function importedHint(text: string): { displayPrefix: string; lastFour: string } {
  return { displayPrefix: '', lastFour: text.length >= HINT_FROM_LENGTH ? text.slice(-4) : '' }
}

/** What an issued key is known by (hex). SHA-256 suffices: the text holds 256 random bits, so there is nothing to guess (OWASP ASVS 5.0, 11.4.1). */
export function secretDigest(secret: string): string {
  return hash('sha256', secret, 'hex')
}

function checksum(body: string): string {
  const mac = createHmac('sha256', derivedKey('key-checksum')).update(body).digest()
  // 256 bits against 62^6 (36 bits): the remainder favours no digit by more than one part in 2^220.
  return lastBase62Digits(mac, CHECKSUM_WIDTH)
}
