'use server'

import { userAction } from '#lib/action'
import { ok } from '#lib/errors'
import { switchSchema } from '#lib/members/schema'
import { paths } from '#lib/paths'
import { switchWorkspace as switchTo } from '#lib/workspaces/own'

export const switchWorkspace = userAction(switchSchema, async ({ workspaceId }, user) => {
  const switched = await switchTo(user, workspaceId)
  return switched.ok ? ok({ next: paths.apiKeys() }) : switched
})
