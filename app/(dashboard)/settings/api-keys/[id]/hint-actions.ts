'use server'

import { userAction } from '#lib/action'
import { applyFix, undoFix } from '#lib/hints/commands'
import { applyFixSchema, undoFixSchema } from '#lib/hints/schema'

/** Does what a hint proposes. */
export const applyHint = userAction(applyFixSchema, (input, user) => applyFix(user.actor, input))

/** Brings back the list of before. */
export const undoHint = userAction(undoFixSchema, (input, user) => undoFix(user.actor, input))
