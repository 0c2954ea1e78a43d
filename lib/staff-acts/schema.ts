import { z } from 'zod'
import { staffAsks } from './rules.ts'

/** Of every reason and note that staff give. */
export const MOST_WORDS = 500

// Line breaks are welcome; other control characters and marks that turn the reading direction around are not.
const UNPRINTABLE = /(?![\n\r\t])[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u

const words = (missing: string) =>
  z
    .string({ error: missing })
    .trim()
    .min(3, missing)
    .max(MOST_WORDS, `Write at most ${MOST_WORDS} characters.`)
    .refine((text) => !UNPRINTABLE.test(text), 'This has characters that nobody can see.')

const reason = words('Say why, in at least 3 characters.')
const keyId = z.uuid({ error: 'This is not the id of a key.' })

const revocationReasons = [
  'key_compromise',
  'privilege_withdrawn',
  'affiliation_changed',
  'superseded',
  'unspecified',
] as const

const dueOn = z.iso
  .date('Choose a date.')
  .refine((day) => Date.parse(`${day}T23:59:59.999Z`) >= Date.now(), 'Choose a date that is not over.')
  .refine((day) => Date.parse(day) < Date.now() + 366 * 86_400_000, 'Choose a date within a year.')

export const holdKeySchema = z.object({ keyId, reason })
export const liftHoldSchema = z.object({ keyId, reason })
export const revokeForStaffSchema = z.object({
  keyId,
  revocationReason: z.enum(revocationReasons, { error: 'Choose what happened.' }),
  reason,
})
export const addNoteSchema = z.object({
  keyId,
  text: words('Write at least 3 characters.'),
  /** The people of the workspace see it on the key's page. */
  shownToOwner: z.boolean(),
})
export const strikeNoteSchema = z.object({ noteId: z.uuid({ error: 'This is not the id of a note.' }), reason })
export const askOwnerSchema = z.object({
  keyId,
  ask: z.enum(staffAsks, { error: 'Choose what you ask for.' }),
  reason: words('Say what and why, in at least 3 characters.'),
  dueOn: dueOn.nullable(),
})
const requestId = z.uuid({ error: 'This is not the id of a request.' })
export const closeRequestSchema = z.object({ requestId, reason })
/** What the owner answers. */
export const answerRequestSchema = z.object({
  requestId,
  note: z
    .string({ error: 'Write what you did.' })
    .trim()
    .max(MOST_WORDS, `Write at most ${MOST_WORDS} characters.`)
    .refine((text) => !UNPRINTABLE.test(text), 'This has characters that nobody can see.'),
})
const approvalId = z.uuid({ error: 'This is not the id of a request.' })
export const approveSchema = z.object({ approvalId })
export const declineSchema = z.object({ approvalId, reason })

export type HoldKeyInput = z.output<typeof holdKeySchema>
export type RevokeForStaffInput = z.output<typeof revokeForStaffSchema>
export type AddNoteInput = z.output<typeof addNoteSchema>
export type StrikeNoteInput = z.output<typeof strikeNoteSchema>
export type AskOwnerInput = z.output<typeof askOwnerSchema>
export type CloseRequestInput = z.output<typeof closeRequestSchema>
export type AnswerRequestInput = z.output<typeof answerRequestSchema>
export type ApproveInput = z.output<typeof approveSchema>
export type DeclineInput = z.output<typeof declineSchema>
