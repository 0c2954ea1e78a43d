import { decode, encode, type JWT } from 'next-auth/jwt'
import { z } from 'zod'
import { derivedKey } from '#lib/secrets'

/** A session ends this long after the sign-in, whatever happens in between. */
export const sessionLifetimeSeconds = 30 * 24 * 60 * 60

const claimsSchema = z.object({ sub: z.uuid(), sessionId: z.uuid(), sessionVersion: z.int() })

/** What the cookie says; whether it still holds is for the database to tell. */
export type SessionClaims = { userId: string; sessionId: string; sessionVersion: number }

/** next-auth takes the secret as text. */
export function sessionSecret(): string {
  return derivedKey('session').toString('base64url')
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
  return encode({ token: tokenOf(claims), secret: sessionSecret(), maxAge: sessionLifetimeSeconds })
}

/** Null for whatever is not a token of ours in its time. */
export async function openSession(token: string): Promise<SessionClaims | null> {
  try {
    return claimsOf(await decode({ token, secret: sessionSecret() }))
  } catch {
    return null
  }
}
