import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { keyOf } from './master-secrets.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** For what a text is sealed, and what it belongs to: both must be the same when it is opened. */
export type Label = { readonly purpose: string; readonly bound: string }

export function sealUnder(secret: string, { purpose, bound }: Label, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, purpose), nonce).setAAD(Buffer.from(bound))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()])
}

/** Null when it was not sealed under this secret and label. */
export function unsealUnder(secret: string, { purpose, bound }: Label, sealed: Uint8Array): Buffer | null {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, purpose), sealed.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(bound)).setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  } catch {
    return null
  }
}
