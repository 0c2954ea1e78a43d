import { z } from '@hono/zod-openapi'
import { type ExportKind, exportFormats, exportKinds } from '#lib/exports/kinds'
import { describeExport, type ExportRefusal, openExport } from '#lib/exports/open-export'
import { exportNames } from '#lib/exports/readers'
import { AdminProblem, type AdminProblemCode } from '../admin/problem.ts'
import { type Answer, emptyAnswer, type StreamedAnswer, streamedAnswer } from '../answer.ts'
import { type StaffOperation, type StaffRequest, staffOperation } from './operation.ts'

const what = {
  keys: 'Every key, by its id',
  entries:
    'Every entry of keys, named lists and ceilings, by its id; with a filter, those of the keys that it lets stay',
  findings: 'Every key of every finding',
  events: 'The audit trail, by the number of the event',
} as const satisfies Record<ExportKind, string>

/** An export of each kind, which differ in what they can be filtered by. */
export const exportOperations: readonly StaffOperation[] = exportKinds.map((kind) =>
  staffOperation({
    right: 'read',
    operationId: `staffExport${kind[0]?.toUpperCase()}${kind.slice(1)}`,
    method: 'get',
    path: `/v2alpha1/staff/exports/${kind}`,
    summary: `Export ${kind}`,
    description: `${what[kind]}: as CSV (RFC 4180; what a spreadsheet would compute has an apostrophe before it) or one JSON object a line, streamed. X-Total-Rows says how many rows are to come, X-Total-Rows-Kind whether that is exact or an estimate. The first field is the cursor: \`after\` goes on behind it, without a header line. Each export is recorded in the audit trail. HEAD answers the headers alone.`,
    query: queryOf(kind),
    answers: { 200: ['The rows', null] },
    answer: (request) => answerExport(kind, request),
  }),
)

function queryOf(kind: ExportKind) {
  const named = Object.fromEntries(exportNames[kind].map((name) => [name, z.string().optional()]))
  return z.object({
    format: z.enum(exportFormats).optional().openapi({ description: 'csv when it is not said.' }),
    after: z.string().optional().openapi({ description: 'The first field of the last row that you have.' }),
    ...named,
  })
}

async function answerExport(kind: ExportKind, { call, actor, query }: StaffRequest): Promise<Answer | StreamedAnswer> {
  if (call.method === 'HEAD') {
    const { contentType, headers } = orThrow(await describeExport(kind, query))
    return { ...emptyAnswer(200), headers: ['Content-Type', contentType, ...emptyAnswer(200).headers, ...headers] }
  }
  const { contentType, headers, body } = orThrow(await openExport(actor, kind, query))
  return streamedAnswer(contentType, body, headers)
}

const problems = {
  invalid: 'bad_request',
  too_many: 'too_many_requests',
} as const satisfies Record<ExportRefusal, AdminProblemCode>

function orThrow<T>(result: { ok: true; value: T } | { ok: false; error: ExportRefusal; message: string }): T {
  if (result.ok) return result.value
  const { error, message } = result
  throw new AdminProblem(problems[error], {
    message,
    ...(error === 'too_many' ? { metadata: { retry_after: '30' } } : {}),
  })
}
