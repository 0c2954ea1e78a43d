import { z } from '@hono/zod-openapi'
import { type CheckRefusal, checkTrail } from '#lib/audit/check'
import { readTrail } from '#lib/audit/trail'
import { trailDetail } from '#lib/audit/trail-detail'
import { readTrailFilter } from '#lib/audit/trail-filter'
import { exportNames } from '#lib/exports/readers'
import { AdminProblem, type AdminProblemCode, invalidFields } from '../admin/problem.ts'
import { jsonAnswer } from '../answer.ts'
import { type StaffOperation, staffOperation } from './operation.ts'
import { nextPageToken, one, openPage, pageSize, paging } from './paging.ts'
import { orThrow, readInput } from './read-input.ts'
import { wire } from './wire.ts'

const path = '/v2alpha1/staff/auditEvents'
const filters = exportNames.events
const event = z.looseObject({ id: z.string(), action: z.string(), who: z.string() })

const list = staffOperation({
  right: 'read',
  operationId: 'staffListAuditEvents',
  method: 'get',
  path,
  summary: 'List events of all workspaces, newest first',
  description:
    'Filters are those of the page Staff → Audit trail, by the names that its address has. `is_cut`: a name was so common that not everything of that name is looked at.',
  query: z.object({ ...Object.fromEntries(filters.map((name) => [name, z.string().optional()])), ...paging }),
  answers: {
    200: ['A page of events', z.object({ events: z.array(event), is_cut: z.boolean(), next_page_token: z.string() })],
  },
  async answer(request) {
    const given = filters.map((name) => [name, one(request.query, name) ?? undefined] as const)
    const { filter, problems } = readTrailFilter(Object.fromEntries(given))
    const violations = Object.entries(problems).map(([field, description]) => ({ field, description }))
    if (violations.length > 0) throw invalidFields(violations)
    const { events, next, isCut } = await readTrail(filter, openPage(request), pageSize(request))
    return jsonAnswer(200, { events: wire(events), is_cut: isCut, next_page_token: nextPageToken(request, next) })
  },
})

const get = staffOperation({
  right: 'read',
  operationId: 'staffGetAuditEvent',
  method: 'get',
  path: `${path}/{event_id}`,
  summary: 'Read an event with all that it changed',
  answers: { 200: ['The event', z.looseObject({ event })] },
  async answer({ params }) {
    const detail = await trailDetail(params.event_id ?? '')
    if (detail === null)
      throw new AdminProblem('not_found', { message: 'There is no such event, or retention removed it' })
    return jsonAnswer(200, wire(detail))
  },
})

const checking = z.object({
  state: z.string().nullable().openapi({ description: 'The `state` of the step before; null to begin.' }),
  head: z.string().nullable().openapi({ description: 'A head that was noted elsewhere, as "position:hash", or null.' }),
})

const checkSchema = z.object({
  state: z.string().max(4000).nullable().default(null),
  head: z.string().max(200).nullable().default(null),
})

const refusals = { bad_head: 'bad_request', bad_state: 'bad_request' } as const satisfies Record<
  CheckRefusal,
  AdminProblemCode
>

const check = staffOperation({
  right: 'read',
  operationId: 'staffCheckAuditTrail',
  method: 'post',
  path: `${path}:check`,
  summary: 'Check the hash chain of the trail, a step at a time',
  description: 'Call again with the `state` of the answer until that is null. `problem` is the first break, or null.',
  body: checking,
  answers: {
    200: ['How far it came', z.looseObject({ state: z.string().nullable(), checked: z.int(), total: z.int() })],
  },
  async answer(request) {
    const wish = await readInput(request, { body: checking, schema: checkSchema })
    return jsonAnswer(200, wire(orThrow(await checkTrail(request.actor, wish), refusals)))
  },
})

export const auditOperations: readonly StaffOperation[] = [list, get, check]
