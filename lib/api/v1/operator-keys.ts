import { z } from '@hono/zod-openapi'
import { rotateSecrets, turnSigningKeys } from '#lib/operator/commands'
import type { SecretRotation } from '#lib/operator/rotate-secrets'
import { rotateSecretsSchema, turnSigningKeysSchema } from '#lib/operator/schema'
import type { Rotation } from '#lib/tokens/key-store'
import { operation } from './operator.ts'

/** Answers POST /v1/operator/secret-rotation. */
export const answerOperatorSecrets = operation({
  path: '/v1/operator/secret-rotation',
  schema: rotateSecretsSchema,
  run: rotateSecrets,
  body: ({
    state,
    waitSeconds,
    next,
    resealed,
    unreadable,
  }: SecretRotation): z.infer<typeof operatorSecretsSchema> => ({
    ...{ state, wait_seconds: waitSeconds, next, resealed, unreadable: [...unreadable] },
  }),
})

/** Answers POST /v1/operator/signing-keys. */
export const answerOperatorSigningKeys = operation({
  path: '/v1/operator/signing-keys',
  schema: turnSigningKeysSchema,
  run: turnSigningKeys,
  body: ({ made, deleted }: Rotation): z.infer<typeof operatorSigningKeysSchema> => ({
    ...{ made: [...made], deleted: [...deleted] },
  }),
})

export const operatorSecretsSchema = z
  .object({
    state: z.enum(['waiting', 'resealing', 'done']),
    wait_seconds: z.int().openapi({ description: 'Until every process seals under the new secret.' }),
    next: z
      .object({ column: z.int(), after: z.string() })
      .nullable()
      .openapi({ description: 'To be sent with the next call.' }),
    resealed: z.int().openapi({ description: 'By this call.' }),
    unreadable: z.array(z.string()).openapi({ description: 'What neither secret opens; it was damaged before.' }),
  })
  .openapi('OperatorSecretRotation')

export const operatorSigningKeysSchema = z
  .object({
    made: z.array(z.string()).openapi({ description: 'Empty where the next keys are published already.' }),
    deleted: z.array(z.string()),
  })
  .openapi('OperatorSigningKeys')
