import { z } from '@hono/zod-openapi'
import { prisma } from '#lib/db'
import { parseEntry } from '#lib/ip/entry'
import { displayNetwork, formatNetwork, type Network } from '#lib/ip/network'
import { type AdmittingKey, admittingKeysAfter, countAdmitting } from '#lib/keys/admitting-keys'
import { seal, unseal } from '#lib/secrets'
import { jsonAnswer } from '../answer.ts'
import { accessMode } from './answers.ts'
import { namedListAnswer, throughAnswer } from './check-answer.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { readPageSize } from './paging.ts'
import { AdminProblem, invalidFields } from './problem.ts'
import { queryValue } from './request.ts'
import { wireAccessMode } from './wire-key.ts'
import { wireThrough } from './wire-through.ts'

const admittingKeyAnswer = z
  .object({
    key_id: z.string(),
    kind: z.enum(['issued', 'imported']),
    name: z.string(),
    key_hint: z.string(),
    access_mode: accessMode,
    admits: z.enum(['ADMITS_ALL', 'ADMITS_PART']).openapi({ description: 'Of a network: all of it, or part of it.' }),
    through: throughAnswer,
    entries: z
      .array(
        z.object({
          entry_id: z.string(),
          network: z.string(),
          note: z.string(),
          allowlist: namedListAnswer.nullable(),
        }),
      )
      .openapi({ description: 'The widest entries that meet it, at most 3.' }),
    entry_count: z.int(),
  })
  .openapi('AdmittingApiKey')

const admittingAnswer = z
  .object({
    network: z.string().openapi({ description: 'What was asked about, in canonical form.' }),
    admitting_count: z.int(),
    partly_admitting_count: z.int(),
    other_count: z.int().openapi({ description: 'Keys that it opens no part of, or that are not active.' }),
    api_keys: z.array(admittingKeyAnswer),
    next_page_token: z.string().openapi({ description: 'The `page_token` of the next page; empty on the last.' }),
  })
  .openapi('ListAdmittingApiKeysResponse')

/** Which keys of the workspace does an address open? */
export const listAdmitting: AdminOperation = {
  access: 'read',
  description: describeOperation({
    operationId: 'adminListAdmittingApiKeys',
    method: 'get',
    path: '/v2alpha1/admin/allowlists:admitting',
    tag: 'Allowlists',
    summary: 'List the keys that an address opens',
    description:
      'Active keys of both kinds that let calls from an address, or from all or part of a network, through: by their mode, a bypass, an entry of their own or of a named list, within the workspace’s ceiling.',
    access: 'read',
    query: z.object({
      ip: z.string().openapi({ description: 'An address or a CIDR.', example: '203.0.113.7' }),
      page_size: z.string().optional().openapi({ description: 'At most 1,000; 50 when it is not said.' }),
      page_token: z.string().optional(),
    }),
    answers: { 200: ['A page of keys', admittingAnswer] },
  }),
  async answer({ query, token }) {
    const question = { workspaceId: token.workspaceId, network: readNetwork(queryValue(query, 'ip') ?? '') }
    const limit = readPageSize(queryValue(query, 'page_size') ?? '0')
    const bound = JSON.stringify([question.workspaceId, formatNetwork(question.network)])
    const after = openToken(queryValue(query, 'page_token') ?? '', bound)
    const { counts } = await countAdmitting(prisma(), question)
    const found = await admittingKeysAfter(prisma(), question, { after, limit: limit + 1 })
    const keys = found.slice(0, limit)
    const last = found.length > limit ? keys.at(-1) : undefined
    return jsonAnswer(200, {
      network: displayNetwork(question.network),
      admitting_count: counts.all,
      partly_admitting_count: counts.part,
      other_count: counts.closed,
      api_keys: keys.map(wireAdmitting),
      next_page_token: last === undefined ? '' : seal(PURPOSE, Buffer.from(last.id), bound).toString('base64url'),
    })
  },
}

function readNetwork(text: string): Network {
  const parsed = parseEntry(text)
  const [network, ...others] = parsed.ok ? parsed.networks : []
  if (network !== undefined && others.length === 0) return network
  throw invalidFields([{ field: 'ip', description: 'must be an IP address or a CIDR' }])
}

const PURPOSE = 'page tokens of admitting keys'
const LONGEST_TOKEN = 500

/** A token is good for its workspace and network only. */
function openToken(text: string, bound: string): string | null {
  if (text === '') return null
  const opened = text.length > LONGEST_TOKEN ? null : unseal(PURPOSE, Buffer.from(text, 'base64url'), bound)
  if (opened !== null) return opened.toString()
  throw new AdminProblem('bad_request', { message: 'invalid page token (it is good for the same address only)' })
}

function wireAdmitting(key: AdmittingKey) {
  return {
    key_id: key.id,
    kind: key.kind,
    name: key.name,
    key_hint: key.lastFour === '' ? '' : `${key.displayPrefix}…${key.lastFour}`,
    access_mode: wireAccessMode[key.accessMode],
    admits: key.wouldReach === 'all' ? 'ADMITS_ALL' : 'ADMITS_PART',
    through: wireThrough({ kind: key.through ?? 'entries' }),
    entries: key.entries.map(({ id, network, note, list }) => ({
      entry_id: id,
      network,
      note: note ?? '',
      allowlist: list === null ? null : { allowlist_id: list.id, name: list.name },
    })),
    entry_count: key.entryCount,
  }
}
