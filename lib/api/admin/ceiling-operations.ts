import { z } from '@hono/zod-openapi'
import { prisma } from '#lib/db'
import { updateCeiling } from '#lib/lists/ceiling'
import { readCeilingResource } from '#lib/lists/list-resource'
import { ceilingModeOf } from '#lib/lists/words'
import { jsonAnswer } from '../answer.ts'
import { confirmedBy, confirmQuery, unlessRefused } from './confirm-lockout.ts'
import { accessMode, cidrList } from './fields.ts'
import { ceilingAnswer } from './list-answers.ts'
import { listsTag as tag } from './list-paths.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { readJsonBody } from './read-body.ts'
import { readFields } from './read-fields.ts'
import { actorOf } from './request.ts'
import { etagOfList, wireCeiling } from './wire-list.ts'
import { listOrThrow, writeCeiling } from './write-list.ts'

const path = '/v2alpha1/admin/ceiling'

const get: AdminOperation = {
  access: 'read',
  description: describeOperation({
    operationId: 'adminGetCeiling',
    method: 'get',
    path,
    tag,
    summary: 'Get the ceiling of the workspace',
    description: 'The most that any key can admit. Off and empty while nobody has set it up.',
    access: 'read',
    answers: { 200: ['The ceiling; `ETag` is for `If-Match`', ceilingAnswer] },
  }),
  async answer(request) {
    const ceiling = await readCeilingResource(prisma(), request.token.workspaceId)
    return jsonAnswer(200, wireCeiling(ceiling), ['ETag', etagOfList(ceiling)])
  },
}

const updateRequest = z
  .object({
    access_mode: accessMode
      .openapi({
        description:
          '`ACCESS_MODE_OPEN` switches the ceiling off; `ACCESS_MODE_REPORT` notes; `ACCESS_MODE_ENFORCE` refuses.',
      })
      .optional(),
    allowed_cidrs: cidrList.optional(),
  })
  .openapi('UpdateCeilingRequest')

const update: AdminOperation = {
  access: 'write',
  description: describeOperation({
    operationId: 'adminUpdateCeiling',
    method: 'patch',
    path,
    tag,
    summary: 'Change the ceiling, or how it is applied',
    description:
      'What is absent stays. It concerns every key of the workspace, whatever its access mode. It cannot be enforced without an address in force.',
    access: 'write',
    isWrite: true,
    query: confirmQuery,
    body: updateRequest,
    answers: { 200: ['The ceiling as it is now', ceilingAnswer] },
  }),
  async answer(request) {
    const { value, bytes } = await readJsonBody(request.call)
    const fields = readFields(updateRequest, value, { resource: 'ceiling' })
    const change = {
      ...(fields.access_mode === undefined ? {} : { mode: ceilingModeOf(fields.access_mode) }),
      ...(fields.allowed_cidrs === undefined ? {} : { sent: fields.allowed_cidrs }),
    }
    const confirmed = confirmedBy(request)
    return writeCeiling({
      ...{ request, bytes, id: path },
      run: async (tx) => {
        const { id } = listOrThrow(unlessRefused(await updateCeiling(tx, actorOf(request), { change, confirmed })))
        return { status: 200, body: wireCeiling, id }
      },
    })
  },
}

export const ceilingOperations: readonly AdminOperation[] = [get, update]
