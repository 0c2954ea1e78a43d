import { z } from 'zod'
import { callerNetwork } from '#lib/allowlists/replay'
import { keyId } from '#lib/keys/schema'

/** A place that calls come from: an address, or a network of which many called. */
const place = z
  .string({ error: 'Say which address.' })
  .max(100)
  .transform((text, context) => {
    const network = callerNetwork(text.trim())
    if (network !== null) return network
    context.addIssue({ code: 'custom', message: 'This is not an address.' })
    return z.NEVER
  })

export const ignoreCallerSchema = z.object({ keyId, address: place })

export type IgnoreCallerInput = z.output<typeof ignoreCallerSchema>
