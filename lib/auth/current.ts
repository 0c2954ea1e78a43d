import { cookies } from 'next/headers'
import { cache } from 'react'
import { env } from '#lib/env'
import { authCookies } from './cookies.ts'
import { pageRead } from './page-read.ts'
import { findSignedIn } from './session.ts'
import { openSession, type SessionClaims, sealSession, sessionLifetimeSeconds } from './session-token.ts'
import type { SignedIn } from './signed-in.ts'
import { currentVisitor } from './visitor.ts'

/** What the browser's cookie claims, before anybody has looked whether it still holds. */
export async function currentClaims(): Promise<SessionClaims | null> {
  const { name } = authCookies(env().appUrl).sessionToken
  const token = (await cookies()).get(name)?.value
  return token === undefined ? null : openSession(token)
}

/** Who this request speaks for; read from the database once a request. */
export const currentUser = cache(async (): Promise<SignedIn | null> => {
  const claims = await currentClaims()
  return claims === null ? null : pageRead(findSignedIn(claims, await currentVisitor()))
})

export async function setSessionCookie(claims: SessionClaims): Promise<void> {
  const { name, options } = authCookies(env().appUrl).sessionToken
  const jar = await cookies()
  jar.set(name, await sealSession(claims), { ...options, maxAge: sessionLifetimeSeconds })
}

export async function clearSessionCookie(): Promise<void> {
  const { name, options } = authCookies(env().appUrl).sessionToken
  // An expired cookie must carry the flags of the one it replaces, or a `__Host-` one is ignored.
  ;(await cookies()).set(name, '', { ...options, maxAge: 0 })
}
