import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { addressSubject, take } from '#lib/auth/throttle'
import { transaction } from '#lib/db'
import { env } from '#lib/env'
import { revokeByPossession } from '#lib/keys/end-key'
import { inspectSecret, looksIssued } from '#lib/keys/secret'
import type { JsonObject } from '#lib/tokens/claims'
import { classifyCredential } from '#lib/tokens/classify-credential'
import { mintToken } from '#lib/tokens/derive'
import { commonNetworks } from '#lib/tokens/grant'
import { jwkSet, wrappedJwkSet } from '#lib/tokens/jwks'
import { type DeriveParent, type DeriveRefusal, deriveRules } from '#lib/tokens/rules'
import { publicKeys } from '#lib/tokens/signing-keys'
import { recordCall } from '#lib/traffic/record-call'
import { isLetThrough, type Outcome } from '#lib/verify/decide'
import { bothOf, effectiveNetworks } from '#lib/verify/effective-networks'
import { judge, prepare, type Verdict } from '#lib/verify/judge'
import type { KeyRecord } from '#lib/verify/key-record'
import { verification } from '#lib/verify/verification'
import { jsonAnswer } from '../answer.ts'
import { deriveAnswer, keySetAnswer, wrappedKeySetAnswer } from './answers.ts'
import { credential, revocationReason, scopes, tokenTtl } from './fields.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem, type AdminProblemCode, invalidFields } from './problem.ts'
import { readJsonBody } from './read-body.ts'
import { readFields } from './read-fields.ts'
import { type AdminRequest, doorOf, type TokenRequest } from './request.ts'

const deriveRequest = z
  .object({
    credential,
    algorithm: z
      .enum(['TOKEN_ALGORITHM_UNSPECIFIED', 'TOKEN_ALGORITHM_JWT', 'TOKEN_ALGORITHM_MACAROON'], {
        error: 'must be TOKEN_ALGORITHM_JWT or TOKEN_ALGORITHM_MACAROON',
      })
      .optional()
      .openapi({ description: 'Unspecified is JWT.' }),
    ttl: tokenTtl.optional(),
    scopes: scopes.optional().openapi({ description: "Some of the key's; all of them when it is not said." }),
    custom_claims: z
      .record(z.string(), z.unknown(), { error: 'must be a JSON object' })
      .optional()
      .openapi({ type: 'object', description: 'Claims of your own, `aud` among them.', example: { aud: 'billing' } }),
  })
  .openapi('DeriveTokenRequest')

const derive: AdminOperation = {
  access: 'verify',
  description: describeOperation({
    operationId: 'adminDeriveToken',
    method: 'post',
    path: '/v2alpha1/admin/apiKeys:derive',
    tag: 'Verification',
    summary: 'Derive a short-lived token from a key',
    description:
      "A JWT or a macaroon with some of the key's scopes, a life within the key's, and the key's allowlist sealed in it. The key and your address are judged first.",
    access: 'verify',
    body: deriveRequest,
    answers: { 200: ['The token', deriveAnswer] },
  }),
  async answer(request) {
    const { value } = await readJsonBody(request.call)
    const fields = readFields(deriveRequest, value)
    const { verdict, now } = await judgeParent(request, fields.credential)
    const claims = deriveRules(
      parentOf(verdict, now),
      {
        ttlMs: fields.ttl === undefined ? undefined : fields.ttl * 1000,
        scopes: fields.scopes,
        customClaims: fields.custom_claims,
      },
      { now, issuer: env().tokenIssuer, tokenId: randomUUID(), limits: limits() },
    )
    if (!claims.ok) throw deriveProblem(claims)
    const algorithm = fields.algorithm === 'TOKEN_ALGORITHM_MACAROON' ? 'macaroon' : 'jwt'
    const minted = await mintToken(claims.value, algorithm)
    if (!minted.ok) throw deriveProblem(minted)
    const { token, expireTime, scopes: granted, claims: said } = minted.value
    return jsonAnswer(200, { token: { token, expire_time: expireTime.toISOString(), scopes: granted, claims: said } })
  },
}

function limits() {
  const { tokenDefaultTtlSeconds, tokenMaxTtlSeconds } = env()
  return { defaultTtlMs: tokenDefaultTtlSeconds * 1000, maxTtlMs: tokenMaxTtlSeconds * 1000 }
}

type Parent = Verdict & { readonly key: KeyRecord }

/** Judges what the token is to be derived from, which may be a derived token itself, as verification would. */
async function judgeParent(request: TokenRequest, text: string): Promise<{ verdict: Parent; now: number }> {
  const { finder } = verification()
  const { client } = request
  const { workspaceId } = request.token
  const prepared = await prepare(text, { finder, workspaceId, issuer: env().tokenIssuer })
  if (prepared.lookup === null) throw new AdminProblem('parent_key_invalid')
  const { records, now } = await finder.findAll([prepared.lookup])
  const verdict = judge(prepared, records[0] ?? null, { client, workspaceId, now })
  const { outcome, key } = verdict
  if (outcome === 'revoked') throw new AdminProblem('parent_key_revoked')
  if (key !== null && isOfLivingKey(outcome)) recordCall({ outcome, key, now }, client)
  if (!isLetThrough(outcome) || key === null) throw new AdminProblem('parent_key_invalid')
  return { verdict: { ...verdict, key }, now }
}

