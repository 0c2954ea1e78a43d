import { z } from 'zod'
import { alertKind } from '#lib/alerts/schema'

const webhookId = z.uuid({ error: 'This is not the id of a webhook.' })

const fields = {
  url: z
    .string({ error: 'Enter an address.' })
    .trim()
    .min(1, 'Enter an address.')
    .max(2_000, 'An address has at most 2,000 characters.'),
  description: z
    .string()
    .trim()
    .max(120, 'A description has at most 120 characters.')
    .regex(/^\P{Cc}*$/u, 'A description has no line breaks or other control characters.')
    .transform((text) => (text === '' ? null : text)),
  /** `all`: also kinds of alerts that there may be one day. */
  scope: z.enum(['all', 'some'], { error: 'Choose which alerts are sent.' }),
  kinds: z.array(alertKind),
}

type Scoped = { scope: 'all' | 'some'; kinds: readonly string[] }

const somethingChosen = ({ scope, kinds }: Scoped) => scope === 'all' || kinds.length > 0
const nothingChosen = { path: ['kinds'], error: 'Choose at least one kind of alert.' }

export const createWebhookSchema = z.object(fields).refine(somethingChosen, nothingChosen)

/** `seenAt`: when the webhook was last changed, as the editor saw it, so that nobody undoes another's change unseen. */
export const updateWebhookSchema = z
  .object({ webhookId, seenAt: z.iso.datetime(), ...fields })
  .refine(somethingChosen, nothingChosen)

export const webhookSchema = z.object({ webhookId })

export const deliverySchema = z.object({ webhookId, deliveryId: z.uuid({ error: 'This is not the id of a message.' }) })

export type CreateWebhookInput = z.output<typeof createWebhookSchema>
export type UpdateWebhookInput = z.output<typeof updateWebhookSchema>
export type DeliveryInput = z.output<typeof deliverySchema>

/** As it is stored: none is all. */
export function storedKinds({ scope, kinds }: Scoped): string[] {
  return scope === 'all' ? [] : [...new Set(kinds)]
}
