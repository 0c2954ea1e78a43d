import { z } from 'zod'

const password = z.string().min(1, 'Enter your password.').max(1024, 'That password is too long.')

/** Whether it is one is told by the account's secret, not by its form. */
const code = z.string().trim().min(1, 'Enter a code.').max(64, 'That is no code.')

export const beginSchema = z.object({ password })

export const confirmSchema = z.object({ code })

/** Both, because a session that somebody left open must not be enough. */
export const proofSchema = z.object({ password, code })

export type Proof = z.output<typeof proofSchema>
