import { decode, encode, type JWT, type JWTDecodeParams, type JWTEncodeParams } from 'next-auth/jwt'
import { z } from 'zod'
import { derivedKey, derivedKeys } from '#lib/secrets'

/** A session ends this long after the sign-in, whatever happens in between. */
export const sessionLifetimeSeconds = 30 * 24 * 60 * 60

const claimsSchema = z.object({ sub: z.uuid(), sessionId: z.uuid(), sessionVersion: z.int() })

/** What the cookie says; whether it still holds is for the database to tell. */
export type SessionClaims = { userId: string; sessionId: string; sessionVersion: number }

/** next-auth takes the secret as text. */
export function sessionSecret(): string {
  return textOf(derivedKey('session'))
}

export function tokenOf(claims: SessionClaims): JWT {
  return { sub: claims.userId, sessionId: claims.sessionId, sessionVersion: claims.sessionVersion }
}

export function claimsOf(token: unknown): SessionClaims | null {
  const parsed = claimsSchema.safeParse(token)
  if (!parsed.success) return null
  const { sub, sessionId, sessionVersion } = parsed.data
  return { userId: sub, sessionId, sessionVersion }
}

/** The encrypted token that next-auth reads too. */
export function sealSession(claims: SessionClaims): Promise<string> {
  return encodeSession({ token: tokenOf(claims), maxAge: sessionLifetimeSeconds })
}

/** Null for whatever is not a token of ours in its time. */
export async function openSession(token: string): Promise<SessionClaims | null> {
  return claimsOf(await decodeSession({ token }))
}

/** Always under the present key: next-auth holds on to the secret that it began with. */
export function encodeSession({ token, maxAge }: Pick<JWTEncodeParams, 'token' | 'maxAge'>): Promise<string> {
  return encode({ ...(token === undefined ? {} : { token }), secret: sessionSecret(), ...(maxAge && { maxAge }) })
}

/** Also what was sealed before a change of the master secret, while the one before is configured. */
export async function decodeSession({ token }: Pick<JWTDecodeParams, 'token'>): Promise<JWT | null> {
  if (token === undefined) return null
  for (const key of derivedKeys('session')) {
    const opened = await decode({ token, secret: textOf(key) }).catch(() => null)
    if (opened !== null) return opened
  }
  return null
}

function textOf(key: Buffer): string {
  return key.toString('base64url')
}
