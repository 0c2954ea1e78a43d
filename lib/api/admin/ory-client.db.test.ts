import type { z } from '@hono/zod-openapi'
import {
  ApiKeysApi,
  type BatchCreateImportedApiKeysResponse,
  type BatchVerifyApiKeysResponse,
  Configuration,
  type DeriveTokenResponse,
  type GetJWKSResponse,
  type ImportedApiKey,
  type IssueApiKeyResponse,
  type IssuedApiKey,
  type ListImportedApiKeysResponse,
  type ListIssuedApiKeysResponse,
  type RotateIssuedApiKeyResponse,
  type VerifyApiKeyResponse,
} from '@ory/client'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { resolveEnv } from '#lib/env'
import { documented } from '#test/admin/documented'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import {
  batchImportAnswer,
  batchVerifyAnswer,
  deriveAnswer,
  errorAnswer,
  importedKeyAnswer,
  importedListAnswer,
  issueAnswer,
  issuedKeyAnswer,
  issuedListAnswer,
  rotateAnswer,
  verifyAnswer,
  wrappedKeySetAnswer,
} from './answers.ts'

let door: AdminDoor
let client: ApiKeysApi

beforeAll(async () => {
  door = await openAdminDoor()
  // The client knows of no question about whom a change refuses.
  resolveEnv({ API_LOCKOUT_GUARD: '0' })
  client = clientWith(door.tokens.write)
})
afterAll(() => door.close())

function clientWith(accessToken: string): ApiKeysApi {
  return new ApiKeysApi(new Configuration({ basePath: door.url, accessToken, baseOptions: { proxy: false } }))
}

const request = { name: 'restricted-key', actor_id: 'service_payments' }
const local = { allowed_cidrs: ['127.0.0.1/32', '10.0.0.0/8'] }

async function issued(fields: object = {}): Promise<{ keyId: string; secret: string }> {
  const { data } = await client.adminIssueApiKey({ issueApiKeyRequest: { ...request, ...fields } })
  return { keyId: data.issued_api_key?.key_id ?? '', secret: data.secret ?? '' }
}

let imports = 0
async function imported(fields: object = {}): Promise<{ keyId: string; rawKey: string }> {
  imports += 1
  const rawKey = `sk_live_imported_${imports}`
  const { data } = await client.adminImportApiKey({ importApiKeyRequest: { ...request, raw_key: rawKey, ...fields } })
  return { keyId: data.key_id ?? '', rawKey }
}

/** What a refused call is answered. */
async function refusal(call: Promise<unknown>): Promise<{ status: number; message: string; reason: string }> {
  const error = await call.then(
    () => undefined,
    (failed: { response?: { status: number; data: unknown } }) => failed.response,
  )
  const { error: told } = documented(errorAnswer, error?.data)
  expect(told.code).toBe(error?.status)
  return { status: told.code, message: told.message, reason: String(told.details[0]?.reason) }
}

