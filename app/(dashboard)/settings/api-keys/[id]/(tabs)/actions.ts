'use server'

import { userAction } from '#lib/action'
import { setAccessMode as setMode } from '#lib/keys/access-mode'
import { previewAccessSchema } from '#lib/keys/access-schema'
import { endBypass as end, openBypass as open } from '#lib/keys/bypass'
import { previewAccessMode } from '#lib/keys/preview-key'
import { accessModeSchema, bypassSchema, endBypassSchema } from '#lib/keys/schema'
import { answerRequest } from '#lib/staff-acts/requests'
import { answerRequestSchema } from '#lib/staff-acts/schema'

export const setAccessMode = userAction(accessModeSchema, (input, user) => setMode(user.actor, input))

/** Changes nothing. */
export const previewAccess = userAction(previewAccessSchema, (input, user) => previewAccessMode(user.actor, input))

export const openBypass = userAction(bypassSchema, (input, user) => open(user.actor, input))

export const endBypass = userAction(endBypassSchema, (input, user) => end(user.actor, input))

/** Tells staff that what they asked for is done. */
export const answerStaff = userAction(answerRequestSchema, (input, user) => answerRequest(user.actor, input))
