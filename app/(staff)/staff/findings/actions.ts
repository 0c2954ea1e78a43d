'use server'

import { acknowledge, countAgain, reopen } from '#lib/findings/commands'
import { acknowledgeSchema, countAgainSchema, reopenSchema } from '#lib/findings/schema'
import { staffAction } from '#lib/staff-action'

export const countFindingsAgain = staffAction(countAgainSchema, 'read', () => countAgain())

export const acknowledgeFinding = staffAction(acknowledgeSchema, 'act', (input, user) => acknowledge(user.staff, input))

export const reopenFinding = staffAction(reopenSchema, 'act', (input, user) => reopen(user.staff, input))