describe('the official client of Talos', () => {
  it('issues a key with a restriction, and is told where it is', async () => {
    const { status, data, headers } = await client.adminIssueApiKey({
      issueApiKeyRequest: {
        ...request,
        scopes: ['payments:read', 'payments:write'],
        ttl: '720h',
        metadata: { team: 'core', limits: [1, 2] },
        rate_limit_policy: { quota: '100', window: '60s' },
        ip_restriction: local,
        visibility: 'KEY_VISIBILITY_SECRET',
      },
    })
    const answer: IssueApiKeyResponse = data
    const key: IssuedApiKey | undefined = answer.issued_api_key
    documented(issueAnswer, data)
    expect(status).toBe(201)
    expect(headers.location).toBe(`/v2alpha1/admin/issuedApiKeys/${key?.key_id}`)
    expect(answer.secret).toMatch(/^gl_live_[0-9A-Za-z]{49}$/)
    expect(key).toMatchObject({
      ...request,
      scopes: ['payments:read', 'payments:write'],
      metadata: { team: 'core', limits: [1, 2] },
      rate_limit_policy: { quota: '100', window: '60s', unit: 'requests' },
      ip_restriction: local,
      status: 'KEY_STATUS_ACTIVE',
      visibility: 'KEY_VISIBILITY_SECRET',
    })
    const lifeMs = Date.parse(key?.expire_time ?? '') - Date.parse(key?.create_time ?? '')
    expect(Math.abs(lifeMs - 720 * 3_600_000)).toBeLessThan(2000)
  })

  it('leaves out what is unset, and has null for empty metadata', async () => {
    const { data } = await client.adminIssueApiKey({ issueApiKeyRequest: { ...request, metadata: {} } })
    const optional = ['last_used_time', 'rate_limit_policy', 'revocation_reason', 'revocation_description']
    for (const name of [...optional, 'ip_restriction']) expect(data.issued_api_key).not.toHaveProperty(name)
    expect(data.issued_api_key).toMatchObject({ metadata: null, scopes: [] })
  })

  it('repeats an issue under its request id and gets the same key, without its secret', async () => {
    const issueApiKeyRequest = { ...request, request_id: 'request-1' }
    const first = await client.adminIssueApiKey({ issueApiKeyRequest })
    const second = await client.adminIssueApiKey({ issueApiKeyRequest })
    documented(issueAnswer, second.data)
    expect([second.status, second.headers.location]).toEqual([201, first.headers.location])
    expect(second.data).toEqual({ ...first.data, secret: '' })
  })

  it('lists issued keys by page and filter, the newest first', async () => {
    const keys = [
      await issued({ actor_id: 'u 1' }),
      await issued({ actor_id: 'u 1' }),
      await issued({ actor_id: 'u 1' }),
    ]
    const filter = 'actor_id="u 1" AND status=KEY_STATUS_ACTIVE'
    const first = await client.adminListIssuedApiKeys({ pageSize: 2, filter })
    const page: ListIssuedApiKeysResponse = first.data
    documented(issuedListAnswer, page)
    const pageToken = page.next_page_token ?? ''
    const { data: last } = await client.adminListIssuedApiKeys({ pageSize: 2, pageToken, filter })
    documented(issuedListAnswer, last)
    const found = [...(page.issued_api_keys ?? []), ...(last.issued_api_keys ?? [])].map((key) => key.key_id)
    expect([first.status, found]).toEqual([200, keys.map((key) => key.keyId).toReversed()])
    expect([page.issued_api_keys?.length, last.next_page_token]).toEqual([2, ''])
  })

  it('gets one issued key, bare, as it was answered when it was issued', async () => {
    const made = await client.adminIssueApiKey({ issueApiKeyRequest: { ...request, ip_restriction: local } })
    const keyId = made.data.issued_api_key?.key_id ?? ''
    const { status, data } = await client.adminGetIssuedApiKey({ keyId })
    const key: IssuedApiKey = data
    documented(issuedKeyAnswer, key)
    expect([status, key]).toEqual([200, made.data.issued_api_key])
  })

  it('changes the list of an issued key by a bare body, with a mask and without', async () => {
    const { keyId } = await issued({ ip_restriction: local })
    const { status, data } = await client.adminUpdateIssuedApiKey({
      keyId,
      adminUpdateIssuedApiKeyRequest: { ip_restriction: { allowed_cidrs: ['172.16.0.0/12'] } },
    })
    const key: IssuedApiKey = data
    documented(issuedKeyAnswer, key)
    expect([status, key.ip_restriction]).toMatchObject([200, { allowed_cidrs: ['172.16.0.0/12'] }])
    const opened = await client.adminUpdateIssuedApiKey({
      keyId,
      updateMask: 'ip_restriction,name',
      adminUpdateIssuedApiKeyRequest: { ip_restriction: { allowed_cidrs: [] }, name: 'renamed', scopes: ['left out'] },
    })
    expect(opened.data).toMatchObject({ name: 'renamed', scopes: [] })
    expect(opened.data).not.toHaveProperty('ip_restriction')
  })

  it('rotates an issued key with an empty body, and all is inherited', async () => {
    const { keyId, secret } = await issued({ scopes: ['a'], metadata: { team: 'core' }, ip_restriction: local })
    const before = await client.adminGetIssuedApiKey({ keyId })
    const { status, data, headers } = await client.adminRotateIssuedApiKey({ keyId, adminRotateIssuedApiKeyBody: {} })
    const answer: RotateIssuedApiKeyResponse = data
    documented(rotateAnswer, answer)
    const { issued_api_key: made, old_issued_api_key: old } = answer
    expect([status, headers.location]).toEqual([201, `/v2alpha1/admin/issuedApiKeys/${made?.key_id}`])
    expect([made?.key_id === keyId, answer.secret === secret]).toEqual([false, false])
    const { scopes, metadata, ip_restriction, expire_time } = before.data
    expect(made).toMatchObject({ ...request, scopes, metadata, ip_restriction, expire_time })
    expect(old).toMatchObject({ key_id: keyId, status: 'KEY_STATUS_REVOKED' })
    const again = client.adminRotateIssuedApiKey({ keyId, adminRotateIssuedApiKeyBody: {} })
    expect(await refusal(again)).toMatchObject({ status: 409, message: 'cannot rotate a non-active key' })
  })

  it('revokes an issued key once, with an empty answer', async () => {
    const { keyId } = await issued()
    const adminRevokeIssuedApiKeyBody = {
      reason: 'REVOCATION_REASON_PRIVILEGE_WITHDRAWN',
      description: 'left the company',
    } as const
    const { status, data } = await client.adminRevokeIssuedApiKey({ keyId, adminRevokeIssuedApiKeyBody })
    expect([status, data]).toEqual([204, ''])
    const { data: key } = await client.adminGetIssuedApiKey({ keyId })
    documented(issuedKeyAnswer, key)
    expect(key).toMatchObject({
      status: 'KEY_STATUS_REVOKED',
      revocation_reason: 'REVOCATION_REASON_PRIVILEGE_WITHDRAWN',
      revocation_description: 'left the company',
    })
    const again = client.adminRevokeIssuedApiKey({ keyId, adminRevokeIssuedApiKeyBody })
    expect(await refusal(again)).toEqual({
      status: 409,
      message: 'key is already revoked',
      reason: 'FAILED_PRECONDITION',
    })
  })

  it('imports a key, bare in the answer, once', async () => {
    const importApiKeyRequest = { ...request, raw_key: 'sk_live_once', ip_restriction: local }
    const { status, data, headers } = await client.adminImportApiKey({ importApiKeyRequest })
    const key: ImportedApiKey = data
    documented(importedKeyAnswer, key)
    expect([status, headers.location]).toEqual([201, `/v2alpha1/admin/importedApiKeys/${key.key_id}`])
    expect(key).toMatchObject({ ...request, ip_restriction: local, status: 'KEY_STATUS_ACTIVE' })
    expect(await refusal(client.adminImportApiKey({ importApiKeyRequest }))).toMatchObject({
      status: 409,
      message: 'key already imported (duplicate detected)',
    })
  })

  it('imports many keys, where one that cannot be imported spoils no other', async () => {
    const { rawKey } = await imported()
    const { secret } = await issued()
    const requests = ['sk_live_new', rawKey, secret, ''].map((raw_key) => ({ ...request, raw_key }))
    const { status, data } = await client.adminBatchCreateImportedApiKeys({
      batchCreateImportedApiKeysRequest: { requests },
    })
    const answer: BatchCreateImportedApiKeysResponse = data
    documented(batchImportAnswer, answer)
    expect([status, answer.success_count, answer.failure_count]).toEqual([200, 1, 3])
    expect(answer.results?.map((result) => [result.index, result.error_code])).toEqual([
      [0, undefined],
      [1, 'BATCH_CREATE_IMPORTED_API_KEYS_ERROR_ALREADY_EXISTS'],
      [2, 'BATCH_CREATE_IMPORTED_API_KEYS_ERROR_FAILED_PRECONDITION'],
      [3, 'BATCH_CREATE_IMPORTED_API_KEYS_ERROR_INVALID_ARGUMENT'],
    ])
    const again = client.adminBatchCreateImportedApiKeys({
      batchCreateImportedApiKeysRequest: { requests: requests.slice(0, 2) },
    })
    expect(await refusal(again)).toMatchObject({ status: 409, message: 'all keys in batch already exist' })
  })

  it('lists and gets imported keys apart from issued ones', async () => {
    const { keyId } = await imported({ actor_id: 'importer' })
    const other = await issued({ actor_id: 'importer' })
    const { data } = await client.adminListImportedApiKeys({ filter: 'actor_id="importer"' })
    const page: ListImportedApiKeysResponse = data
    documented(importedListAnswer, page)
    expect(page.imported_api_keys?.map((key) => key.key_id)).toEqual([keyId])
    const got: ImportedApiKey = (await client.adminGetImportedApiKey({ keyId })).data
    documented(importedKeyAnswer, got)
    expect(got).toEqual(page.imported_api_keys?.[0])
    expect(await refusal(client.adminGetImportedApiKey({ keyId: other.keyId }))).toEqual({
      status: 404,
      message: 'API key not found',
      reason: 'API_KEY_NOT_FOUND',
    })
  })

  it('changes, revokes and deletes an imported key', async () => {
    const { keyId } = await imported({ ip_restriction: local })
    const adminUpdateImportedApiKeyRequest = { ip_restriction: { allowed_cidrs: [] }, name: 'renamed' }
    const { data } = await client.adminUpdateImportedApiKey({ keyId, adminUpdateImportedApiKeyRequest })
    const key: ImportedApiKey = data
    documented(importedKeyAnswer, key)
    expect(key.name).toBe('renamed')
    expect(key).not.toHaveProperty('ip_restriction')
    const adminRevokeImportedApiKeyBody = { reason: 'REVOCATION_REASON_KEY_COMPROMISE' } as const
    const revoked = await client.adminRevokeImportedApiKey({ keyId, adminRevokeImportedApiKeyBody })
    expect([revoked.status, revoked.data]).toEqual([204, ''])
    const deleted = await client.adminDeleteImportedApiKey({ keyId })
    expect([deleted.status, deleted.data]).toEqual([204, ''])
    expect(await refusal(client.adminDeleteImportedApiKey({ keyId }))).toMatchObject({ status: 404 })
  })

  it('verifies a key', async () => {
    const { keyId, secret } = await issued({
      scopes: ['a'],
      metadata: { team: 'core' },
      rate_limit_policy: { quota: '10', window: '60s' },
      ip_restriction: local,
    })
    const { status, data, headers } = await client.adminVerifyApiKey({ verifyApiKeyRequest: { credential: secret } })
    const verdict: VerifyApiKeyResponse = data
    documented(verifyAnswer, verdict)
    expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
    expect(headers['ratelimit-policy']).toBe('"default";q=10;w=60')
    expect(headers.ratelimit).toMatch(/^"default";r=9;t=\d+$/)
    expect(verdict).toMatchObject({
      is_valid: true,
      key_id: keyId,
      actor_id: 'service_payments',
      scopes: ['a'],
      metadata: { team: 'core' },
      rate_limit_policy: { quota: '10', window: '60s', unit: 'requests' },
      rate_limit_remaining: '9',
      visibility: 'KEY_VISIBILITY_SECRET',
      issuer: 'gatelist',
      status: 'KEY_STATUS_ACTIVE',
    })
    for (const name of ['error_code', 'error_message', 'name', 'ip_restriction']) {
      expect(verdict).not.toHaveProperty(name)
    }
  })

  it('is told by Ory-Talos-Cache what was remembered, and asks past it by Cache-Control or Pragma', async () => {
    const { secret } = await issued()
    const verifyApiKeyRequest = { credential: secret }
    const cacheOf = async (asked: { cacheControl?: string; pragma?: string } = {}) =>
      (await client.adminVerifyApiKey({ verifyApiKeyRequest, ...asked })).headers['ory-talos-cache']
    expect(await cacheOf()).toBe('MISS')
    expect(await cacheOf()).toBe('HIT')
    expect(await cacheOf({ cacheControl: 'no-cache' })).toBe('MISS')
    expect(await cacheOf({ pragma: 'no-cache' })).toBe('MISS')
    expect(await cacheOf()).toBe('HIT')
  })

  it('verifies many credentials in their order', async () => {
    const keys = [await issued(), await issued({ ip_restriction: { allowed_cidrs: ['203.0.113.0/24'] } })]
    const { status, data } = await client.adminBatchVerifyApiKeys({
      batchVerifyApiKeysRequest: {
        requests: [...keys.map((key) => ({ credential: key.secret })), { credential: 'no' }],
      },
    })
    const answer: BatchVerifyApiKeysResponse = data
    documented(batchVerifyAnswer, answer)
    expect([status, answer.results?.map((one) => [one.is_valid, one.error_code])]).toEqual([
      200,
      [
        [true, undefined],
        [false, 'VERIFICATION_ERROR_IP_NOT_ALLOWED'],
        [false, 'VERIFICATION_ERROR_NOT_FOUND'],
      ],
    ])
  })

  it.each(['TOKEN_ALGORITHM_JWT', 'TOKEN_ALGORITHM_MACAROON'] as const)('derives a token (%s)', async (algorithm) => {
    const { keyId, secret } = await issued({ scopes: ['a', 'b'], ip_restriction: local })
    const { status, data } = await client.adminDeriveToken({
      deriveTokenRequest: {
        credential: secret,
        algorithm,
        ttl: '15m',
        scopes: ['a'],
        custom_claims: { aud: 'billing' },
      },
    })
    const answer: DeriveTokenResponse = data
    documented(deriveAnswer, answer)
    const { token = '', scopes, claims } = answer.token ?? {}
    expect([status, scopes]).toEqual([200, ['a']])
    expect(claims).toMatchObject({ sub: keyId, iss: 'gatelist', aud: 'billing', acl: ['10.0.0.0/8', '127.0.0.1/32'] })
    const verified = await client.adminVerifyApiKey({ verifyApiKeyRequest: { credential: token } })
    expect(verified.data).toMatchObject({ is_valid: true, key_id: keyId, scopes: ['a'] })
    expect(verified.headers['ory-talos-cache']).toBe('SKIP')
  })

  it('gets the public keys without a token, and finds the signer of a token among them', async () => {
    const { status, data, config } = await clientWith('not a token').getJwks()
    const answer: GetJWKSResponse = data
    documented(wrappedKeySetAnswer, answer)
    expect([status, config.headers?.Authorization]).toEqual([200, undefined])
    const { secret } = await issued()
    const derived = await client.adminDeriveToken({ deriveTokenRequest: { credential: secret } })
    const [header = ''] = derived.data.token?.token?.split('.') ?? []
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
    expect(answer.jwks?.keys.map((key) => key.kid)).toContain(kid)
  })

  it('revokes a key by showing it, as often as it likes and without a token', async () => {
    const { keyId, secret } = await issued({ ip_restriction: { allowed_cidrs: ['203.0.113.0/24'] } })
    for (const reason of ['REVOCATION_REASON_KEY_COMPROMISE', 'REVOCATION_REASON_SUPERSEDED'] as const) {
      const { status, data, config } = await clientWith('not a token').revokeApiKey({
        selfRevokeApiKeyRequest: { credential: secret, reason },
      })
      expect([status, data, config.headers?.Authorization]).toEqual([200, {}, undefined])
    }
    const { data } = await client.adminGetIssuedApiKey({ keyId })
    expect(data).toMatchObject({
      status: 'KEY_STATUS_REVOKED',
      revocation_reason: 'REVOCATION_REASON_KEY_COMPROMISE',
    })
  })

  it('cannot revoke a derived token, nor withdraw a privilege by showing the key', async () => {
    const { secret } = await issued()
    const derived = await client.adminDeriveToken({ deriveTokenRequest: { credential: secret } })
    const credential = derived.data.token?.token ?? ''
    expect(await refusal(client.revokeApiKey({ selfRevokeApiKeyRequest: { credential } }))).toEqual({
      status: 400,
      message: 'Derived tokens cannot be revoked.',
      reason: 'DERIVED_TOKEN_NOT_REVOCABLE',
    })
    const reason = 'REVOCATION_REASON_PRIVILEGE_WITHDRAWN'
    const withdrawn = client.revokeApiKey({ selfRevokeApiKeyRequest: { credential: secret, reason } })
    expect(await refusal(withdrawn)).toMatchObject({ status: 400, reason: 'BAD_REQUEST' })
  })

  it('finds a key whose id it percent-encodes, and takes a colon in an id for part of it', async () => {
    for (const keyId of ['a:rotate', 'a/b', '%', 'a:b:revoke']) {
      expect(await refusal(client.adminGetIssuedApiKey({ keyId }))).toMatchObject({ reason: 'API_KEY_NOT_FOUND' })
      const rotate = client.adminRotateIssuedApiKey({ keyId, adminRotateIssuedApiKeyBody: {} })
      expect(await refusal(rotate)).toMatchObject({ status: 404, reason: 'API_KEY_NOT_FOUND' })
    }
  })

  it('is refused without a token that is one of ours', async () => {
    for (const token of ['', 'nonsense', 'gl_mgmt_nonsense']) {
      expect(await refusal(clientWith(token).adminListIssuedApiKeys())).toEqual({
        status: 401,
        message: 'The request could not be authorized',
        reason: 'UNAUTHORIZED',
      })
    }
  })
})

