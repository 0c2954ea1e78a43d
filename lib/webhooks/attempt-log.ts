import { z } from 'zod'

/** One attempt. `at`: ISO time by the database's clock; `status`: null without an answer; `problem`: null on success. */
const attempt = z.object({
  at: z.string(),
  status: z.number().nullable(),
  problem: z.string().nullable(),
  ms: z.number(),
})

export type Attempt = z.output<typeof attempt>

/** What is kept of a delivery that is sent again and again by hand. */
export const ATTEMPTS_KEPT = 20

/** A stored log; what cannot be read was not written by us and is left out. */
export function readAttempts(stored: unknown): Attempt[] {
  return Array.isArray(stored) ? stored.flatMap((one) => attempt.safeParse(one).data ?? []) : []
}
