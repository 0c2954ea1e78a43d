import { z } from '@hono/zod-openapi'
import { approve, decline } from '#lib/staff-acts/commands'
import type { DecisionRefusal } from '#lib/staff-acts/decisions'
import { listApprovals } from '#lib/staff-acts/queries'
import { approveSchema, declineSchema } from '#lib/staff-acts/schema'
import type { AdminProblemCode } from '../admin/problem.ts'
import { jsonAnswer } from '../answer.ts'
import { type StaffOperation, staffOperation } from './operation.ts'
import { orThrow, readInput } from './read-input.ts'
import { wire } from './wire.ts'

const problems = {
  not_found: 'not_found',
  forbidden: 'forbidden',
  same_person: 'forbidden',
  session_needed: 'forbidden',
  secret_in_text: 'bad_request',
  wrong_state: 'failed_precondition',
  settled: 'failed_precondition',
} as const satisfies Record<DecisionRefusal, AdminProblemCode>

const list = staffOperation({
  right: 'read',
  operationId: 'staffListApprovals',
  method: 'get',
  path: '/v2alpha1/staff/approvals',
  summary: 'List revocations that wait for a second person',
  answers: {
    200: [
      'What waits, and the latest that wait no longer',
      z.object({ waiting: z.array(z.looseObject({})), over: z.array(z.looseObject({})) }),
    ],
  },
  async answer() {
    const { waiting, over } = await listApprovals()
    return jsonAnswer(200, { waiting: wire(waiting), over: wire(over) })
  },
})

const decided = z.object({ key_id: z.string(), name: z.string(), outcome: z.enum(['approved', 'declined']) })
const nothing = z.object({})
const declining = z.object({ reason: z.string() })

const approveOne = staffOperation({
  right: 'act',
  operationId: 'staffApprove',
  method: 'post',
  path: '/v2alpha1/staff/approvals/{approval_id}:approve',
  summary: 'Approve a revocation',
  description: 'Always refused with 403: the second person is one who is signed in, and a token is nobody.',
  answers: { 200: ['The key is revoked', decided] },
  async answer(request) {
    const given = { approvalId: request.params.approval_id }
    const input = await readInput(request, { body: nothing, schema: approveSchema, given })
    return jsonAnswer(200, wire(orThrow(await approve(request.actor, input), problems)))
  },
})

const declineOne = staffOperation({
  right: 'act',
  operationId: 'staffDecline',
  method: 'post',
  path: '/v2alpha1/staff/approvals/{approval_id}:decline',
  summary: 'Decline a revocation, or take it back',
  body: declining,
  answers: { 200: ['The key lives on', decided] },
  async answer(request) {
    const given = { approvalId: request.params.approval_id }
    const input = await readInput(request, { body: declining, schema: declineSchema, given })
    return jsonAnswer(200, wire(orThrow(await decline(request.actor, input), problems)))
  },
})

export const approvalOperations: readonly StaffOperation[] = [list, approveOne, declineOne]
