import { z } from '@hono/zod-openapi'
import type { OperatorActor } from '#lib/audit/actor'
import { isStraightFromThisMachine } from '#lib/auth/first-account'
import { hasTooManyHeaders } from '#lib/client-ip/header-lines'
import { isDatabaseUnavailable } from '#lib/db'
import type { Result } from '#lib/errors'
import { formatAddress, parseAddress } from '#lib/ip/address'
import { log } from '#lib/log'
import { provideToken, provideUser } from '#lib/operator/commands'
import type { ProvidedToken } from '#lib/operator/provide-token'
import type { ProvidedUser } from '#lib/operator/provide-user'
import type { SecretRotationRefusal } from '#lib/operator/rotate-secrets'
import { provideTokenSchema, provideUserSchema } from '#lib/operator/schema'
import { checkOperatorSignature, type SignatureOutcome } from '#lib/operator/signature'
import type { WorkspaceRefusal } from '#lib/operator/workspace'
import { derivedKeys } from '#lib/secrets'
import { type Answer, jsonAnswer } from '../answer.ts'
import { type ApiCall, singleHeader } from '../call.ts'
import { problemAnswer } from '../problem.ts'
import { CallerGone } from '../read-body.ts'
import { MAX_BODY_BYTES, readJsonObject } from '../read-json.ts'

type Refusal = WorkspaceRefusal | SecretRotationRefusal | 'too_many' | 'no_account' | 'account_disabled'

const statuses = {
  workspace_unnamed: 400,
  workspace_unknown: 400,
  workspace_ambiguous: 409,
  workspace_of_another: 409,
  too_many: 409,
  // Not 404: that is what a path says that does not exist.
  no_account: 400,
  account_disabled: 409,
  no_secret_change: 409,
  secret_mismatch: 409,
} satisfies Record<Refusal, number>

type OperatorOperation<S extends z.ZodType, Value> = {
  path: string
  schema: S
  run: (actor: OperatorActor, input: z.output<S>, call: ApiCall) => Promise<Result<Value, Refusal>>
  body: (value: Value) => unknown
}

/** Answers POST /v1/operator/tokens. */
export const answerOperatorTokens = operation({
  path: '/v1/operator/tokens',
  schema: provideTokenSchema,
  run: provideToken,
  body: tokenBody,
})

/** Answers POST /v1/operator/users. */
export const answerOperatorUsers = operation({
  path: '/v1/operator/users',
  schema: provideUserSchema,
  run: provideUser,
  body: userBody,
})

/**
 * An operation of whoever runs the server: straight from this machine and signed with the master secret. For everybody else
 * it is a path that does not exist.
 */
export function operation<S extends z.ZodType, Value>(told: OperatorOperation<S, Value>) {
  const signed = signedOperation(told)
  return async (call: ApiCall, requestId: string): Promise<Answer> => {
    if (hasTooManyHeaders(call.rawHeaders)) return problemAnswer('headers_too_large')
    return isStraightFromThisMachine(call) ? signed(call, requestId) : problemAnswer('not_found')
  }
}

/**
 * The same from anywhere, for what tells of the way of a call. It must be nothing that may not be done twice: whoever sees the
 * call pass can repeat it for a minute.
 */
export function signedOperation<S extends z.ZodType, Value>({ path, schema, run, body }: OperatorOperation<S, Value>) {
  return async (call: ApiCall, requestId: string): Promise<Answer> => {
    try {
      if (hasTooManyHeaders(call.rawHeaders)) return problemAnswer('headers_too_large')
      const bytes = await call.readBody(MAX_BODY_BYTES)
      if (bytes === 'too_large') return problemAnswer('body_too_large')
      const outcome = signatureOf(call, path, bytes)
      if (outcome !== 'valid') {
        // Of strangers anybody may send as many as they like; what is noted of them is noted here at the machine.
        if (isStraightFromThisMachine(call)) log.warn({ requestId, path, outcome }, UNSIGNED)
        return problemAnswer('not_found')
      }
      const read = await readJsonObject({ ...call, readBody: async () => bytes })
      if (!read.ok) return problemAnswer(read.problem)
      const parsed = schema.safeParse(read.value)
      if (!parsed.success) return jsonAnswer(400, { error: problemOf(parsed.error) })
      const done = await run(actorOf(call, requestId), parsed.data, call)
      return done.ok ? jsonAnswer(200, body(done.value)) : jsonAnswer(statuses[done.error], { error: done.message })
    } catch (error) {
      if (isDatabaseUnavailable(error)) return problemAnswer('database_unavailable')
      if (!(error instanceof CallerGone)) log.error({ requestId, err: error }, 'operator call failed')
      return problemAnswer('internal')
    }
  }
}

