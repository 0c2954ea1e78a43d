'use server'

import { staffAction } from '#lib/staff-action'
import { addNote, askOwner, liftHold, pauseKey, revokeKey, strikeNote } from '#lib/staff-acts/commands'
import {
  addNoteSchema,
  askOwnerSchema,
  holdKeySchema,
  liftHoldSchema,
  revokeForStaffSchema,
  strikeNoteSchema,
} from '#lib/staff-acts/schema'

export const holdKey = staffAction(holdKeySchema, 'act', (input, { staff }) => pauseKey(staff, input))

export const liftHoldOfKey = staffAction(liftHoldSchema, 'act', (input, { staff }) => liftHold(staff, input))

export const revokeForStaff = staffAction(revokeForStaffSchema, 'act', (input, { staff }) => revokeKey(staff, input))

export const noteKey = staffAction(addNoteSchema, 'act', (input, { staff }) => addNote(staff, input))

export const strikeKeyNote = staffAction(strikeNoteSchema, 'act', (input, { staff }) => strikeNote(staff, input))

export const askKeyOwner = staffAction(askOwnerSchema, 'act', (input, { staff }) => askOwner(staff, input))
