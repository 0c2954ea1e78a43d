import { createRoute, z } from '@hono/zod-openapi'
import type { Answer } from '../answer.ts'
import { dryRunAnswer, errorAnswer } from './answers.ts'
import type { Access, AdminRequest, TokenRequest } from './request.ts'

/** Any description of an operation, as createRoute makes it. */
export type Description = Omit<ReturnType<typeof createRoute>, 'getRoutingPath'>

/** An operation of the admin API: its description for the OpenAPI document, who may call it, and its handler. */
export type AdminOperation = { readonly description: Description } & (
  | { readonly access: Exclude<Access, 'none'>; answer(request: TokenRequest): Promise<Answer> }
  | { readonly access: 'none'; answer(request: AdminRequest): Promise<Answer> }
)

type Told = {
  operationId: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  tag: string
  summary: string
  description?: string
  access: Access
  query?: z.ZodObject
  body?: z.ZodType
  /** By status: what it means, and what it answers. */
  answers: Record<number, readonly [string, z.ZodType | null]>
  /** A write takes `dry_run`, `Idempotency-Key` and `If-Match`. */
  isWrite?: boolean
}

const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } })

const dryRun = z.object({
  dry_run: z.enum(['true', 'false']).optional().openapi({ description: 'Tells what would happen, and does nothing.' }),
})

const writeHeaders = z.object({
  'Idempotency-Key': z.string().max(255).optional().openapi({
    description: 'Repeats under the same key within a day get the same answer again, without the secret.',
  }),
  'If-Match': z.string().optional().openapi({ description: 'The `ETag` that what is changed must still have.' }),
})

const WRONG = 'What is wrong, in words and as a code (AIP-193).'
const FORBIDDEN =
  'The reason `POLICY_VIOLATION` (400, `FAILED_PRECONDITION`) says that a rule of the installation forbids the change; the message names the rule and what to do.'

const TOO_MANY =
  '429 with `RateLimit-Policy: "failures"` says that too many different wrong tokens came from this address, and `Retry-After` when to come again; a right one is answered all the while.'

function wrongOf({ access, isWrite }: Told): string {
  const sentences = [WRONG, ...(access === 'none' ? [] : [TOO_MANY]), ...(isWrite === true ? [FORBIDDEN] : [])]
  return sentences.join(' ')
}

/** Describes an operation once, for the document. Paths name their parameters in braces. */
export function describeOperation(told: Told): Description {
  const params = [...told.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const query = told.isWrite === true ? dryRun.extend(told.query?.shape ?? {}) : told.query
  const answers = Object.entries(told.answers).map(([status, [description, schema]]) => [
    status,
    {
      description,
      ...(schema === null
        ? {}
        : json(told.isWrite === true && status === '200' ? z.union([schema, dryRunAnswer]) : schema)),
    },
  ])
  return createRoute({
    operationId: told.operationId,
    method: told.method,
    path: told.path,
    tags: [told.tag],
    summary: told.summary,
    ...(told.description === undefined ? {} : { description: told.description }),
    ...(told.access === 'none' ? {} : { security: [{ managementToken: [] }] }),
    request: {
      ...(params.length === 0
        ? {}
        : { params: z.object(Object.fromEntries(params.map((name) => [name, z.string()]))) }),
      ...(query === undefined ? {} : { query }),
      ...(told.isWrite === true ? { headers: writeHeaders } : {}),
      ...(told.body === undefined ? {} : { body: { required: true, ...json(told.body) } }),
    },
    responses: {
      ...Object.fromEntries(answers),
      ...(told.isWrite === true && told.answers[200] === undefined
        ? { 200: { description: 'With `dry_run=true`: what would happen', ...json(dryRunAnswer) } }
        : {}),
      default: { description: wrongOf(told), ...json(errorAnswer) },
    },
  }) as Description
}
