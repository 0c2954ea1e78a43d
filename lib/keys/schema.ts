import { z } from 'zod'
import { type ListEntry, readAllowedIps } from './allowed-ips.ts'

/** Shown beside the field and used as the question of the confirmation. */
export const OPENS_TO_ANY = 'An empty list opens the key to any address.'

const MAX_LIFETIME_YEARS = 10

// Control characters, half surrogate pairs, line separators, and marks that turn the reading direction around.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

const nameOf = (maxLength: number) =>
  z
    .string({ error: 'Give the key a name.' })
    .trim()
    .max(maxLength, `A name has at most ${maxLength} characters.`)
    .refine((name) => !UNPRINTABLE.test(name), 'A name has no line breaks or other control characters.')
    .refine((name) => VISIBLE.test(name), 'Give the key a name.')

export const keyName = nameOf(80)

/** Programs may give longer names, and a key that has one can still be edited. */
const MAX_NAME_LENGTH = 255

/** The text of the Allowed IPs field, read into entries. One bad entry refuses all; `params.problems` names each. */
export const allowedIps = z
  .string({ error: 'Send the list as text.' })
  .transform((text, context): readonly ListEntry[] => {
    const read = readAllowedIps(text)
    if (read.ok) return read.entries
    context.addIssue({ code: 'custom', message: read.message, params: { problems: read.problems } })
    return z.NEVER
  })

export const keyExpiry = z.iso
  .datetime({ offset: true, error: 'Choose a date.' })
  .transform((text) => new Date(text))
  .refine((at) => at.getTime() > Date.now(), 'Choose a time in the future.')
  .refine((at) => at <= yearsFromNow(MAX_LIFETIME_YEARS), `Choose a time within ${MAX_LIFETIME_YEARS} years.`)
  .nullable()

export const keyId = z.uuid({ error: 'This is not the id of a key.' })

type Listed = { allowedIps: readonly ListEntry[]; openToAny: boolean }

// Emptying the list is two acts, so that a cleared field alone never opens a key.
const confirmedWhenEmpty = (input: Listed) => input.allowedIps.length > 0 || input.openToAny
const unconfirmed = { path: ['openToAny'], error: `${OPENS_TO_ANY} Confirm that this is what you want.` }

const listFields = {
  name: keyName,
  allowedIps,
  /** The owner has confirmed that an empty list opens the key; without meaning when the list has entries. */
  openToAny: z.boolean(),
}

export const createKeySchema = z.object({ ...listFields, expiresAt: keyExpiry }).refine(confirmedWhenEmpty, unconfirmed)

/** `version` is the one the editor saw. Saving over a newer one takes that newer version, so nobody does it unseen. */
export const updateKeySchema = z
  .object({ keyId, version: z.int().min(1), ...listFields, name: nameOf(MAX_NAME_LENGTH) })
  .refine(confirmedWhenEmpty, unconfirmed)

export const pauseKeySchema = z.object({ keyId })
export const resumeKeySchema = z.object({ keyId })
export const revokeKeySchema = z.object({ keyId, confirmName: z.string().max(MAX_NAME_LENGTH).optional() })
/** `graceSeconds`: how long the old secret goes on working. */
export const rotateKeySchema = z.object({
  keyId,
  graceSeconds: z
    .int({ error: 'Choose how long the old secret goes on working.' })
    .min(0, 'The old secret cannot have stopped before now.')
    .max(30 * 86_400, 'The old secret works for at most 30 days more.'),
})

export type CreateKeyInput = z.output<typeof createKeySchema>
export type UpdateKeyInput = z.output<typeof updateKeySchema>
export type KeyIdInput = z.output<typeof pauseKeySchema>
export type RevokeKeyInput = z.output<typeof revokeKeySchema>
export type RotateKeyInput = z.output<typeof rotateKeySchema>

function yearsFromNow(years: number): Date {
  const at = new Date()
  at.setFullYear(at.getFullYear() + years)
  return at
}
