import { z } from 'zod'
import { allowedIps, keyExpiry } from '#lib/keys/schema'
import { tokenId, tokenName } from '#lib/management-tokens/schema'

const OPENS_TO_ANY = 'An empty list lets the token be used from any address. Confirm that this is what you want.'

export const staffTokenRole = z.enum(['auditor', 'staff'], { error: 'Choose what the token may do: read, or act too.' })

export const createStaffTokenSchema = z
  .object({
    name: tokenName,
    role: staffTokenRole,
    /** Networks alone are kept: a token's list has no notes. */
    allowedIps,
    /** Somebody has confirmed that an empty list opens the token; without meaning when the list has entries. */
    openToAny: z.boolean(),
    expiresAt: keyExpiry,
  })
  .refine((input) => input.allowedIps.length > 0 || input.openToAny, { path: ['openToAny'], error: OPENS_TO_ANY })

export const revokeStaffTokenSchema = z.object({ tokenId })

export type CreateStaffTokenInput = z.output<typeof createStaffTokenSchema>
export type RevokeStaffTokenInput = z.output<typeof revokeStaffTokenSchema>
