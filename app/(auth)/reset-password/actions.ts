'use server'

import { after } from 'next/server'
import { atField, visitorAction } from '#lib/action'
import { rememberDevice } from '#lib/auth/device-cookie'
import { ok } from '#lib/errors'
import { mailChangedNotice } from '#lib/password-reset/notice'
import { type ResetRefusal, resetPassword as resetPasswordOf } from '#lib/password-reset/reset'
import { resetPasswordSchema } from '#lib/password-reset/schema'

const fieldOf = {
  dead_link: null,
  account_disabled: null,
  password_is_email: 'newPassword',
} as const satisfies Record<ResetRefusal, string | null>

export const resetPassword = visitorAction(resetPasswordSchema, async (input, visitor) => {
  const reset = await resetPasswordOf(input, visitor)
  if (!reset.ok) return atField(reset, fieldOf[reset.error])
  // Whoever reads the account's mail is its owner, and gets in with the new password whatever strangers do.
  await rememberDevice(reset.value)
  after(() => mailChangedNotice(reset.value.email, visitor))
  return ok(null)
})
