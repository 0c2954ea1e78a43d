import { createHmac, hkdfSync } from 'node:crypto'
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
