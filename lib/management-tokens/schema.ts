import { z } from 'zod'
import { allowedIps, keyExpiry } from '#lib/keys/schema'
import { tokenRoles } from './rules.ts'

const OPENS_TO_ANY = 'An empty list lets the token be used from any address.'

// Control characters, half surrogate pairs, line separators, and marks that turn the reading direction around.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u

const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

export const tokenName = z
  .string({ error: 'Give the token a name.' })
  .trim()
  .max(80, 'A name has at most 80 characters.')
  .refine((name) => !UNPRINTABLE.test(name), 'A name has no line breaks or other control characters.')
  .refine((name) => VISIBLE.test(name), 'Give the token a name.')

export const tokenRole = z.enum(tokenRoles, { error: 'Choose what the token may do: read, verify or write.' })

export const tokenId = z.uuid({ error: 'This is not the id of a token.' })

type Listed = { allowedIps: readonly unknown[]; openToAny: boolean }

// Emptying the list is two acts, so that a cleared field alone never opens a token.
const confirmedWhenEmpty = (input: Listed) => input.allowedIps.length > 0 || input.openToAny
const unconfirmed = { path: ['openToAny'], error: `${OPENS_TO_ANY} Confirm that this is what you want.` }

const listFields = {
  name: tokenName,
  /** Networks alone are kept: a token's list has no notes. */
  allowedIps,
  /** Somebody has confirmed that an empty list opens the token; without meaning when the list has entries. */
  openToAny: z.boolean(),
}

export const createTokenSchema = z
  .object({ ...listFields, role: tokenRole, expiresAt: keyExpiry })
  .refine(confirmedWhenEmpty, unconfirmed)

/** `listBefore` is the list that the editor saw, in canonical text, so that nobody undoes another's list unseen. */
export const updateTokenSchema = z
  .object({ tokenId, listBefore: z.string(), ...listFields })
  .refine(confirmedWhenEmpty, unconfirmed)

export const revokeTokenSchema = z.object({ tokenId })

export type CreateTokenInput = z.output<typeof createTokenSchema>
export type UpdateTokenInput = z.output<typeof updateTokenSchema>
export type RevokeTokenInput = z.output<typeof revokeTokenSchema>
