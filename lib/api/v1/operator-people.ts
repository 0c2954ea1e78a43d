import { z } from '@hono/zod-openapi'
import { grantStaffRole, makePasswordReset, resetSecondFactor } from '#lib/operator/commands'
import type { GrantedStaff } from '#lib/operator/grant-staff'
import type { MadeReset } from '#lib/operator/reset-password'
import type { ResetSecondFactor } from '#lib/operator/reset-second-factor'
import { resetPasswordSchema, resetSecondFactorSchema } from '#lib/operator/schema'
import { grantStaffSchema } from '#lib/staff/schema'
import { operation } from './operator.ts'

/** Answers POST /v1/operator/staff. */
export const answerOperatorStaff = operation({
  path: '/v1/operator/staff',
  schema: grantStaffSchema,
  run: grantStaffRole,
  body: ({ changed, userId, email, role }: GrantedStaff): z.infer<typeof operatorStaffSchema> => ({
    ...{ changed, user_id: userId, email, role },
  }),
})

/** Answers POST /v1/operator/second-factor-resets. */
export const answerOperatorResets = operation({
  path: '/v1/operator/second-factor-resets',
  schema: resetSecondFactorSchema,
  run: resetSecondFactor,
  body: ({ changed, userId, email }: ResetSecondFactor): z.infer<typeof operatorResetSchema> => ({
    ...{ changed, user_id: userId, email },
  }),
})

/** Answers POST /v1/operator/password-resets. */
export const answerOperatorPasswords = operation({
  path: '/v1/operator/password-resets',
  schema: resetPasswordSchema,
  run: makePasswordReset,
  body: ({
    userId,
    email,
    link,
    expiresAt,
    sessionsEnded,
  }: MadeReset): z.infer<typeof operatorPasswordResetSchema> => ({
    ...{ user_id: userId, email, link, link_expire_time: expiresAt.toISOString(), sessions_ended: sessionsEnded },
  }),
})

export const operatorStaffSchema = z
  .object({ changed: z.boolean(), user_id: z.string(), email: z.string(), role: z.enum(['auditor', 'staff']) })
  .openapi('OperatorStaff')

export const operatorResetSchema = z
  .object({
    changed: z.boolean().openapi({ description: 'False where there was no second factor.' }),
    user_id: z.string(),
    email: z.string(),
  })
  .openapi('OperatorSecondFactorReset')

export const operatorPasswordResetSchema = z
  .object({
    user_id: z.string(),
    email: z.string(),
    link: z.string().openapi({ description: 'Works once; the token stands in its fragment.' }),
    link_expire_time: z.iso.datetime(),
    sessions_ended: z.int(),
  })
  .openapi('OperatorPasswordReset')
