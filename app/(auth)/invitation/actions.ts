'use server'

import { z } from 'zod'
import { userAction, visitorAction } from '#lib/action'
import { ok } from '#lib/errors'
import { acceptInvitation } from '#lib/members/accept'
import { heldToken, holdLink, letLinkGo } from '#lib/members/held-link'
import { gone } from '#lib/members/join'
import { linkSchema } from '#lib/members/schema'
import { paths } from '#lib/paths'

export const presentLink = visitorAction(linkSchema, async ({ token }) => {
  await holdLink(token)
  return ok(null)
})

export const accept = userAction(z.undefined(), async (_, user) => {
  const token = await heldToken()
  if (token === null) return gone
  const accepted = await acceptInvitation(user, token)
  if (!accepted.ok) return accepted
  await letLinkGo()
  return ok({ next: paths.apiKeys() })
})