/** What is left of an answer once null means absent, as the client's types have it. */
type Present<T> = T extends readonly (infer Item)[]
  ? Present<Item>[]
  : T extends object
    ? { [Name in keyof T]: Present<NonNullable<T[Name]>> }
    : T
type Documented<S extends z.ZodType> = Present<z.output<S>>

describe('our schemas of answers', () => {
  it("are assignable to the official client's models, and have every field of theirs", () => {
    expectTypeOf<Documented<typeof issuedKeyAnswer>>().toExtend<IssuedApiKey>()
    expectTypeOf<keyof Documented<typeof issuedKeyAnswer>>()
      .extract<keyof IssuedApiKey>()
      .toEqualTypeOf<keyof IssuedApiKey>()
    expectTypeOf<Documented<typeof importedKeyAnswer>>().toExtend<ImportedApiKey>()
    expectTypeOf<keyof Documented<typeof importedKeyAnswer>>()
      .extract<keyof ImportedApiKey>()
      .toEqualTypeOf<keyof ImportedApiKey>()
    expectTypeOf<Documented<typeof verifyAnswer>>().toExtend<VerifyApiKeyResponse>()
    expectTypeOf<keyof Documented<typeof verifyAnswer>>()
      .extract<keyof VerifyApiKeyResponse>()
      .toEqualTypeOf<keyof VerifyApiKeyResponse>()
    expectTypeOf<Documented<typeof issueAnswer>>().toExtend<Required<IssueApiKeyResponse>>()
    expectTypeOf<Documented<typeof rotateAnswer>>().toExtend<Required<RotateIssuedApiKeyResponse>>()
    expectTypeOf<Documented<typeof issuedListAnswer>>().toExtend<Required<ListIssuedApiKeysResponse>>()
    expectTypeOf<Documented<typeof importedListAnswer>>().toExtend<Required<ListImportedApiKeysResponse>>()
    expectTypeOf<Documented<typeof batchImportAnswer>>().toExtend<Required<BatchCreateImportedApiKeysResponse>>()
    expectTypeOf<Documented<typeof batchVerifyAnswer>>().toExtend<Required<BatchVerifyApiKeysResponse>>()
    expectTypeOf<Documented<typeof deriveAnswer>>().toExtend<Required<DeriveTokenResponse>>()
    expectTypeOf<Documented<typeof wrappedKeySetAnswer>>().toExtend<Required<GetJWKSResponse>>()
  })
})
