'use server'

import { atField, visitorAction } from '#lib/action'
import { startSession } from '#lib/auth/arrival'
import { isMadeOnThisMachine } from '#lib/auth/first-account'
import { signUpSchema } from '#lib/auth/schema'
import { type SignUpRefusal, signUp as signUpWith } from '#lib/auth/sign-up'
import { currentPeer } from '#lib/client-ip/peer'
import { env } from '#lib/env'

const fieldOf = {
  too_many_attempts: null,
  setup_code_required: 'setupCode',
  setup_code_wrong: 'setupCode',
  email_taken: 'email',
} as const satisfies Record<SignUpRefusal, string | null>

export const signUp = visitorAction(signUpSchema, async ({ callbackUrl, ...input }, visitor) => {
  const isOnThisMachine = isMadeOnThisMachine(currentPeer(), env())
  const signedUp = await signUpWith(input, { ...visitor, isOnThisMachine })
  return signedUp.ok ? startSession(signedUp.value, callbackUrl) : atField(signedUp, fieldOf[signedUp.error])
})
