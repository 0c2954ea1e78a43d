import { z } from '@hono/zod-openapi'
import type { StaffActor } from '#lib/audit/actor'
import type { Result } from '#lib/errors'
import { addNote, askOwner, closeRequest, liftHold, pauseKey, revokeKey, strikeNote } from '#lib/staff-acts/commands'
import { listRequests } from '#lib/staff-acts/queries'
import { staffAsks } from '#lib/staff-acts/rules'
import {
  addNoteSchema,
  askOwnerSchema,
  closeRequestSchema,
  holdKeySchema,
  liftHoldSchema,
  revokeForStaffSchema,
  strikeNoteSchema,
} from '#lib/staff-acts/schema'
import { AdminProblem, type AdminProblemCode } from '../admin/problem.ts'
import { jsonAnswer } from '../answer.ts'
import { type StaffOperation, staffOperation } from './operation.ts'
import { nextPageToken, one, openPage, pageToken } from './paging.ts'
import { orThrow, readInput } from './read-input.ts'
import { wire } from './wire.ts'

const reason = z.string().openapi({ description: 'Why, in 3 to 500 characters. The owner reads it.' })
const done = z.looseObject({})

/** What each refusal of an act answers. */
const problems = {
  not_found: 'not_found',
  forbidden: 'forbidden',
  secret_in_text: 'bad_request',
  wrong_state: 'failed_precondition',
  waiting_already: 'failed_precondition',
} as const satisfies Record<string, AdminProblemCode>

type Act<S extends z.ZodType> = {
  operationId: string
  path: string
  summary: string
  description?: string
  body: z.ZodObject
  schema: S
  /** What the path names, by the schema's names. */
  given: Readonly<Record<string, string>>
  run(actor: StaffActor, input: z.output<S>): Promise<Result<unknown, keyof typeof problems>>
}

function act<S extends z.ZodType>({ body, schema, given, run, ...told }: Act<S>): StaffOperation {
  return staffOperation({
    ...{ ...told, right: 'act', method: 'post', body },
    answers: { 200: ['It is done', done] },
    async answer(request) {
      const named = Object.fromEntries(Object.entries(given).map(([name, param]) => [name, request.params[param]]))
      const input = await readInput(request, { body, schema, given: named })
      return jsonAnswer(200, wire(orThrow(await run(request.actor, input), problems)))
    },
  })
}

const keyPath = '/v2alpha1/staff/keys/{key_id}'
const ofKey = { keyId: 'key_id' }

const list = staffOperation({
  right: 'read',
  operationId: 'staffListRequests',
  method: 'get',
  path: '/v2alpha1/staff/requests',
  summary: 'List what staff asked owners for',
  query: z.object({ state: z.enum(['open', 'settled']).optional(), ...pageToken }),
  answers: { 200: ['A page of requests', z.object({ requests: z.array(done), next_page_token: z.string() })] },
  async answer(request) {
    const state = one(request.query, 'state') ?? 'open'
    if (state !== 'open' && state !== 'settled') {
      throw new AdminProblem('bad_request', { message: 'state: must be open or settled' })
    }
    const { requests, next } = await listRequests(state, openPage(request))
    return jsonAnswer(200, { requests: wire(requests), next_page_token: nextPageToken(request, next) })
  },
})

/** Everything that staff do to a customer's key. */
export const actOperations: readonly StaffOperation[] = [
  act({
    operationId: 'staffPauseKey',
    path: `${keyPath}:pause`,
    summary: 'Pause a key, until staff resume it',
    body: z.object({ reason }),
    ...{ schema: holdKeySchema, given: ofKey, run: pauseKey },
  }),
  act({
    operationId: 'staffResumeKey',
    path: `${keyPath}:resume`,
    summary: 'Give a key that staff paused back to its owner',
    body: z.object({ reason }),
    ...{ schema: liftHoldSchema, given: ofKey, run: liftHold },
  }),
  act({
    operationId: 'staffRevokeKey',
    path: `${keyPath}:revoke`,
    summary: 'Revoke a key',
    description:
      'Where the installation wants two people for a key that is in use, the answer says that one is waited for.',
    body: z.object({ revocation_reason: revokeForStaffSchema.shape.revocationReason, reason }),
    ...{ schema: revokeForStaffSchema, given: ofKey, run: revokeKey },
  }),
  act({
    operationId: 'staffAddNote',
    path: `${keyPath}/notes`,
    summary: 'Write a note about a key',
    body: z.object({ text: z.string(), shown_to_owner: z.boolean() }),
    ...{ schema: addNoteSchema, given: ofKey, run: addNote },
  }),
  act({
    operationId: 'staffStrikeNote',
    path: '/v2alpha1/staff/notes/{note_id}:strike',
    summary: 'Strike a note out',
    body: z.object({ reason }),
    ...{ schema: strikeNoteSchema, given: { noteId: 'note_id' }, run: strikeNote },
  }),
  act({
    operationId: 'staffAskOwner',
    path: `${keyPath}/requests`,
    summary: 'Ask the owner of a key to do something',
    body: z.object({
      ask: z.enum(staffAsks),
      reason,
      due_on: z.iso.date().nullable().openapi({ description: 'A date such as 2030-01-31, or null.' }),
    }),
    ...{ schema: askOwnerSchema, given: ofKey, run: askOwner },
  }),
  list,
  act({
    operationId: 'staffCloseRequest',
    path: '/v2alpha1/staff/requests/{request_id}:close',
    summary: 'Take back what was asked, or see it as done',
    body: z.object({ reason }),
    ...{ schema: closeRequestSchema, given: { requestId: 'request_id' }, run: closeRequest },
  }),
]
