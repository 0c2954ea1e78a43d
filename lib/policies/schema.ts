import { z } from 'zod'

const wholeNumber = (least: number, most: number, what: string) =>
  z
    .int({ error: `${what} is a whole number.` })
    .min(least, `${what} is at least ${least}.`)
    .max(most, `${what} is at most ${most.toLocaleString('en-US')}.`)
    .nullable()

const MAX_DAYS = 3650

/** What a policy says; null is nothing. */
export const rulesSchema = z.object({
  requireRestricted: z.boolean(),
  widestV4: wholeNumber(1, 32, 'A prefix length for IPv4'),
  widestV6: wholeNumber(1, 128, 'A prefix length for IPv6'),
  maxKeyLifeDays: wholeNumber(1, MAX_DAYS, 'A life in days'),
  openDays: wholeNumber(1, MAX_DAYS, 'The number of days'),
  requireNotes: z.boolean(),
})

/** Of which workspace; null: of all. */
export const policyScope = z.uuid({ error: 'This is not the id of a workspace.' }).nullable()

/** From when the policy also rules what exists: a time, from this moment on, or not at all. */
export const appliesFrom = z.union([
  z.literal('now'),
  z.iso.datetime({ offset: true, error: 'Choose a date.' }).transform((text) => new Date(text)),
  z.null(),
])

const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

export const policyReason = z
  .string({ error: 'Say why.' })
  .trim()
  .min(1, 'Say why: it is kept in the audit trail.')
  .max(500, 'A reason has at most 500 characters.')
  .refine((text) => !UNPRINTABLE.test(text), 'A reason has no line breaks or other control characters.')

/** Of the policy as the editor saw it; 0: there was none. */
const seenVersion = z.int().min(0)

export const wantedPolicySchema = z.object({ workspaceId: policyScope, rules: rulesSchema, appliesFrom })

export const savePolicySchema = wantedPolicySchema.extend({
  version: seenVersion,
  reason: policyReason,
  /** How many keys would lose power, as the editor was told and has confirmed. */
  confirmedKeys: z.int().min(0).default(0),
})

export const deletePolicySchema = z.object({ workspaceId: policyScope, version: seenVersion, reason: policyReason })

export const affectedKeysSchema = wantedPolicySchema.extend({ after: z.uuid().nullable().default(null) })

export type WantedPolicyInput = z.output<typeof wantedPolicySchema>
export type SavePolicyInput = z.output<typeof savePolicySchema>
export type DeletePolicyInput = z.output<typeof deletePolicySchema>
