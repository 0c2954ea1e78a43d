'use server'

import { z } from 'zod'
import { userAction } from '#lib/action'
import { clearSessionCookie } from '#lib/auth/current'
import { signOut as signOutOf } from '#lib/auth/sessions'
import { paths } from '#lib/paths'

export const signOut = userAction(z.undefined(), async (_, user) => {
  const ended = await signOutOf(user)
  // A session that somebody ended a moment ago is as good.
  if (!ended.ok && ended.error !== 'not_found') return ended
  await clearSessionCookie()
  return { ok: true, value: { next: paths.signIn() } }
})
