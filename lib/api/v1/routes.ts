import { createRoute, z } from '@hono/zod-openapi'
import type { Answer } from '../answer.ts'
import type { ApiCall } from '../call.ts'
import { answerIp, ipAnswerSchema } from './ip.ts'
import { answerVerify, verifyAnswerSchema, verifyRequestSchema } from './verify.ts'

const problemSchema = z.object({ error: z.string() }).openapi('Problem')
const problem = (description: string) => ({ description, content: { 'application/json': { schema: problemSchema } } })

const verify = createRoute({
  method: 'post',
  path: '/v1/verify',
  summary: 'Check an e-mail address',
  description: 'The key and the address of the caller are judged first, by the key as it is at this moment.',
  security: [{ apiKey: [] }],
  request: { body: { required: true, content: { 'application/json': { schema: verifyRequestSchema } } } },
  responses: {
    200: { description: 'The verdict', content: { 'application/json': { schema: verifyAnswerSchema } } },
    400: problem('`Email parameter is required`, or what else is wrong with the body'),
    401: problem('`Invalid API key`: missing, malformed, unknown, revoked, paused or expired, all the same'),
    402: problem('`SMTP validation requires a Premium subscription`'),
    403: problem('`IP address not allowed`: the caller is outside the allowlist of the key, or cannot be told'),
    413: problem('The body is larger than 64 KiB'),
    415: problem('The body is not JSON'),
    429: problem('`Rate limit exceeded`; `Retry-After` tells when to come again'),
    503: problem('The database or DNS cannot be reached; nothing was decided and nothing was spent'),
  },
})

const ip = createRoute({
  method: 'get',
  path: '/v1/ip',
  summary: 'The address this server sees',
  responses: {
    200: {
      description: 'The address that allowlists would judge this caller by',
      content: { 'application/json': { schema: ipAnswerSchema }, 'text/plain': { schema: z.string() } },
    },
    400: problem('The address cannot be determined'),
  },
})

/** An operation: its description for the OpenAPI document and its handler, which every door calls. */
export type Operation = {
  readonly description: typeof verify | typeof ip
  answer(call: ApiCall, requestId: string): Answer | Promise<Answer>
}

export const operations: readonly Operation[] = [
  { description: verify, answer: answerVerify },
  { description: ip, answer: answerIp },
]
