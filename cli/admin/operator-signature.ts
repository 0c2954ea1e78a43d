import { createHash, createHmac, hkdfSync } from 'node:crypto'

export type SignedRequest = {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly now: Date
}

/**
 * The Authorization header of an operator's request: whoever can read the server's master secret may sign one.
 * `Gatelist-Operator <unix seconds>.<hex HMAC-SHA256>`, under a key of its own (HKDF-SHA256, RFC 5869), over time,
 * method, path and the body's hash, so that it serves for this request and for a minute only.
 */
export function operatorAuthorization(secret: string, { method, path, body, now }: SignedRequest): string {
  const seconds = Math.floor(now.getTime() / 1000)
  const key = Buffer.from(hkdfSync('sha256', secret, 'gatelist', 'operator', 32))
  const bodyHash = createHash('sha256').update(body).digest('hex')
  const text = [seconds, method, path, bodyHash].join('\n')
  return `Gatelist-Operator ${seconds}.${createHmac('sha256', key).update(text).digest('hex')}`
}
