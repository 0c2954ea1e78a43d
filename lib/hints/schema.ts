import { z } from 'zod'
import { entryNote } from '#lib/keys/entry-schema'
import { confirmed, keyId } from '#lib/keys/schema'
import { hintCodes } from './rules.ts'

/** Which fix of which hint, as it was shown: `entryIds` tells whether it is still the same. `note`: for the fix that adds one. */
export const applyFixSchema = z.object({
  keyId,
  code: z.enum(hintCodes),
  fix: z.enum(['remove', 'switch_off', 'replace', 'add', 'extend', 'note']),
  entryIds: z.array(z.uuid()).max(10_000),
  note: entryNote,
  confirmed,
})

export type ApplyFixInput = z.output<typeof applyFixSchema>

/** Brings back the list of before a fix. `version`: of the key as the fix left it. */
export const undoFixSchema = z.object({
  keyId,
  version: z.int().positive(),
  number: z.int().positive(),
  confirmed,
})

export type UndoFixInput = z.output<typeof undoFixSchema>