/** Whether the key was alive, so that its owner is told of the call. */
function isOfLivingKey(outcome: Verdict['outcome']): outcome is Outcome {
  return isLetThrough(outcome) || refusedAlive.has(outcome)
}

const refusedAlive: ReadonlySet<string> = new Set(['ip_not_allowed', 'ip_unknown', 'outside_ceiling', 'open_too_long'])

function parentOf({ key, token }: Parent, now: number): DeriveParent {
  const ends = [key.expiresAt, key.revokedAt, token?.expiresAtMs ?? null].filter((end) => end !== null)
  const { actorId, scopes: ofKey, metadata, visibility } = key.facts
  return {
    keyId: key.keyId,
    workspaceId: key.workspaceId,
    actorId,
    scopes: token?.scopes ?? ofKey,
    metadata: metadata === null ? null : (JSON.parse(metadata) as JsonObject),
    visibility,
    expiresAt: ends.length === 0 ? null : Math.min(...ends),
    networks: bothOf(effectiveNetworks(key, now), token === null ? null : commonNetworks(token.networks)),
  }
}

const derivationProblems = {
  scope_not_available: 'forbidden',
  parent_expired: 'parent_key_invalid',
  ttl_too_short: 'bad_request',
  ttl_too_long: 'bad_request',
  reserved_claim: 'bad_request',
  malformed_claims: 'bad_request',
  token_too_long: 'bad_request',
} as const satisfies Record<DeriveRefusal, AdminProblemCode>

function deriveProblem({ error, message }: { error: DeriveRefusal; message: string }): AdminProblem {
  return new AdminProblem(derivationProblems[error], { message })
}

const selfRevokeRequest = z
  .object({ credential, reason: revocationReason.optional() })
  .openapi('SelfRevokeApiKeyRequest')

/** Anybody may send it, and one credential needs no more. */
const MAX_ANONYMOUS_BYTES = 64 * 1024

const selfRevoke: AdminOperation = {
  access: 'none',
  description: describeOperation({
    operationId: 'revokeApiKey',
    method: 'post',
    path: '/v2alpha1/apiKeys:selfRevoke',
    tag: 'Verification',
    summary: 'Revoke a key by showing it',
    description:
      'For whoever holds or finds the key; needs no management token. A key that is revoked already stays so.',
    access: 'none',
    body: selfRevokeRequest,
    answers: { 200: ['The key is revoked', z.object({})] },
  }),
  async answer(request: AdminRequest) {
    const { value } = await readJsonBody(request.call, MAX_ANONYMOUS_BYTES)
    const { credential: text, reason = 'unspecified' } = readFields(selfRevokeRequest, value)
    if (reason === 'privilege_withdrawn') {
      throw invalidFields([{ field: 'reason', description: 'PRIVILEGE_WITHDRAWN is for administrators' }])
    }
    const kind = classifyCredential(text, looksIssued)
    if (kind === 'jwt' || kind === 'macaroon') throw new AdminProblem('derived_token_not_revocable')
    const { client, requestId, call } = request
    const address = client.ok ? client.text : null
    if (kind === 'issued' && !inspectSecret(text).ok) throw new AdminProblem('api_key_not_found')
    await takeAttempt(address)
    const actor = { kind: 'anonymous', label: 'holder of the key', address, door: doorOf(call), requestId } as const
    const revoked = await transaction((tx) => revokeByPossession(tx, actor, { credential: text, reason }))
    if (!revoked.ok) throw new AdminProblem('api_key_not_found')
    return jsonAnswer(200, {})
  },
}

async function takeAttempt(address: string | null): Promise<void> {
  const taken = await take('selfRevokeFrom', addressSubject(address))
  if (taken.ok) return
  const seconds = String(Math.max(1, Math.ceil(taken.waitMs / 1000)))
  throw new AdminProblem('too_many_requests', { metadata: { retry_after: seconds } })
}

const wrappedKeySet: AdminOperation = {
  access: 'none',
  description: describeOperation({
    operationId: 'getJwks',
    method: 'get',
    path: '/v2alpha1/derivedKeys/jwks.json',
    tag: 'Verification',
    summary: 'The public keys that JWTs are signed with, as Talos wraps them',
    access: 'none',
    answers: { 200: ['The key set', wrappedKeySetAnswer] },
  }),
  answer: async () => jsonAnswer(200, wrappedJwkSet(await publicKeys())),
}

const plainKeySet: AdminOperation = {
  access: 'none',
  description: describeOperation({
    operationId: 'getJwksPlain',
    method: 'get',
    path: '/.well-known/jwks.json',
    tag: 'Verification',
    summary: 'The public keys that JWTs are signed with (RFC 7517)',
    access: 'none',
    answers: { 200: ['The key set', keySetAnswer] },
  }),
  answer: async () => jsonAnswer(200, jwkSet(await publicKeys())),
}

export const tokenOperations: readonly AdminOperation[] = [derive, selfRevoke, wrappedKeySet, plainKeySet]
