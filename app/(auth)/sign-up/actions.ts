'use server'

import { atField, visitorAction } from '#lib/action'
import { startSession } from '#lib/auth/arrival'
import { isMadeOnThisMachine } from '#lib/auth/first-account'
import { signUpSchema } from '#lib/auth/schema'
import { type SignUpRefusal, signUp as signUpWith } from '#lib/auth/sign-up'
import { currentPeer } from '#lib/client-ip/peer'
import { env } from '#lib/env'
import { heldTokenFor, letLinkGo } from '#lib/members/held-link'

const fieldOf = {
  too_many_attempts: null,
  setup_code_required: 'setupCode',
  setup_code_wrong: 'setupCode',
  email_taken: 'email',
  invitation_gone: null,
  other_address: 'email',
} as const satisfies Record<SignUpRefusal, string | null>

export const signUp = visitorAction(signUpSchema, async ({ callbackUrl, ...input }, visitor) => {
  const isOnThisMachine = isMadeOnThisMachine(currentPeer(), env())
  const invitation = await heldTokenFor(callbackUrl)
  const signedUp = await signUpWith({ ...input, invitation }, { ...visitor, isOnThisMachine })
  if (!signedUp.ok) return atField(signedUp, fieldOf[signedUp.error])
  if (invitation === null) return startSession(signedUp.value, callbackUrl)
  // Signing up has accepted the invitation.
  await letLinkGo()
  return startSession(signedUp.value, undefined)
})
