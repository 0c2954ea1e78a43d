import { z } from 'zod'
import { ownText } from '#lib/allowlists/entries'
import { auditActionLabel } from '#lib/audit/actions'

const entry = z.object({
  network: z.string().transform(ownText),
  note: z.string().nullable(),
  list: z.string().nullable(),
})
const moment = z.string().transform((text) => new Date(text))

/** What makes a key a finding, as rule-queries.ts writes it. */
export const whySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entries'), total: z.number(), entries: z.array(entry) }),
  z.object({ kind: z.literal('used'), at: moment }),
  z.object({ kind: z.literal('unused'), since: moment, never: z.boolean() }),
  z.object({ kind: z.literal('refused'), addresses: z.number(), calls: z.number() }),
  z.object({ kind: z.literal('shared'), range: z.string().transform(ownText), workspaces: z.number() }),
  z.object({
    kind: z.literal('widened'),
    at: moment,
    by: z.string(),
    gained: z.string(),
    opensToAny: z.boolean(),
    /** Of a named list, its name. */
    list: z.string().nullable(),
  }),
  z.object({ kind: z.literal('expired'), entries: z.number() }),
  /** `action` in words. */
  z.object({ kind: z.literal('acted'), at: moment, by: z.string(), action: z.string().transform(auditActionLabel) }),
])

export type Why = z.output<typeof whySchema>

/** What was found has gone since. */
export type WhyOrGone = Why | { kind: 'gone' }

export function readWhy(json: unknown): WhyOrGone {
  return json === null ? { kind: 'gone' } : whySchema.parse(json)
}
