import { createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto'

/** What a call of the operator signs. `path` is without a query; `body` is the bytes as they are sent. */
export type SignedCall = { method: string; path: string; body: Uint8Array }

export type SignatureOutcome = 'valid' | 'malformed' | 'stale' | 'wrong'

/** How far the clocks of the two may be apart; both run on one machine, so this is the age of the call. */
const WINDOW_SECONDS = 60

const SCHEME = 'Gatelist-Operator'
const FORM = new RegExp(`^${SCHEME} ([1-9][0-9]{0,14})\\.([0-9a-f]{64})$`, 'i')

/** The key that the operator signs with, of the master secret alone: `derivedKey('operator')` of lib/secrets.ts. */
export function operatorKey(masterSecret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterSecret, 'gatelist', 'operator', 32))
}

/** The Authorization line of a call that is sent at `unixSeconds`. */
export function operatorAuthorization(key: Uint8Array, call: SignedCall, unixSeconds: number): string {
  return `${SCHEME} ${unixSeconds}.${signature(key, call, String(unixSeconds)).toString('hex')}`
}

/** Whether an Authorization line shows that the caller holds the master secret and meant this very call, just now. */
export function checkOperatorSignature(
  key: Uint8Array,
  call: SignedCall,
  { authorization, unixSeconds }: { authorization: string | null | undefined; unixSeconds: number },
): SignatureOutcome {
  const [, sentAt, digits] = FORM.exec(authorization ?? '') ?? []
  if (sentAt === undefined || digits === undefined) return 'malformed'
  // Before the time, so that only who holds the secret learns that it was the time.
  if (!timingSafeEqual(signature(key, call, sentAt), Buffer.from(digits, 'hex'))) return 'wrong'
  return Math.abs(unixSeconds - Number(sentAt)) <= WINDOW_SECONDS ? 'valid' : 'stale'
}

function signature(key: Uint8Array, { method, path, body }: SignedCall, sentAt: string): Buffer {
  const text = `${sentAt}\n${method}\n${path}\n${hash('sha256', body, 'hex')}`
  return createHmac('sha256', key).update(text).digest()
}
