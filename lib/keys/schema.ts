import { z } from 'zod'
import { type ListEntry, readAllowedIps } from '#lib/allowlists/allowed-ips'
import type { Network } from '#lib/ip/network'
import { listIds } from '#lib/lists/list-ids'
import type { AccessMode } from './views.ts'

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

type Listed = { allowedIps: readonly ListEntry[]; listIds?: readonly string[]; openToAny: boolean }

// Emptying the list is two acts, so that a cleared field alone never opens a key. Named lists are a list.
const confirmedWhenEmpty = ({ allowedIps: own, listIds: named = [], openToAny }: Listed) =>
  own.length + named.length > 0 || openToAny
const unconfirmed = { path: ['openToAny'], error: `${OPENS_TO_ANY} Confirm that this is what you want.` }

const listFields = {
  name: keyName,
  allowedIps,
  /** The owner has confirmed that an empty list opens the key; without meaning when the list has entries. */
  openToAny: z.boolean(),
}

export const createKeySchema = z
  .object({ ...listFields, expiresAt: keyExpiry, listIds: listIds.default([]) })
  .refine(confirmedWhenEmpty, unconfirmed)

/** Of a key or list as the editor saw it. Saving over a newer one takes that newer version, so nobody does it unseen. */
export const seenVersion = z.int().min(1)

/**
 * Networks whose callers somebody has confirmed to lock out, as text; they must name every address that is at risk. Empty:
 * nothing was confirmed.
 */
export const confirmed = z
  .string()
  .max(256 * 1024, 'Name fewer addresses, or networks that hold them.')
  .default('')
  .transform((text, context): readonly Network[] => {
    const read = readAllowedIps(text)
    if (read.ok) return read.entries.map((entry) => entry.network)
    context.addIssue({ code: 'custom', message: read.message })
    return z.NEVER
  })

export const updateKeySchema = z
  .object({ keyId, version: seenVersion, ...listFields, name: nameOf(MAX_NAME_LENGTH), confirmed })
  .refine(confirmedWhenEmpty, unconfirmed)

/** A list that is not to be saved yet. */
export const previewKeySchema = z.object({ keyId, allowedIps })

export const accessModes = ['open', 'report', 'enforce'] as const satisfies readonly AccessMode[]

/** Opening is confirmed by `openToAny`, as emptying the list is. */
export const accessModeSchema = z
  .object({
    keyId,
    version: seenVersion,
    accessMode: z.enum(accessModes, { error: 'Choose how the list is applied.' }),
    openToAny: z.boolean().default(false),
    confirmed,
  })
  .refine(({ accessMode, openToAny }) => accessMode !== 'open' || openToAny, {
    path: ['openToAny'],
    error: 'This opens the key to any address. Confirm that this is what you want.',
  })

export const MAX_BYPASS_MINUTES = 60

export const bypassSchema = z.object({
  keyId,
  minutes: z
    .int({ error: 'Choose for how long.' })
    .min(1, 'A bypass lasts at least a minute.')
    .max(MAX_BYPASS_MINUTES, `A bypass lasts at most ${MAX_BYPASS_MINUTES} minutes.`),
  reason: z
    .string({ error: 'Say why.' })
    .trim()
    .min(1, 'Say why: everybody who sees the key sees this.')
    .max(200, 'A reason has at most 200 characters.')
    .refine((text) => !UNPRINTABLE.test(text), 'A reason has no line breaks or other control characters.'),
})
export const endBypassSchema = z.object({ keyId })

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
export type PreviewKeyInput = z.output<typeof previewKeySchema>
export type AccessModeInput = z.output<typeof accessModeSchema>
export type BypassInput = z.output<typeof bypassSchema>
export type KeyIdInput = z.output<typeof pauseKeySchema>
export type RevokeKeyInput = z.output<typeof revokeKeySchema>
export type RotateKeyInput = z.output<typeof rotateKeySchema>

function yearsFromNow(years: number): Date {
  const at = new Date()
  at.setFullYear(at.getFullYear() + years)
  return at
}
