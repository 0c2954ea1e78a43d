import { z } from '@hono/zod-openapi'
import { prisma } from '#lib/db'
import { changeKey } from '#lib/keys/change-key'
import { revokeKeyWithReason } from '#lib/keys/end-key'
import { type KeyKind, type KeyPlace, readKey } from '#lib/keys/key-resource'
import { listKeyResources } from '#lib/keys/list-resources'
import { setKeyLists } from '#lib/lists/set-key-lists'
import { jsonAnswer } from '../answer.ts'
import { importedKeyAnswer, importedListAnswer, issuedKeyAnswer, issuedListAnswer } from './answers.ts'
import { confirmedBy, confirmQuery, unlessRefused } from './confirm-lockout.ts'
import { revocationReason } from './fields.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { pageToken, readPaging } from './paging.ts'
import { AdminProblem, invalidFields } from './problem.ts'
import { readJsonBody } from './read-body.ts'
import { readFields } from './read-fields.ts'
import { actorOf, type TokenRequest } from './request.ts'
import { readKeyChange, updateRequest } from './update-mask.ts'
import { etagOf, wireKey } from './wire-key.ts'
import { write } from './write.ts'
import { orThrow } from './write-key.ts'
import { keyListsOrThrow } from './write-list.ts'

const words = {
  issued: {
    tag: 'Issued API keys',
    path: '/v2alpha1/admin/issuedApiKeys',
    one: 'IssuedApiKey',
    resource: 'issued_api_key',
    list: 'issued_api_keys',
    answer: issuedKeyAnswer,
    listAnswer: issuedListAnswer,
  },
  imported: {
    tag: 'Imported API keys',
    path: '/v2alpha1/admin/importedApiKeys',
    one: 'ImportedApiKey',
    resource: 'imported_api_key',
    list: 'imported_api_keys',
    answer: importedKeyAnswer,
    listAnswer: importedListAnswer,
  },
} as const satisfies Record<KeyKind, object>

export const placeOf = (request: TokenRequest, kind: KeyKind): KeyPlace => ({
  workspaceId: request.token.workspaceId,
  kind,
})

export const keyIdOf = ({ params }: TokenRequest): string => params.key_id ?? ''

/** What issued and imported keys have in common: list, get, update, revoke. */
export function keyOperations(kind: KeyKind): readonly AdminOperation[] {
  return [listKeys(kind), getKey(kind), updateKey(kind), revokeKey(kind)]
}

const listQuery = z.object({
  page_size: z.string().optional().openapi({ type: 'integer', description: '1 to 1,000; 50 when it is not said.' }),
  page_token: z.string().optional().openapi({ description: 'The `next_page_token` of the page before.' }),
  filter: z.string().optional().openapi({
    description:
      'Terms joined by AND: `actor_id="u 1"`, `status=KEY_STATUS_ACTIVE`, `name="Pay*"` (a prefix), `metadata.team="core"`, `access_mode=enforce`, `admits="203.0.113.7"`.',
    example: 'status=KEY_STATUS_ACTIVE AND admits="203.0.113.7"',
  }),
})

function listKeys(kind: KeyKind): AdminOperation {
  const { tag, path, one, list, listAnswer } = words[kind]
  return {
    access: 'read',
    description: describeOperation({
      operationId: `adminList${one}s`,
      method: 'get',
      path,
      tag,
      summary: `List ${kind} keys`,
      description: 'Newest first. Pages stay as they are while keys are added.',
      access: 'read',
      query: listQuery,
      answers: { 200: ['A page of keys', listAnswer] },
    }),
    async answer(request) {
      const place = placeOf(request, kind)
      const page = await listKeyResources(place, readPaging(request.query, place))
      const next = pageToken(page.next, request.query, place)
      return jsonAnswer(200, { [list]: page.keys.map(wireKey), next_page_token: next })
    },
  }
}

