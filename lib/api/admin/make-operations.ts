import { z } from '@hono/zod-openapi'
import { deleteImportedKey } from '#lib/keys/end-key'
import { type ImportWish, importKeys, issueKey, type NewKey } from '#lib/keys/issue-keys'
import type { KeyResource } from '#lib/keys/key-resource'
import { type Rotation, rotateKey } from '#lib/keys/rotate-key'
import { looksIssued } from '#lib/keys/secret'
import { listsToUse } from '#lib/lists/used-lists'
import { importedKeyAnswer, issueAnswer, rotateAnswer } from './answers.ts'
import { unlessForbidden } from './confirm-lockout.ts'
import {
  actorId,
  allowlistIds,
  gracePeriod,
  ipRestriction,
  keyTtl,
  metadata,
  name,
  rateLimitPolicy,
  requestId,
  scopes,
  visibility,
} from './fields.ts'
import { keyIdOf, placeOf } from './key-operations.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem } from './problem.ts'
import { readJsonBody } from './read-body.ts'
import { readFields } from './read-fields.ts'
import { actorOf } from './request.ts'
import { wireKey } from './wire-key.ts'
import { write } from './write.ts'
import { keyNow, orThrow } from './write-key.ts'
import { listOrThrow } from './write-list.ts'

const optional = {
  scopes: scopes.optional(),
  ttl: keyTtl.optional(),
  metadata: metadata.optional(),
  rate_limit_policy: rateLimitPolicy.optional(),
  request_id: requestId.optional(),
  ip_restriction: ipRestriction.optional(),
  visibility: visibility.optional(),
}

const issueRequest = z
  .object({ name, actor_id: actorId, ...optional, allowlist_ids: allowlistIds.optional() })
  .openapi('IssueApiKeyRequest')

const rawKey = z
  .string({ error: 'must be a string' })
  .min(1, 'must have 1 to 4096 characters')
  .max(4096, 'must have 1 to 4096 characters')
  .openapi({ description: 'The key as its users have it.', example: 'sk_live_example_key_for_import_test' })

export const importRequest = z
  .object({ name, actor_id: actorId, raw_key: rawKey, ...optional })
  .openapi('ImportApiKeyRequest')

function newKeyOf(fields: Omit<z.output<typeof issueRequest>, 'allowlist_ids'>): NewKey {
  return {
    name: fields.name,
    actorId: fields.actor_id,
    scopes: fields.scopes ?? [],
    metadata: fields.metadata ?? null,
    visibility: fields.visibility ?? 'secret',
    rateLimit: fields.rate_limit_policy ?? null,
    ttlSeconds: fields.ttl ?? null,
    entries: fields.ip_restriction ?? [],
    requestId: fields.request_id ?? null,
  }
}

/** Reads one key to import; throws AdminProblem. A key that looks like one of ours or a token could never be found as what it is. */
export function readImport(body: Record<string, unknown>): ImportWish {
  const fields = readFields(importRequest, body, { resource: 'imported_api_key' })
  const conflict = conflictOf(fields.raw_key)
  if (conflict !== null) throw new AdminProblem('failed_precondition', { message: conflict })
  return { ...newKeyOf(fields), rawKey: fields.raw_key }
}

function conflictOf(text: string): string | null {
  if (looksIssued(text)) return 'cannot import key: format conflicts with issued api key pattern'
  if (text.startsWith('eyJ')) return 'cannot import key: format conflicts with JWT'
  return text.startsWith('mc_v1_') ? 'cannot import key: format conflicts with macaroon' : null
}

export const ALREADY_IMPORTED = 'key already imported (duplicate detected)'

const issue: AdminOperation = {
  access: 'write',
  description: describeOperation({
    operationId: 'adminIssueApiKey',
    method: 'post',
    path: '/v2alpha1/admin/issuedApiKeys',
    tag: 'Issued API keys',
    summary: 'Issue a key',
    description:
      'The secret is in this answer and nowhere else. A key that uses named lists enforces them, also when its own list is empty.',
    access: 'write',
    isWrite: true,
    body: issueRequest,
    answers: { 201: ['The key and its secret', issueAnswer] },
  }),
  async answer(request) {
    const { value, bytes } = await readJsonBody(request.call)
    const { allowlist_ids: listIds = [], ...fields } = readFields(issueRequest, value, { resource: 'issued_api_key' })
    const wanted = newKeyOf(fields)
    return write({
      ...{ request, bytes, kind: 'issued', keyId: null },
      run: async (tx) => {
        const lists = listOrThrow(await listsToUse(tx, request.token.workspaceId, listIds))
        const issued = unlessForbidden(await issueKey(tx, actorOf(request), { ...wanted, lists }))
        const { keyId, secret } = issued.value
        const body = (key: KeyResource) => ({ issued_api_key: wireKey(key), secret: '' })
        return { status: 201, body, secret, headers: locationOf('issuedApiKeys', keyId), keyId }
      },
    })
  },
}

