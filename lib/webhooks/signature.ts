import { createHmac } from 'node:crypto'

const SECRET_PREFIX = 'whsec_'

/** A signing key as its receiver keeps it: `whsec_` and base64 (Standard Webhooks 1.0.0, "Signature scheme"). */
export function secretText(key: Uint8Array): string {
  return SECRET_PREFIX + Buffer.from(key).toString('base64')
}

export function secretKey(text: string): Buffer {
  return Buffer.from(text.slice(SECRET_PREFIX.length), 'base64')
}

export type SignedMessage = {
  /** No full stop in it, or parts could be moved between id and time. */
  id: string
  /** Seconds since the epoch, of this attempt. */
  timestamp: number
  body: string
}

/**
 * `webhook-signature`: one signature for each key, so that a receiver which knows either the new or the old secret is content
 * (Standard Webhooks 1.0.0, "Webhook headers").
 */
export function signatureHeader(keys: readonly Uint8Array[], { id, timestamp, body }: SignedMessage): string {
  const signed = `${id}.${timestamp}.${body}`
  return keys.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`).join(' ')
}
