import { z } from '@hono/zod-openapi'
import { hasTooManyHeaders, headerLines } from '#lib/client-ip/header-lines'
import { isDatabaseUnavailable } from '#lib/db'
import { type CheckOutcome, emailCheck } from '#lib/email/check'
import { log } from '#lib/log'
import { recordCall } from '#lib/traffic/record-call'
import type { Outcome } from '#lib/verify/decide'
import type { GateResult } from '#lib/verify/gate'
import { limitHeaders, returnCall, spendCall } from '#lib/verify/rate-limit'
import { CallTimedOut } from '#lib/verify/share-calls'
import { verification } from '#lib/verify/verification'
import { type Answer, jsonAnswer, withHeaders } from '../answer.ts'
import { type ApiCall, clientOf } from '../call.ts'
import { type ProblemCode, problemAnswer } from '../problem.ts'
import { CallerGone } from '../read-body.ts'
import { readJsonObject } from '../read-json.ts'

/** What a caller without a right to pass is told. A dead key and no key are told apart nowhere. */
const REFUSALS = {
  unknown_key: problemAnswer('invalid_key'),
  revoked: problemAnswer('invalid_key'),
  expired: problemAnswer('invalid_key'),
  paused: problemAnswer('invalid_key'),
  ip_unknown: problemAnswer('ip_not_allowed'),
  outside_ceiling: problemAnswer('ip_not_allowed'),
  open_too_long: problemAnswer('ip_not_allowed'),
  ip_not_allowed: problemAnswer('ip_not_allowed'),
  allowed: null,
  allowed_unlisted: null,
  allowed_bypassed: null,
} satisfies Record<Outcome, Answer | null>

/** Answers POST /v1/verify: the key and its address first, then the body, then the rate limit, then the check. */
export async function answerVerify(call: ApiCall, requestId: string): Promise<Answer> {
  try {
    if (hasTooManyHeaders(call.rawHeaders)) return problemAnswer('headers_too_large')
    const client = clientOf(call)
    const result = await verification().gate(headerLines(call.rawHeaders, 'authorization'), client)
    recordCall(result, client)
    return REFUSALS[result.outcome] ?? (await answerAdmitted(call, result))
  } catch (error) {
    if (error instanceof CallTimedOut || isDatabaseUnavailable(error)) {
      log.warn(
        { requestId, reason: error instanceof Error ? error.message : 'unknown' },
        'verify: database unavailable',
      )
      return problemAnswer('database_unavailable')
    }
    if (!(error instanceof CallerGone)) log.error({ requestId, err: error }, 'verify failed')
    return problemAnswer('internal')
  }
}

async function answerAdmitted(call: ApiCall, result: GateResult): Promise<Answer> {
  const body = await readJsonObject(call)
  if (!body.ok) return problemAnswer(body.problem)
  const request = readRequest(body.value)
  if (!request.ok) return problemAnswer(request.problem)
  if (request.validationType === 'smtp') return problemAnswer('smtp_not_available')
  if (result.key === null) return problemAnswer('invalid_key')
  const limit = await spendCall(result.key)
  if (limit !== null && !limit.allowed) {
    return withHeaders(problemAnswer('rate_limited'), [
      ...limitHeaders(limit),
      'Retry-After',
      String(limit.resetSeconds),
    ])
  }
  const outcome = await emailCheck().check(request.email)
  if (outcome.kind === 'unavailable') {
    await returnCall(result.key)
    return problemAnswer('dns_unavailable')
  }
  return jsonAnswer(200, verdictBody(request.email, outcome), limit === null ? [] : limitHeaders(limit))
}

export const verifyRequestSchema = z
  .object({
    email: z.string().openapi({ description: 'The address to check.', example: 'ada@example.com' }),
    validation_type: z
      .enum(['mx', 'smtp'])
      .default('mx')
      .openapi({ description: '`smtp` needs a Premium subscription.' }),
  })
  .openapi('VerifyRequest')

export const verifyAnswerSchema = z
  .object({
    email: z.string(),
    status: z.enum(['good', 'bad']),
    validation_type: z.literal('mx'),
    credits_used: z.int(),
    reason: z
      .enum(['invalid_format', 'domain_not_found', 'no_mx_records', 'disposable_domain'])
      .optional()
      .openapi({ description: 'Only when the status is `bad`.' }),
  })
  .openapi('VerifyAnswer')

type ReadRequest = { ok: true; email: string; validationType: 'mx' | 'smtp' } | { ok: false; problem: ProblemCode }

function readRequest(body: Record<string, unknown>): ReadRequest {
  const parsed = verifyRequestSchema.safeParse(body)
  const blank = body.email === undefined || body.email === null || body.email === ''
  if (blank) return { ok: false, problem: 'email_required' }
  if (parsed.success) return { ok: true, email: parsed.data.email, validationType: parsed.data.validation_type }
  return { ok: false, problem: typeof body.email === 'string' ? 'unknown_validation_type' : 'email_not_text' }
}

function verdictBody(email: string, verdict: CheckOutcome & { kind: 'verdict' }): z.infer<typeof verifyAnswerSchema> {
  const body = { email, status: verdict.status, validation_type: 'mx' as const, credits_used: 1 }
  return verdict.reason === undefined ? body : { ...body, reason: verdict.reason }
}