const UNSIGNED = 'operator call without a valid signature'

/** Both mounts of the operation are its path; the caller signs the one it calls. */
function signatureOf(call: ApiCall, path: string, body: Uint8Array): SignatureOutcome {
  const authorization = singleHeader(call.rawHeaders, 'authorization')
  const at = { authorization, unixSeconds: Math.floor(Date.now() / 1000) }
  const tries = derivedKeys('operator').flatMap((key) => [path, `/api${path}`].map((signed) => ({ key, signed })))
  let outcome: SignatureOutcome = 'wrong'
  for (const { key, signed } of tries) {
    outcome = checkOperatorSignature(key, { method: 'POST', path: signed, body }, at)
    if (outcome !== 'wrong') return outcome
  }
  return outcome
}

function actorOf(call: ApiCall, requestId: string): OperatorActor {
  // Straight from this machine, so the peer is the caller, whatever header names callers elsewhere.
  const address = call.peer === undefined ? null : parseAddress(call.peer)
  const text = address === null ? null : formatAddress(address)
  return { kind: 'operator', label: 'operator', address: text, door: 'cli', requestId }
}

function problemOf(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'The body cannot be read'
  const field = issue.path.join('.')
  return field === '' ? issue.message : `${field}: ${issue.message}`
}

function tokenBody({ created, token, secret }: ProvidedToken): z.infer<typeof operatorTokenSchema> {
  const { id, name, role, workspace, expiresAt, allowedCidrs } = token
  return {
    created,
    token: {
      ...{ token_id: id, name, role, workspace_id: workspace.id, workspace_name: workspace.name },
      ...(expiresAt === null ? {} : { expire_time: expiresAt.toISOString() }),
      allowed_cidrs: allowedCidrs,
    },
    secret,
  }
}

function userBody({
  created,
  userId,
  email,
  workspace,
  staffRole,
  link,
}: ProvidedUser): z.infer<typeof operatorUserSchema> {
  return {
    ...{ created, user_id: userId, email },
    ...{ workspace_id: workspace?.id ?? null, workspace_name: workspace?.name ?? null, staff_role: staffRole },
    ...(link === null ? {} : { link: link.link, link_expire_time: link.expiresAt.toISOString() }),
  }
}

export const operatorTokenSchema = z
  .object({
    created: z.boolean(),
    token: z.object({
      token_id: z.string(),
      name: z.string(),
      role: z.enum(['read', 'verify', 'write']),
      workspace_id: z.string(),
      workspace_name: z.string(),
      expire_time: z.iso.datetime().optional(),
      allowed_cidrs: z.array(z.string()).openapi({ description: 'Empty: any address.' }),
    }),
    secret: z.string().openapi({ description: 'Empty for a token that was there already.' }),
  })
  .openapi('OperatorToken')

export const operatorUserSchema = z
  .object({
    created: z.boolean(),
    user_id: z.string(),
    email: z.string(),
    workspace_id: z.string().nullable(),
    workspace_name: z.string().nullable(),
    staff_role: z.enum(['auditor', 'staff']).nullable(),
    link: z
      .string()
      .optional()
      .openapi({ description: 'To choose a password, of an account made without one. Works once.' }),
    link_expire_time: z.iso.datetime().optional(),
  })
  .openapi('OperatorUser')
