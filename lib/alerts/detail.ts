import { z } from 'zod'
import { staffActs, staffAsks } from '#lib/staff-acts/rules'
import type { AlertKind } from './kinds.ts'

/** Of the addresses or networks that an alert is about, so many are named. */
export const ITEMS_NAMED = 20

const subject = z.object({
  kind: z.enum(['key', 'list', 'ceiling', 'webhook']),
  id: z.string(),
  /** As it was called then. */
  name: z.string(),
})

const common = {
  subject,
  /** Addresses or networks, at most `ITEMS_NAMED`. */
  items: z.array(z.string()),
  /** There were others. */
  more: z.boolean(),
}

const plain = z.object(common)
const stage = z.enum(['7d', '1d'])
const expiring = z.object({ ...common, expiresAt: z.iso.datetime(), stage })

/** What is kept of each kind of alert. Never a secret. */
export const detailSchemas = {
  first_refusal: z.object({
    ...common,
    reason: z.enum(['ip_not_allowed', 'outside_ceiling', 'open_too_long', 'ip_unknown']),
  }),
  /** `usual`: refused calls an hour, on average of the 24 hours before. */
  refusal_spike: z.object({ ...common, refused: z.number(), usual: z.number() }),
  new_caller: plain,
  /** `gained`: how many addresses the change added, in words. `by`: who made it. */
  list_widened: z.object({ ...common, gained: z.string(), by: z.string(), opensToAny: z.boolean() }),
  entry_expiring: expiring,
  key_expiring: expiring,
  webhook_disabled: z.object({ ...common, problem: z.string() }),
  /** `loses`: that it lets any address through, its life, or entries that are too wide. */
  policy_warning: z.object({
    ...common,
    loses: z.enum(['openness', 'life', 'width']),
    at: z.iso.datetime(),
    stage: z.enum(['14d', '7d', '1d']),
  }),
  staff_action: z.object({ ...common, act: z.enum(staffActs), reason: z.string() }),
  /** `dueOn`: a date, as 2026-12-01; null when staff gave none. */
  staff_request: z.object({ ...common, ask: z.enum(staffAsks), reason: z.string(), dueOn: z.string().nullable() }),
} as const satisfies Record<AlertKind, z.ZodType>

export type Subject = z.output<typeof subject>
export type Stage = z.output<typeof stage>
export type Detail<K extends AlertKind> = z.output<(typeof detailSchemas)[K]>

/** A kind with what belongs to it. */
export type Happening = { [K in AlertKind]: { kind: K; detail: Detail<K> } }[AlertKind]

/** What was stored; null when a newer version wrote it in another way. */
export function readHappening(kind: AlertKind, detail: unknown): Happening | null {
  const read = detailSchemas[kind].safeParse(detail)
  return read.success ? ({ kind, detail: read.data } as Happening) : null
}

/** The first few of many, and whether some were left out. */
export function firstItems(items: readonly string[]): { items: string[]; more: boolean } {
  const different = [...new Set(items)]
  return { items: different.slice(0, ITEMS_NAMED), more: different.length > ITEMS_NAMED }
}
