import { paths } from '#lib/paths'
import { callbackPath } from './callback-path.ts'
import { currentClaims, setSessionCookie } from './current.ts'
import { rememberDevice } from './device-cookie.ts'
import type { SessionClaims } from './session-token.ts'
import { leaveSession } from './sessions.ts'

/** Gives this browser its new session, remembers it for the account, ends the one it had, and says where to go. */
export async function startSession(
  claims: SessionClaims,
  callbackUrl: string | undefined,
): Promise<{ ok: true; value: { next: string } }> {
  const before = await currentClaims()
  if (before !== null) await leaveSession(before)
  await setSessionCookie(claims)
  await rememberDevice(claims)
  return { ok: true, value: { next: callbackPath(callbackUrl) ?? paths.apiKeys() } }
}
