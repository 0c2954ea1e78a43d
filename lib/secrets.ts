import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '#lib/env'

const keys = new Map<string, Buffer>()

/** A 32-byte key for one purpose (HKDF-SHA-256, RFC 5869), so that no two uses share the master secret itself. */
export function derivedKey(purpose: string): Buffer {
  const { secret } = env()
  if (secret === undefined) throw new Error('GATELIST_SECRET is not set')
  const name = `${purpose}\0${secret}`
  let key = keys.get(name)
  if (key === undefined) {
    key = Buffer.from(hkdfSync('sha256', secret, 'gatelist', purpose, 32))
    keys.set(name, key)
  }
  return key
}

/** Tells two master secrets apart without telling anything of either. */
export function secretFingerprint(): string {
  return createHmac('sha256', derivedKey('installation fingerprint')).update('gatelist').digest('hex')
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts for one purpose with AES-256-GCM. `bound` must be the same when it is opened: what it belongs to. */
export function seal(purpose: string, plain: Uint8Array, bound = ''): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', derivedKey(purpose), nonce).setAAD(Buffer.from(bound))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()])
}

/** Null when it was not sealed here for this purpose and this `bound`. */
export function unseal(purpose: string, sealed: Uint8Array, bound = ''): Buffer | null {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', derivedKey(purpose), sealed.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(bound)).setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  } catch {
    return null
  }
}
