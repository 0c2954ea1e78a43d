'use server'

import { z } from 'zod'
import { checkTrail } from '#lib/audit/check'
import { staffAction } from '#lib/staff-action'

const wish = z.object({
  state: z.string().max(2_000).nullable(),
  head: z.string().trim().max(100).nullable(),
})

/** Goes on with a check for about a second; the page calls again until it is over. */
export const checkOn = staffAction(wish, 'read', (input, { staff }) =>
  checkTrail(staff, { state: input.state, head: input.head === '' ? null : input.head }),
)
