'use server'

import { after } from 'next/server'
import { visitorAction } from '#lib/action'
import { ok, refuse } from '#lib/errors'
import { isMailOn } from '#lib/mail/send'
import { admitResetWish, mailResetLink } from '#lib/password-reset/ask'
import { askResetSchema } from '#lib/password-reset/schema'

export const askForReset = visitorAction(askResetSchema, async ({ email }, visitor) => {
  if (!isMailOn()) return refuse('mail_off', 'This server sends no mail. Ask whoever runs it for a link.')
  // One answer, in one time: neither may tell whether there is an account, or that somebody has asked too often.
  if (await admitResetWish(email, visitor)) after(() => mailResetLink(email, visitor))
  return ok(null)
})
