import { z } from '@hono/zod-openapi'
import { alertKinds, isAlertKind } from '#lib/alerts/kinds'
import { listAlerts } from '#lib/alerts/queries'
import type { AlertEnd, AlertFilter } from '#lib/alerts/views'
import { seal, unseal } from '#lib/secrets'
import { jsonAnswer } from '../answer.ts'
import { alertListAnswer, wireAlert } from './alert-answer.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { readPageSize } from './paging.ts'
import { AdminProblem, invalidFields } from './problem.ts'
import { queryValue } from './request.ts'

const query = z.object({
  page_size: z.string().optional().openapi({ type: 'integer', description: '1 to 1,000; 50 when it is not said.' }),
  page_token: z.string().optional().openapi({ description: 'The `next_page_token` of the page before.' }),
  kind: z.enum(alertKinds).optional().openapi({ description: 'Alerts of this kind only.' }),
  unread: z.enum(['true', 'false']).optional().openapi({ description: '`true`: only those that nobody has read.' }),
})

const list: AdminOperation = {
  access: 'read',
  description: describeOperation({
    operationId: 'adminListAlerts',
    method: 'get',
    path: '/v2alpha1/admin/alerts',
    tag: 'Alerts',
    summary: 'List alerts',
    description:
      'What happened last comes first. What happens again is counted on its alert, which moves to the front.',
    access: 'read',
    query,
    answers: { 200: ['A page of alerts', alertListAnswer] },
  }),
  async answer(request) {
    const { workspaceId } = request.token
    const filter = readFilter(request.query)
    const token = queryValue(request.query, 'page_token') ?? ''
    const bound = JSON.stringify([workspaceId, filter])
    const page = await listAlerts(workspaceId, {
      filter,
      after: token === '' ? null : openPageToken(token, bound),
      pageSize: readPageSize(queryValue(request.query, 'page_size') ?? '0'),
    })
    return jsonAnswer(200, { alerts: page.alerts.map(wireAlert), next_page_token: pageToken(page.next, bound) })
  },
}

function readFilter(sent: URLSearchParams): AlertFilter {
  const kind = queryValue(sent, 'kind') ?? ''
  const unread = queryValue(sent, 'unread') ?? ''
  if (kind !== '' && !isAlertKind(kind)) {
    throw invalidFields([{ field: 'kind', description: `must be one of ${alertKinds.join(', ')}` }])
  }
  if (!['', 'true', 'false'].includes(unread)) {
    throw invalidFields([{ field: 'unread', description: 'must be true or false' }])
  }
  return { kind: isAlertKind(kind) ? kind : null, unreadOnly: unread === 'true' }
}

const PURPOSE = 'alert page tokens'

function pageToken(end: AlertEnd | null, bound: string): string {
  return end === null ? '' : seal(PURPOSE, Buffer.from(JSON.stringify(end)), bound).toString('base64url')
}

const alertEnd = z.object({ lastAt: z.number(), id: z.guid() })

function openPageToken(token: string, bound: string): AlertEnd {
  const opened = token.length > 1000 ? null : unseal(PURPOSE, Buffer.from(token, 'base64url'), bound)
  if (opened === null) {
    throw new AdminProblem('bad_request', { message: 'invalid page token (it is good for the same filter only)' })
  }
  return alertEnd.parse(JSON.parse(opened.toString()))
}

export const alertOperations: readonly AdminOperation[] = [list]
