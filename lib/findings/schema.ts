import { z } from 'zod'
import { type RuleId, ruleIds } from './rules.ts'

/** Longer than any plan: whoever acknowledges looks again within a year. */
export const MOST_DAYS = 365

const rule = z.enum(ruleIds as [RuleId, ...RuleId[]])

export const acknowledgeSchema = z.object({
  rule,
  /** Of the key alone; null: of every key of the workspace. */
  keyId: z.uuid().nullable(),
  workspaceId: z.uuid(),
  reason: z.string().trim().min(1, 'Say why this is in order.').max(500, 'At most 500 characters.'),
  /** The last day, in UTC. */
  until: z.iso.date('Choose the last day.'),
})

export type AcknowledgeInput = z.output<typeof acknowledgeSchema>

export const reopenSchema = z.object({ id: z.uuid() })

export type ReopenInput = z.output<typeof reopenSchema>

export const countAgainSchema = z.object({})
