'use server'

import { staffAction } from '#lib/staff-action'
import { approve, closeRequest, decline } from '#lib/staff-acts/commands'
import { approveSchema, closeRequestSchema, declineSchema } from '#lib/staff-acts/schema'

export const approveRevocation = staffAction(approveSchema, 'act', (input, { staff }) => approve(staff, input))

export const declineRevocation = staffAction(declineSchema, 'act', (input, { staff }) => decline(staff, input))

export const closeStaffRequest = staffAction(closeRequestSchema, 'act', (input, { staff }) =>
  closeRequest(staff, input),
)
