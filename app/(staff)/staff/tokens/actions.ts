'use server'

import { staffAction } from '#lib/staff-action'
import { createStaffToken } from '#lib/staff-tokens/create-token'
import { revokeStaffToken } from '#lib/staff-tokens/revoke-token'
import { createStaffTokenSchema, revokeStaffTokenSchema } from '#lib/staff-tokens/schema'

/** The answer holds the secret. It must not be cached, logged or rendered by the server. Auditors make tokens that read. */
export const createToken = staffAction(createStaffTokenSchema, 'read', (input, { staff }) =>
  createStaffToken(staff, input),
)

export const revokeToken = staffAction(revokeStaffTokenSchema, 'read', (input, { staff }) =>
  revokeStaffToken(staff, input),
)
