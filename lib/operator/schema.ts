import { z } from 'zod'
import { email, isEmailAddress, newPassword, personName, workspaceName } from '#lib/auth/schema'
import { parseDuration } from '#lib/duration'
import { allowedIps } from '#lib/keys/schema'
import { tokenName, tokenRole } from '#lib/management-tokens/schema'
import { staffRole } from '#lib/staff/schema'

const MAX_TTL_SECONDS = 3650 * 24 * 60 * 60

const ttl = z.string({ error: 'must be a duration such as 90d' }).transform((text, context): number => {
  const seconds = parseDuration(text)
  if (seconds !== null && seconds >= 1 && seconds <= MAX_TTL_SECONDS) return seconds
  context.addIssue({ code: 'custom', message: 'must be a duration of 1s to 3650d, such as 90d' })
  return z.NEVER
})

const MAX_CIDR_LENGTH = 50
// One entry each: a list in one text would be read as well, and is more likely a mistake of the caller.
const cidrs = z
  .array(
    z
      .string()
      .regex(/^[^\s,;#-]+$/, 'each of allowed_cidrs is one address or network')
      .max(MAX_CIDR_LENGTH),
  )
  .transform((lines) => lines.join('\n'))
  .pipe(allowedIps)

const namedWorkspace = {
  workspace: workspaceName.optional(),
  workspace_id: z.uuid({ error: 'workspace_id must be the id of a workspace' }).optional(),
}
const namesOne = (body: { workspace?: string | undefined; workspace_id?: string | undefined }) =>
  body.workspace === undefined || body.workspace_id === undefined
const namesTwo = { error: 'Name the workspace by workspace or by workspace_id, not by both.' }

/** The body of POST /v1/operator/tokens. Without a list the token works from any address. */
export const provideTokenSchema = z
  .object({
    ...namedWorkspace,
    name: tokenName.default('cli'),
    role: tokenRole,
    ttl: ttl.optional(),
    allowed_cidrs: cidrs.default([]),
    replace: z.boolean().default(false),
  })
  .refine(namesOne, namesTwo)

/**
 * The body of POST /v1/operator/users. Without a password a new account gets a link to choose one, without a workspace one of
 * its own.
 */
export const provideUserSchema = z
  .object({
    email,
    name: personName.optional(),
    password: newPassword.optional(),
    staff: staffRole.optional(),
    ...namedWorkspace,
  })
  .refine(namesOne, namesTwo)
  .refine((body) => body.password === undefined || !isEmailAddress(body.password, body.email), {
    path: ['password'],
    error: 'Your e-mail address cannot be the password.',
  })

/** The body of POST /v1/operator/second-factor-resets. */
export const resetSecondFactorSchema = z.object({ email })

/** The body of POST /v1/operator/password-resets. */
export const resetPasswordSchema = z.object({ email, end_sessions: z.boolean().default(true) })

export type ProvideTokenInput = z.output<typeof provideTokenSchema>
export type ProvideUserInput = z.output<typeof provideUserSchema>
export type ResetPasswordInput = z.output<typeof resetPasswordSchema>

/** The body of POST /v1/operator/secret-rotation. Without a place a pass over all that is sealed begins. */
export const rotateSecretsSchema = z.object({
  next: z.object({ column: z.int().min(0).max(100), after: z.uuid({ error: 'after must be an id' }) }).optional(),
})

/** The body of POST /v1/operator/signing-keys. */
export const turnSigningKeysSchema = z.object({ end_old: z.boolean().default(false) })
