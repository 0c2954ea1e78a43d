'use server'

import { z } from 'zod'
import { dismissProxyNotice } from '#lib/doctor/notice'
import { ok } from '#lib/errors'
import { staffAction } from '#lib/staff-action'

const wish = z.object({ finding: z.string().regex(/^[0-9a-f]{64}$/) })

export const dismissNotice = staffAction(wish, 'read', async ({ finding }, { staff }) => {
  await dismissProxyNotice(staff.userId, finding)
  return ok({})
})
