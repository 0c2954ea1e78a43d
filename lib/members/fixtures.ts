import { findSignedIn } from '#lib/auth/session'
import type { SessionClaims } from '#lib/auth/session-token'
import { signUp } from '#lib/auth/sign-up'
import type { SignedIn } from '#lib/auth/signed-in'
import type { Visitor } from '#lib/auth/visitor'
import type { WorkspaceRole } from '#lib/workspaces/rights'
import { acceptInvitation } from './accept.ts'
import { inviteMember } from './invite.ts'

export const home: Visitor = { address: '203.0.113.7', userAgent: null, requestId: 'r' }
export const password = 'correct horse battery'

/** A browser of an account. `now`: as its next request finds it; null when that signs nobody in. */
export type Person = {
  email: string
  claims: SessionClaims
  now: () => Promise<SignedIn | null>
  user: () => Promise<SignedIn>
}

let people = 0

export async function person(invitation: { email: string; token: string } | null = null): Promise<Person> {
  const email = invitation?.email ?? `person${people++}@example.com`
  const wanted = { name: 'Ada', email, password, invitation: invitation?.token ?? null }
  const made = await signUp(wanted, { ...home, isOnThisMachine: true })
  if (!made.ok) throw new Error(made.message)
  return browser(email, made.value)
}

export function browser(email: string, claims: SessionClaims): Person {
  const now = () => findSignedIn(claims, home)
  const user = async () => {
    const found = await now()
    if (found === null) throw new Error(`${email} is signed out`)
    return found
  }
  return { email, claims, now, user }
}

/** Asks for somebody and hands the link over. */
export async function invited(by: Person, email: string, role: WorkspaceRole = 'member') {
  const made = await inviteMember((await by.user()).actor, { email, role })
  if (!made.ok) throw new Error(made.message)
  return made.value
}

/** Somebody with a workspace of their own who joins that of another, and is in it. */
export async function joined(by: Person, role: WorkspaceRole): Promise<Person> {
  const one = await person()
  const { token } = await invited(by, one.email, role)
  const accepted = await acceptInvitation(await one.user(), token)
  if (!accepted.ok) throw new Error(accepted.message)
  return one
}
