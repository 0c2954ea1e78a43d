import { z } from '@hono/zod-openapi'
import { accessMode, entryAnswer } from './answers.ts'
import { throughNames } from './wire-through.ts'

export const throughAnswer = z.enum(throughNames).openapi('Through', {
  description: 'By what a call is let through: an open key, an entry, a timed bypass, or a key that only reports.',
})

export const namedListAnswer = z
  .object({ allowlist_id: z.string(), name: z.string() })
  .openapi('AllowlistName', { description: 'A named list, by what it is found and called by.' })

const whereItStands = {
  entry: entryAnswer.nullable(),
  allowlist: namedListAnswer.nullable().openapi({ description: 'The named list that the entry stands in, if any.' }),
}

export const checkAnswer = z
  .object({
    allowed: z.boolean(),
    would_deny: z.boolean().openapi({ description: 'Let through, though enforcing would refuse.' }),
    access_mode: accessMode,
    address: z.string(),
    explanation: z.string().openapi({ description: 'The verdict and its reason, for people.' }),
    through: throughAnswer.nullable(),
    ...whereItStands,
    entry: entryAnswer.nullable().openapi({ description: 'The narrowest entry that admits the address.' }),
    ceiling: z
      .object({ access_mode: accessMode, entry: entryAnswer.nullable() })
      .nullable()
      .openapi({ description: 'The workspace’s ceiling, where there is one, and its entry for the address.' }),
    nearest: z
      .object({ ...whereItStands, message: z.string(), suggestion: z.string() })
      .nullable()
      .openapi({ description: 'When no entry admits it: the nearest miss, and what to add.' }),
  })
  .openapi('CheckAllowlistResponse')