function getKey(kind: KeyKind): AdminOperation {
  const { tag, path, one, answer } = words[kind]
  return {
    access: 'read',
    description: describeOperation({
      operationId: `adminGet${one}`,
      method: 'get',
      path: `${path}/{key_id}`,
      tag,
      summary: `Get one ${kind} key`,
      access: 'read',
      answers: { 200: ['The key; `ETag` is for `If-Match`', answer] },
    }),
    async answer(request) {
      const key = await readKey(prisma(), placeOf(request, kind), keyIdOf(request))
      if (key === null) throw new AdminProblem('api_key_not_found')
      return jsonAnswer(200, wireKey(key), ['ETag', etagOf(key)])
    },
  }
}

function updateKey(kind: KeyKind): AdminOperation {
  const { tag, path, one, resource, answer } = words[kind]
  return {
    access: 'write',
    description: describeOperation({
      operationId: `adminUpdate${one}`,
      method: 'patch',
      path: `${path}/{key_id}`,
      tag,
      summary: `Change one ${kind} key`,
      description:
        'The body is the bare key. Without `update_mask` what is there is changed; with it, what it names is changed, and cleared where the body does not have it. `{"ip_restriction":{"allowed_cidrs":[]}}` opens the key to any address.',
      access: 'write',
      isWrite: true,
      query: confirmQuery.extend({
        update_mask: z.string().optional().openapi({
          description:
            'Of name, scopes, metadata, rate_limit_policy, ip_restriction, allowlist_ids; separated by commas.',
          example: 'ip_restriction',
        }),
      }),
      body: updateRequest,
      answers: { 200: ['The key as it is now', answer] },
    }),
    async answer(request) {
      const { value, bytes } = await readJsonBody(request.call)
      const { listIds, ...change } = readKeyChange(request.query, value, resource)
      const keyId = keyIdOf(request)
      const confirmed = confirmedBy(request)
      return write({
        ...{ request, bytes, kind, keyId },
        run: async (tx) => {
          // Before the key's own list, which opens the key when it is emptied and no named list is used.
          if (listIds !== undefined) {
            keyListsOrThrow(await setKeyLists(tx, actorOf(request), { keyId, kind, listIds, confirmed }))
          }
          const changed = await changeKey(tx, actorOf(request), { keyId, kind, change, confirmed })
          orThrow(unlessRefused(changed), 'cannot update a revoked key')
          return { status: 200, body: wireKey, keyId }
        },
      })
    },
  }
}

const revokeRequest = z
  .object({
    reason: revocationReason.optional(),
    description: z
      .string({ error: 'must be a string' })
      .max(500, 'must have at most 500 characters')
      .optional()
      .openapi({ description: 'Only with the reason PRIVILEGE_WITHDRAWN; at most 500 characters.' }),
  })
  .openapi('AdminRevokeApiKeyBody')

function revokeKey(kind: KeyKind): AdminOperation {
  const { tag, path, one } = words[kind]
  return {
    access: 'write',
    description: describeOperation({
      operationId: `adminRevoke${one}`,
      method: 'post',
      path: `${path}/{key_id}:revoke`,
      tag,
      summary: `Revoke one ${kind} key for good`,
      access: 'write',
      isWrite: true,
      body: revokeRequest,
      answers: { 204: ['The key is revoked', null] },
    }),
    async answer(request) {
      const { value, bytes } = await readJsonBody(request.call)
      const { reason = 'unspecified', description = '' } = readFields(revokeRequest, value)
      if (description !== '' && reason !== 'privilege_withdrawn') {
        const message = 'description is only allowed when reason is PRIVILEGE_WITHDRAWN'
        throw invalidFields([{ field: '', description: message }])
      }
      const keyId = keyIdOf(request)
      return write({
        ...{ request, bytes, kind, keyId },
        run: async (tx) => {
          const revocation = { keyId, kind, reason, description: description === '' ? null : description }
          orThrow(await revokeKeyWithReason(tx, actorOf(request), revocation), 'key is already revoked')
          return { status: 204, body: null, keyId }
        },
      })
    },
  }
}
