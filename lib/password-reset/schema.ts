import { z } from 'zod'
import { email, newPassword } from '#lib/auth/schema'

export const askResetSchema = z.object({ email })

/** What is typed; the token comes with the link. */
export const newPasswordSchema = z.object({ newPassword })

export const resetPasswordSchema = newPasswordSchema.extend({ token: z.string().max(200) })

export type ResetPasswordInput = z.output<typeof resetPasswordSchema>
