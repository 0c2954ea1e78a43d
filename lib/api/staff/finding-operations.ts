import { z } from '@hono/zod-openapi'
import type { AcknowledgeRefusal } from '#lib/findings/acknowledge'
import { acknowledge, reopen } from '#lib/findings/commands'
import { listFindings, readAcknowledgements, readFindingKeys } from '#lib/findings/queries'
import { isRuleId, type RuleId, rules } from '#lib/findings/rules'
import { acknowledgeSchema, reopenSchema } from '#lib/findings/schema'
import { isKeyId } from '#lib/keys/key-resource'
import { AdminProblem, type AdminProblemCode } from '../admin/problem.ts'
import { jsonAnswer } from '../answer.ts'
import { type StaffOperation, type StaffRequest, staffOperation } from './operation.ts'
import { nextPageToken, one, openPage, pageSize, paging } from './paging.ts'
import { orThrow, readInput } from './read-input.ts'
import { wire } from './wire.ts'

const path = '/v2alpha1/staff/findings'
const problems = {
  not_found: 'not_found',
  forbidden: 'forbidden',
  secret_in_text: 'bad_request',
  invalid_until: 'bad_request',
  wrong_state: 'failed_precondition',
} as const satisfies Record<AcknowledgeRefusal, AdminProblemCode>

const list = staffOperation({
  right: 'read',
  operationId: 'staffListFindings',
  method: 'get',
  path,
  summary: 'List findings, the gravest first',
  description: 'Each with its rule in a sentence, how many keys it found at the last count, and the last 30 days.',
  answers: { 200: ['All findings', z.object({ findings: z.array(z.looseObject({ rule: z.string() })) })] },
  async answer() {
    const { findings, acknowledged } = await listFindings()
    const told = findings.map((finding) => ({
      ...{ ...finding, ...rules[finding.rule], acknowledged: acknowledged[finding.rule] },
    }))
    return jsonAnswer(200, { findings: wire(told) })
  },
})

const keys = staffOperation({
  right: 'read',
  operationId: 'staffListFindingKeys',
  method: 'get',
  path: `${path}/{rule}/keys`,
  summary: 'List the keys of a finding, with why each is one',
  query: z.object({
    workspace: z.string().optional().openapi({ description: 'Of this workspace alone, by its id.' }),
    acknowledged: z.literal('1').optional().openapi({ description: 'With those that somebody acknowledged.' }),
    ...paging,
  }),
  answers: { 200: ['A page of keys', z.object({ keys: z.array(z.looseObject({})), next_page_token: z.string() })] },
  async answer(request) {
    const workspaceId = one(request.query, 'workspace')
    const acknowledged = one(request.query, 'acknowledged')
    if (workspaceId !== null && !isKeyId(workspaceId)) throw bad('workspace: must be the id of a workspace')
    if (acknowledged !== null && acknowledged !== '1') throw bad('acknowledged: must be 1')
    const page = await readFindingKeys(ruleOf(request), {
      after: openPage(request),
      limit: pageSize(request),
      acknowledged: acknowledged === null ? 'left out' : 'included',
      workspaceId,
    })
    return jsonAnswer(200, { keys: wire(page.keys), next_page_token: nextPageToken(request, page.next) })
  },
})

const acknowledgements = staffOperation({
  right: 'read',
  operationId: 'staffListAcknowledgements',
  method: 'get',
  path: `${path}/{rule}/acknowledgements`,
  summary: 'List what is acknowledged of a finding; at most the last hundred',
  answers: { 200: ['Acknowledgements in force', z.object({ acknowledgements: z.array(z.looseObject({})) })] },
  answer: async (request) => jsonAnswer(200, { acknowledgements: wire(await readAcknowledgements(ruleOf(request))) }),
})

const acknowledging = z.object({
  workspace_id: z.string(),
  key_id: z.string().nullable().openapi({ description: 'Of this key alone; null: of every key of the workspace.' }),
  reason: z.string(),
  until: z.iso.date().openapi({ description: 'The last day, in UTC; within a year.' }),
})

const acknowledgeOne = staffOperation({
  right: 'act',
  operationId: 'staffAcknowledgeFinding',
  method: 'post',
  path: `${path}/{rule}:acknowledge`,
  summary: 'Leave a key, or all of a workspace, out of a finding until a day is over',
  body: acknowledging,
  answers: { 200: ['It is done', z.object({ until: z.iso.datetime() })] },
  async answer(request) {
    const given = { rule: ruleOf(request) }
    const input = await readInput(request, { body: acknowledging, schema: acknowledgeSchema, given })
    return jsonAnswer(200, wire(orThrow(await acknowledge(request.actor, input), problems)))
  },
})

const reopenOne = staffOperation({
  right: 'act',
  operationId: 'staffReopenFinding',
  method: 'post',
  path: '/v2alpha1/staff/acknowledgements/{acknowledgement_id}:reopen',
  summary: 'Bring a finding back that was acknowledged',
  answers: { 200: ['It is done', z.object({})] },
  async answer(request) {
    const given = { id: request.params.acknowledgement_id }
    const input = await readInput(request, { body: z.object({}), schema: reopenSchema, given })
    orThrow(await reopen(request.actor, input), problems)
    return jsonAnswer(200, {})
  },
})

function ruleOf({ params }: StaffRequest): RuleId {
  const rule = params.rule ?? ''
  if (!isRuleId(rule)) throw new AdminProblem('not_found', { message: 'There is no such finding' })
  return rule
}

function bad(message: string): AdminProblem {
  return new AdminProblem('bad_request', { message })
}

export const findingOperations: readonly StaffOperation[] = [list, keys, acknowledgements, acknowledgeOne, reopenOne]
