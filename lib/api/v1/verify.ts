import { z } from '@hono/zod-openapi'
import { type CheckOutcome, emailCheck } from '#lib/email/check'
import { decisionsOf } from '#lib/metrics/decisions'
import type { KeyRecord } from '#lib/verify/key-record'
import { returnCall } from '#lib/verify/rate-limit'
import { type Answer, jsonAnswer } from '../answer.ts'
import type { ApiCall } from '../call.ts'
import { type ProblemCode, problemAnswer } from '../problem.ts'
import { readJsonObject } from '../read-json.ts'
import { admitCall, spendOneCall } from './admit-call.ts'

const decided = decisionsOf('/v1/verify')

/** Answers POST /v1/verify: the key and its address first, then the body, then the rate limit, then the check. */
export function answerVerify(call: ApiCall, requestId: string): Promise<Answer> {
  return admitCall(call, requestId, {
    name: 'verify',
    decided,
    isKnown: () => true,
    admitted: (key) => answerAdmitted(call, key),
  })
}

async function answerAdmitted(call: ApiCall, key: KeyRecord): Promise<Answer> {
  const body = await readJsonObject(call)
  if (!body.ok) return problemAnswer(body.problem)
  const request = readRequest(body.value)
  if (!request.ok) return problemAnswer(request.problem)
  if (request.validationType === 'smtp') return problemAnswer('smtp_not_available')
  const spent = await spendOneCall(key)
  if (!spent.ok) return spent.refusal
  const outcome = await emailCheck().check(request.email)
  if (outcome.kind === 'unavailable') {
    await returnCall(key)
    return problemAnswer('dns_unavailable')
  }
  return jsonAnswer(200, verdictBody(request.email, outcome), spent.headers)
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
