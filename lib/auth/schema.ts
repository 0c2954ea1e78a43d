import { z } from 'zod'

export const passwordLength = { min: 12, max: 256 } as const

/** Lower-cased only after it is known to be ASCII: U+212A (Kelvin sign) lower-cases to a plain k. */
export const email = z
  .string()
  .trim()
  .max(254, 'An e-mail address has at most 254 characters.')
  .regex(/^[^@]{1,64}@/, 'Enter an e-mail address, like you@example.com.')
  .pipe(z.email('Enter an e-mail address, like you@example.com.'))
  .transform((text) => text.toLowerCase())

const line = (what: string) =>
  z
    .string()
    .trim()
    .min(1, `Enter ${what}.`)
    .max(80, 'At most 80 characters.')
    // PostgreSQL keeps neither NUL nor half a surrogate pair.
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'Use letters, digits and signs only, on one line.')

export const personName = line('your name')

export const workspaceName = line('a name')

export const newPassword = z
  .string()
  .min(passwordLength.min, `At least ${passwordLength.min} characters; a few words in a row do well.`)
  .max(passwordLength.max, `At most ${passwordLength.max} characters.`)

// No rules for a password that is only compared: an account keeps what it was made with.
const presentedPassword = z.string().min(1, 'Enter your password.').max(1024, 'That password is too long.')

const callbackUrl = z.string().max(2048).optional()

/** Of the second factor, once it was asked for. */
const code = z.string().max(64, 'That is no code.').optional()

export const signInSchema = z.object({ email, password: presentedPassword, code, callbackUrl })

export const signUpSchema = z
  .object({
    name: personName,
    email,
    password: newPassword,
    workspaceName: z.union([z.literal('').transform(() => undefined), workspaceName]).optional(),
    setupCode: z.string().trim().max(40, 'A set-up code has 12 characters.').optional(),
    callbackUrl,
  })
  .refine(({ email, password }) => !isEmailAddress(password, email), {
    path: ['password'],
    message: 'Your e-mail address cannot be the password.',
  })

export const profileSchema = z.object({ name: personName })

export const passwordSchema = z.object({ currentPassword: presentedPassword, newPassword })

export const endSessionSchema = z.object({ sessionId: z.uuid() })

export type SignUpInput = z.output<typeof signUpSchema>
export type PasswordInput = z.output<typeof passwordSchema>

export function isEmailAddress(password: string, address: string): boolean {
  return password.trim().toLowerCase() === address
}
