'use server'

import { after } from 'next/server'
import { z } from 'zod'
import { atField, userAction } from '#lib/action'
import { changeName, changePassword as changePasswordOf, type PasswordRefusal } from '#lib/auth/account'
import { clearSessionCookie, setSessionCookie } from '#lib/auth/current'
import { rememberDevice } from '#lib/auth/device-cookie'
import { endSessionSchema, passwordSchema, profileSchema } from '#lib/auth/schema'
import { endEverySession, endSession as endSessionOf } from '#lib/auth/sessions'
import { currentVisitor } from '#lib/auth/visitor'
import { mailChangedNotice } from '#lib/password-reset/notice'
import { paths } from '#lib/paths'

export const saveProfile = userAction(profileSchema, ({ name }, user) => changeName(user, name))

const fieldOf = {
  too_many_attempts: null,
  wrong_password: 'currentPassword',
  password_is_email: 'newPassword',
  changed_meanwhile: 'currentPassword',
} as const satisfies Record<PasswordRefusal, string | null>

export const changePassword = userAction(passwordSchema, async (input, user) => {
  const visitor = await currentVisitor()
  const changed = await changePasswordOf(user, input, visitor)
  if (!changed.ok) return atField(changed, fieldOf[changed.error])
  after(() => mailChangedNotice(user.email, visitor))
  await setSessionCookie(changed.value)
  // As the session of this browser, so its being known would end with the old password.
  await rememberDevice(changed.value)
  return { ok: true, value: null }
})

export const endSession = userAction(endSessionSchema, ({ sessionId }, user) => endSessionOf(user, sessionId))

export const signOutEverywhere = userAction(z.undefined(), async (_, user) => {
  const ended = await endEverySession(user)
  if (!ended.ok) return ended
  await clearSessionCookie()
  return { ok: true, value: { next: paths.signIn() } }
})
