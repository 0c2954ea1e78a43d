import { z } from '@hono/zod-openapi'
import { prisma } from '#lib/db'
import { isKeyId } from '#lib/keys/key-resource'
import { deletePolicy } from '#lib/policies/delete-policy'
import { listPolicies, type PolicyPlace } from '#lib/policies/list-policies'
import { previewPolicy } from '#lib/policies/preview'
import { readPolicy } from '#lib/policies/read-policies'
import { type SavePolicyRefusal, savePolicy } from '#lib/policies/save-policy'
import { deletePolicySchema, rulesSchema, savePolicySchema } from '#lib/policies/schema'
import { AdminProblem, type AdminProblemCode } from '../admin/problem.ts'
import { emptyAnswer, jsonAnswer } from '../answer.ts'
import { type StaffOperation, type StaffRequest, staffOperation } from './operation.ts'
import { nextPageToken, one, openPage, pageToken } from './paging.ts'
import { orThrow, readInput } from './read-input.ts'
import { wire } from './wire.ts'

const path = '/v2alpha1/staff/policies'
const scoped = `${path}/{scope}`
const policy = z.looseObject({ version: z.int() })

const problems = {
  not_found: 'not_found',
  conflict: 'etag_mismatch',
  says_nothing: 'bad_request',
  unconfirmed: 'failed_precondition',
} as const satisfies Record<SavePolicyRefusal, AdminProblemCode>

/** Of all workspaces (null), or of one. */
function scopeOf({ params: { scope = '' } }: StaffRequest): string | null {
  if (scope === 'all') return null
  if (isKeyId(scope)) return scope
  throw new AdminProblem('not_found', { message: 'A policy is of "all", or of a workspace by its id' })
}

const list = staffOperation({
  right: 'read',
  operationId: 'staffListPolicies',
  method: 'get',
  path,
  summary: 'List policies',
  description:
    '`all`: that of all workspaces, or null. `policies`: those of single workspaces, by their names, 50 a page.',
  query: z.object(pageToken),
  answers: {
    200: ['A page', z.object({ all: policy.nullable(), policies: z.array(policy), next_page_token: z.string() })],
  },
  async answer(request) {
    const opened = openPage(request)
    const after = opened === null ? null : (JSON.parse(opened) as PolicyPlace)
    const [all, { policies, next }] = [await readPolicy(prisma(), null), await listPolicies(after)]
    const cursor = next === null ? null : JSON.stringify(next)
    return jsonAnswer(200, {
      all: wire(all),
      policies: wire(policies),
      next_page_token: nextPageToken(request, cursor),
    })
  },
})

const get = staffOperation({
  right: 'read',
  operationId: 'staffGetPolicy',
  method: 'get',
  path: scoped,
  summary: 'Read the policy of a workspace, or of all',
  answers: { 200: ['The policy', policy] },
  async answer(request) {
    const found = await readPolicy(prisma(), scopeOf(request))
    if (found === null) throw new AdminProblem('not_found', { message: 'There is no such policy' })
    return jsonAnswer(200, wire(found))
  },
})

const length = z.int().nullable().optional()

const setting = z.object({
  require_restricted: z.boolean().optional(),
  widest_v4: length,
  widest_v6: length,
  max_key_life_days: length,
  open_days: length,
  require_notes: z.boolean().optional(),
  applies_from: z.string().nullable().optional().openapi({
    description: 'From when it rules what exists too: a time, `now`, or null for not at all.',
  }),
  version: z.int().openapi({ description: 'Of the policy as you saw it; 0: there was none.' }),
  reason: z.string().optional().openapi({ description: 'Required unless it is a dry run.' }),
  confirmed_keys: z.int().optional().openapi({
    description: 'How many keys would lose power, as a dry run said. Without it: none.',
  }),
})

/** As the body has it: the rules beside the rest, and what is not said is nothing. */
const flatSchema = z.object({
  requireRestricted: rulesSchema.shape.requireRestricted.default(false),
  widestV4: rulesSchema.shape.widestV4.default(null),
  widestV6: rulesSchema.shape.widestV6.default(null),
  maxKeyLifeDays: rulesSchema.shape.maxKeyLifeDays.default(null),
  openDays: rulesSchema.shape.openDays.default(null),
  requireNotes: rulesSchema.shape.requireNotes.default(false),
  appliesFrom: savePolicySchema.shape.appliesFrom.default(null),
  version: savePolicySchema.shape.version,
  confirmedKeys: savePolicySchema.shape.confirmedKeys,
})
const savingSchema = flatSchema.extend({ reason: savePolicySchema.shape.reason })
const previewSchema = flatSchema.extend({ reason: savePolicySchema.shape.reason.optional() })

function inputOf({ appliesFrom, version, confirmedKeys, ...rules }: z.output<typeof flatSchema>) {
  const { requireRestricted, widestV4, widestV6, maxKeyLifeDays, openDays, requireNotes } = rules
  return {
    rules: { requireRestricted, widestV4, widestV6, maxKeyLifeDays, openDays, requireNotes },
    ...{ appliesFrom, version, confirmedKeys },
  }
}

const put = staffOperation({
  right: 'act',
  operationId: 'staffPutPolicy',
  method: 'put',
  path: scoped,
  summary: 'Set the policy of a workspace, or of all',
  description:
    'The whole policy: what is not said is no rule. With `dry_run=true` nothing is set, and `effect` says which keys would be concerned. Where keys would lose power, `confirmed_keys` must name how many.',
  query: z.object({ dry_run: z.enum(['true', 'false']).optional() }),
  body: setting,
  answers: { 200: ['The policy, or what it would do', z.looseObject({})] },
  async answer(request) {
    const workspaceId = scopeOf(request)
    const dryRun = one(request.query, 'dry_run') ?? 'false'
    if (dryRun === 'true') {
      const input = await readInput(request, { body: setting, schema: previewSchema })
      const { effect, first } = await previewPolicy({ workspaceId, ...inputOf(input) })
      return jsonAnswer(200, {
        dry_run: true,
        effect: wire(effect),
        keys: wire(first.keys),
        is_more: first.next !== null,
      })
    }
    if (dryRun !== 'false') throw new AdminProblem('bad_request', { message: 'dry_run: must be true or false' })
    const { reason, ...input } = await readInput(request, { body: setting, schema: savingSchema })
    const saved = await savePolicy(request.actor, { workspaceId, ...inputOf(input), reason })
    return jsonAnswer(200, wire(orThrow(saved, problems).policy))
  },
})

const removing = z.object({ version: z.int(), reason: z.string() })

const remove = staffOperation({
  right: 'act',
  operationId: 'staffDeletePolicy',
  method: 'delete',
  path: scoped,
  summary: 'Take a policy away',
  body: removing,
  answers: { 204: ['It is gone', null] },
  async answer(request) {
    const given = { workspaceId: scopeOf(request) }
    const input = await readInput(request, { body: removing, schema: deletePolicySchema, given })
    orThrow(await deletePolicy(request.actor, input), problems)
    return emptyAnswer(204)
  },
})

export const policyOperations: readonly StaffOperation[] = [list, get, put, remove]
