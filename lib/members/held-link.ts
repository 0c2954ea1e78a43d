import { cookies } from 'next/headers'
import { callbackPath } from '#lib/auth/callback-path'
import { authCookies } from '#lib/auth/cookies'
import { env } from '#lib/env'
import { paths } from '#lib/paths'

// Long enough to sign up, or to look for a password.
const HELD_SECONDS = 60 * 60

/** Keeps the token of a link for the pages that follow, so that it stands in no address that a server or proxy logs. */
export async function holdLink(token: string): Promise<void> {
  const { name, options } = linkCookie()
  ;(await cookies()).set(name, token, { ...options, maxAge: HELD_SECONDS })
}

export async function heldToken(): Promise<string | null> {
  return (await cookies()).get(linkCookie().name)?.value ?? null
}

/** The same while somebody signs in or up to get back to the invitation, and not on their way to anywhere else. */
export async function heldTokenFor(callbackUrl: string | undefined): Promise<string | null> {
  return callbackPath(callbackUrl) === paths.invitation() ? heldToken() : null
}

export async function letLinkGo(): Promise<void> {
  const { name, options } = linkCookie()
  ;(await cookies()).set(name, '', { ...options, maxAge: 0 })
}

function linkCookie() {
  return authCookies(env().appUrl).invitation
}
