'use server'

import { atField, visitorAction } from '#lib/action'
import { startSession } from '#lib/auth/arrival'
import { signInSchema } from '#lib/auth/schema'
import { type SignInRefusal, signIn as signInTo } from '#lib/auth/sign-in'

const fieldOf = {
  wrong_credentials: null,
  too_many_attempts: null,
  account_disabled: null,
  no_workspace: null,
  wrong_code: 'code',
  code_used: 'code',
} as const satisfies Record<Exclude<SignInRefusal, 'code_required'>, string | null>

export const signIn = visitorAction(signInSchema, async ({ callbackUrl, ...credentials }, visitor) => {
  const signedIn = await signInTo(credentials, visitor)
  if (signedIn.ok) return startSession(signedIn.value, callbackUrl)
  // The same form goes on with the code; nothing of it is kept here.
  if (signedIn.error === 'code_required') return { ok: true, value: { next: null } }
  return atField(signedIn, fieldOf[signedIn.error])
})
