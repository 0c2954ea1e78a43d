'use server'

import { visitorAction } from '#lib/action'
import { startSession } from '#lib/auth/arrival'
import { signInSchema } from '#lib/auth/schema'
import { signIn as signInTo } from '#lib/auth/sign-in'

export const signIn = visitorAction(signInSchema, async ({ callbackUrl, ...credentials }, visitor) => {
  const signedIn = await signInTo(credentials, visitor)
  return signedIn.ok ? startSession(signedIn.value, callbackUrl) : signedIn
})
