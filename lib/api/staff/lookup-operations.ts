import { z } from '@hono/zod-openapi'
import { lookUpAddress } from '#lib/lookup/address'
import { lookUpCredential } from '#lib/lookup/credential'
import { lookUpOpenKeys } from '#lib/lookup/open-keys'
import { pageAfter } from '#lib/lookup/page'
import { type AskedAddresses, readLookup } from '#lib/lookup/question'
import { lookUpSeen } from '#lib/lookup/seen'
import { AdminProblem } from '../admin/problem.ts'
import { jsonAnswer } from '../answer.ts'
import { type StaffOperation, type StaffRequest, staffOperation } from './operation.ts'
import { nextPageToken, one, openPage, pageToken } from './paging.ts'
import { readInput } from './read-input.ts'
import { wire } from './wire.ts'

const path = '/v2alpha1/staff/lookup'
const address = z.string().openapi({ description: 'An address, a network or a range.', example: '203.0.113.0/24' })
const ended = z.enum(['true', 'false']).optional().openapi({ description: 'With keys that are revoked or expired.' })
const keys = z.object({ asked: z.string(), keys: z.array(z.looseObject({})), next_page_token: z.string() })

function askedOf({ query }: StaffRequest): AskedAddresses {
  const question = readLookup(one(query, 'address') ?? '')
  if (question.kind === 'addresses') return question.asked
  const problem = question.kind === 'problem' ? question.message : 'must be an address, a network or a range'
  throw new AdminProblem('bad_request', { message: `address: ${problem}` })
}

function choice<T extends string>({ query }: StaffRequest, name: string, choices: readonly [T, ...T[]]): T {
  const given = one(query, name)
  const known = given === null ? choices[0] : choices.find((choice) => choice === given)
  if (known !== undefined) return known
  throw new AdminProblem('bad_request', { message: `${name}: must be one of ${choices.join(', ')}` })
}

const admitting = staffOperation({
  right: 'read',
  operationId: 'staffLookUpAdmitting',
  method: 'get',
  path: `${path}/admitting`,
  summary: 'Which keys let addresses through by an entry, and by which',
  description:
    'The closest entries first, 50 a page; a page may be short and still have a next one. Open keys are told apart.',
  query: z.object({
    address,
    reach: z.enum(['any', 'all']).optional().openapi({ description: 'Keys that let any part through, or all of it.' }),
    ended,
    ...pageToken,
  }),
  answers: { 200: ['A page of keys', keys] },
  async answer(request) {
    const { networks, text } = askedOf(request)
    const reach = choice(request, 'reach', ['any', 'all'])
    const question = { networks, reach, ended: choice(request, 'ended', ['false', 'true']) === 'true' }
    const { items: keys, next } = await lookUpAddress(question, pageAfter(openPage(request)))
    return jsonAnswer(200, { asked: text, keys: wire(keys), next_page_token: nextPageToken(request, next) })
  },
})

const open = staffOperation({
  right: 'read',
  operationId: 'staffLookUpOpen',
  method: 'get',
  path: `${path}/open`,
  summary: 'Which keys let addresses through because they let any through',
  query: z.object({ address, ended, ...pageToken }),
  answers: { 200: ['A page of keys', keys] },
  async answer(request) {
    const { networks, text } = askedOf(request)
    const question = { networks, ended: choice(request, 'ended', ['false', 'true']) === 'true' }
    const { items: keys, next } = await lookUpOpenKeys(question, pageAfter(openPage(request)))
    return jsonAnswer(200, { asked: text, keys: wire(keys), next_page_token: nextPageToken(request, next) })
  },
})

const seen = staffOperation({
  right: 'read',
  operationId: 'staffLookUpSeen',
  method: 'get',
  path: `${path}/seen`,
  summary: 'Which keys were called from addresses, let through or refused',
  query: z.object({ address, ...pageToken }),
  answers: {
    200: ['A page', z.object({ asked: z.string(), seen: z.array(z.looseObject({})), next_page_token: z.string() })],
  },
  async answer(request) {
    const { networks, text } = askedOf(request)
    const { items: seen, next } = await lookUpSeen(networks, pageAfter(openPage(request)))
    return jsonAnswer(200, { asked: text, seen: wire(seen), next_page_token: nextPageToken(request, next) })
  },
})

const credentialBody = z.object({
  credential: z.string().openapi({ description: 'A secret, or its beginning. It is neither stored nor logged.' }),
})

const credentialSchema = z.object({ credential: z.string().trim().min(1).max(4096) })

const credential = staffOperation({
  right: 'read',
  operationId: 'staffLookUpCredential',
  method: 'post',
  path: `${path}/credential`,
  summary: 'Whose secret, or part of one, a text is',
  description:
    '`how`: `secret` (it is the whole secret of these), `foreign`, `hint` (these begin or end so) or `nothing`.',
  body: credentialBody,
  answers: { 200: ['What was found', z.looseObject({ how: z.string(), keys: z.array(z.looseObject({})) })] },
  async answer(request) {
    const { credential } = await readInput(request, { body: credentialBody, schema: credentialSchema })
    return jsonAnswer(200, wire(await lookUpCredential(request.actor, credential)))
  },
})

export const lookupOperations: readonly StaffOperation[] = [admitting, open, seen, credential]
