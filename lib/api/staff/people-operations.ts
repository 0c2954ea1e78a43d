import { z } from '@hono/zod-openapi'
import { type ChangeRefusal, changeStaffRole, revokeStaff } from '#lib/staff/change'
import { type GrantRefusal, grantStaff } from '#lib/staff/grant'
import { listStaff } from '#lib/staff/queries'
import { changeStaffRoleSchema, grantStaffSchema, revokeStaffSchema } from '#lib/staff/schema'
import type { AdminProblemCode } from '../admin/problem.ts'
import { emptyAnswer, jsonAnswer } from '../answer.ts'
import { type StaffOperation, staffOperation } from './operation.ts'
import { orThrow, readInput } from './read-input.ts'
import { wire } from './wire.ts'

const problems = {
  not_staff_any_more: 'forbidden',
  no_account: 'failed_precondition',
  account_disabled: 'failed_precondition',
  is_staff: 'failed_precondition',
  not_found: 'not_found',
  last_staff: 'failed_precondition',
} as const satisfies Record<GrantRefusal | ChangeRefusal, AdminProblemCode>

const role = z.enum(['auditor', 'staff'])
const path = '/v2alpha1/staff/people'

const list = staffOperation({
  right: 'read',
  operationId: 'staffListPeople',
  method: 'get',
  path,
  summary: 'List who is staff',
  answers: { 200: ['Everybody', z.object({ people: z.array(z.looseObject({})), has_more: z.boolean() })] },
  answer: async () => jsonAnswer(200, wire(await listStaff())),
})

const granting = z.object({ email: z.string(), role })

const grant = staffOperation({
  right: 'act',
  operationId: 'staffGrant',
  method: 'post',
  path,
  summary: 'Make an account staff',
  body: granting,
  answers: { 201: ['The account is staff', z.object({ user_id: z.string(), email: z.string(), role })] },
  async answer(request) {
    const input = await readInput(request, { body: granting, schema: grantStaffSchema })
    return jsonAnswer(201, wire(orThrow(await grantStaff(request.actor, input), problems)))
  },
})

const changing = z.object({ role })

const change = staffOperation({
  right: 'act',
  operationId: 'staffChangeRole',
  method: 'post',
  path: `${path}/{user_id}:changeRole`,
  summary: 'Change the role of somebody of the staff',
  body: changing,
  answers: { 200: ['It is done', z.object({})] },
  async answer(request) {
    const given = { userId: request.params.user_id }
    const input = await readInput(request, { body: changing, schema: changeStaffRoleSchema, given })
    orThrow(await changeStaffRole(request.actor, input), problems)
    return jsonAnswer(200, {})
  },
})

const revoke = staffOperation({
  right: 'act',
  operationId: 'staffRevoke',
  method: 'delete',
  path: `${path}/{user_id}`,
  summary: 'Take the role of somebody away',
  description: 'Their pages and tokens of the staff are closed from the next request on.',
  answers: { 204: ['It is done', null] },
  async answer(request) {
    const given = { userId: request.params.user_id }
    const { userId } = await readInput(request, { body: z.object({}), schema: revokeStaffSchema, given })
    orThrow(await revokeStaff(request.actor, userId), problems)
    return emptyAnswer(204)
  },
})

export const peopleOperations: readonly StaffOperation[] = [list, grant, change, revoke]
