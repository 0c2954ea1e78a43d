'use server'

import { atField, visitorAction } from '#lib/action'
import { startSession } from '#lib/auth/arrival'
import { heldDevices } from '#lib/auth/device-cookie'
import { signInSchema } from '#lib/auth/schema'
import { type SignInRefusal, signIn as signInTo } from '#lib/auth/sign-in'
import { heldTokenFor } from '#lib/members/held-link'
import { findOpenInvitation } from '#lib/members/open-invitation'

const fieldOf = {
  wrong_credentials: null,
  too_many_attempts: null,
  account_disabled: null,
  no_workspace: null,
  wrong_code: 'code',
  code_used: 'code',
} as const satisfies Record<Exclude<SignInRefusal, 'code_required'>, string | null>

export const signIn = visitorAction(signInSchema, async ({ callbackUrl, ...credentials }, visitor) => {
  const invitation = await heldTokenFor(callbackUrl)
  const signedIn = await signInTo({ ...credentials, invitation, devices: await heldDevices() }, visitor)
  if (signedIn.ok) return startSession(signedIn.value, await stillUseful(callbackUrl, invitation))
  // The same form goes on with the code; nothing of it is kept here.
  if (signedIn.error === 'code_required') return { ok: true, value: { next: null } }
  return atField(signedIn, fieldOf[signedIn.error])
})

/** An invitation that signing in has used up leads nowhere any more. */
async function stillUseful(callbackUrl: string | undefined, invitation: string | null): Promise<string | undefined> {
  return invitation === null || (await findOpenInvitation(invitation)) !== null ? callbackUrl : undefined
}