const locationOf = (collection: string, keyId: string) => ['Location', `/v2alpha1/admin/${collection}/${keyId}`]

const rotateRequest = z
  .object({
    name: name.optional(),
    scopes: scopes.optional(),
    metadata: metadata.optional(),
    rate_limit_policy: rateLimitPolicy.optional(),
    ip_restriction: ipRestriction.optional(),
    visibility: visibility.optional(),
    grace_period: gracePeriod.optional(),
  })
  .openapi('AdminRotateIssuedApiKeyBody')

const rotate: AdminOperation = {
  access: 'write',
  description: describeOperation({
    operationId: 'adminRotateIssuedApiKey',
    method: 'post',
    path: '/v2alpha1/admin/issuedApiKeys/{key_id}:rotate',
    tag: 'Issued API keys',
    summary: 'Rotate a key',
    description:
      'Makes a new key with a new secret, which inherits what is not said, and revokes the old one: at once, or after `grace_period`, in which both secrets verify.',
    access: 'write',
    isWrite: true,
    body: rotateRequest,
    answers: { 201: ['The new key with its secret, and the old key', rotateAnswer] },
  }),
  async answer(request) {
    const { value, bytes } = await readJsonBody(request.call)
    const rotation = {
      keyId: keyIdOf(request),
      ...rotationOf(readFields(rotateRequest, value, { resource: 'issued_api_key' })),
    }
    return write({
      ...{ request, bytes, kind: 'issued', keyId: rotation.keyId },
      run: async (tx) => {
        const rotated = unlessForbidden(await rotateKey(tx, actorOf(request), rotation))
        const { keyId, secret } = orThrow(rotated, 'cannot rotate a non-active key')
        const old_issued_api_key = wireKey(await keyNow(tx, placeOf(request, 'issued'), rotation.keyId))
        const body = (key: KeyResource) => ({ issued_api_key: wireKey(key), secret: '', old_issued_api_key })
        return { status: 201, body, secret, headers: locationOf('issuedApiKeys', keyId), keyId }
      },
    })
  },
}

function rotationOf(fields: z.output<typeof rotateRequest>): Omit<Rotation, 'keyId'> {
  const changes = {
    ...(fields.name === undefined ? {} : { name: fields.name }),
    ...(fields.scopes === undefined ? {} : { scopes: fields.scopes }),
    ...(fields.metadata === undefined ? {} : { metadata: fields.metadata }),
    ...(fields.rate_limit_policy === undefined ? {} : { rateLimit: fields.rate_limit_policy }),
    ...(fields.visibility === undefined ? {} : { visibility: fields.visibility }),
    ...(fields.ip_restriction === undefined ? {} : { entries: fields.ip_restriction }),
  }
  return { changes, graceSeconds: fields.grace_period ?? 0 }
}

const importOne: AdminOperation = {
  access: 'write',
  description: describeOperation({
    operationId: 'adminImportApiKey',
    method: 'post',
    path: '/v2alpha1/admin/importedApiKeys',
    tag: 'Imported API keys',
    summary: 'Import a key',
    description: 'Takes over a key that was made elsewhere. It is kept as a digest under a pepper, and never shown.',
    access: 'write',
    isWrite: true,
    body: importRequest,
    answers: { 201: ['The key', importedKeyAnswer] },
  }),
  async answer(request) {
    const { value, bytes } = await readJsonBody(request.call)
    const wish = readImport(value)
    return write({
      ...{ request, bytes, kind: 'imported', keyId: null },
      run: async (tx) => {
        const [imported = null] = await importKeys(tx, actorOf(request), [wish])
        const keyId = typeof imported === 'object' && imported !== null ? unlessForbidden(imported) : imported
        if (keyId === null) throw new AdminProblem('api_key_exists', { message: ALREADY_IMPORTED })
        return { status: 201, body: wireKey, headers: locationOf('importedApiKeys', keyId), keyId }
      },
    })
  },
}

const deleteImported: AdminOperation = {
  access: 'write',
  description: describeOperation({
    operationId: 'adminDeleteImportedApiKey',
    method: 'delete',
    path: '/v2alpha1/admin/importedApiKeys/{key_id}',
    tag: 'Imported API keys',
    summary: 'Delete an imported key',
    access: 'write',
    isWrite: true,
    answers: { 204: ['The key is gone', null] },
  }),
  async answer(request) {
    const { bytes } = await readJsonBody(request.call)
    const keyId = keyIdOf(request)
    return write({
      ...{ request, bytes, kind: 'imported', keyId },
      run: async (tx) => {
        orThrow(await deleteImportedKey(tx, actorOf(request), keyId), 'cannot delete this key')
        return { status: 204, body: null, keyId: null }
      },
    })
  },
}

export const makeOperations: readonly AdminOperation[] = [issue, rotate, importOne, deleteImported]
