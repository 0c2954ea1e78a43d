import { z } from '@hono/zod-openapi'
import { headerLines } from '#lib/client-ip/header-lines'
import type { ClientIp } from '#lib/client-ip/resolve'
import { env } from '#lib/env'
import { formatAddress, parseAddress } from '#lib/ip/address'
import { log } from '#lib/log'
import { decisionsOf } from '#lib/metrics/decisions'
import { recordCall } from '#lib/traffic/record-call'
import { isLetThrough } from '#lib/verify/decide'
import { judge, prepareAll, type Verdict } from '#lib/verify/judge'
import { isKey } from '#lib/verify/key-record'
import { limitHeaders, type Spending, type Spent, spendCalls } from '#lib/verify/rate-limit'
import { isUnanswered } from '#lib/verify/unanswered'
import { verification } from '#lib/verify/verification'
import { type Answer, jsonTextAnswer } from '../answer.ts'
import { batchVerifyAnswer, verifyAnswer } from './answers.ts'
import { clientIp, credential } from './fields.ts'
import { type AdminOperation, describeOperation } from './operation.ts'
import { AdminProblem, invalidFields } from './problem.ts'
import { readJsonBody } from './read-body.ts'
import { readFields } from './read-fields.ts'
import { type AdminRequest, admitted, authenticate, tokenDigest } from './request.ts'
import { INTERNAL, invalidItemJson, verdictJson } from './verify-answer.ts'

const verifyRequest = z.object({ credential, client_ip: clientIp.optional() }).openapi('VerifyApiKeyRequest')

const MAX_BATCH = 100

const batchRequest = z
  .object({ requests: z.array(verifyRequest).min(1).max(MAX_BATCH) })
  .openapi('BatchVerifyApiKeysRequest')

const decided = decisionsOf('/v2alpha1/admin/apiKeys:verify')
const batchDecided = decisionsOf('/v2alpha1/admin/apiKeys:batchVerify')

const told = {
  tag: 'Verification',
  method: 'post',
  access: 'verify',
} as const

/** What a caller asks about, read; or why it cannot be. */
type Item = { credential: string; client: ClientIp } | { problem: string }

const verify: AdminOperation = {
  access: 'none',
  description: describeOperation({
    ...told,
    operationId: 'adminVerifyApiKey',
    path: '/v2alpha1/admin/apiKeys:verify',
    summary: 'Verify a key or a derived token',
    description:
      'Always 200; `is_valid` tells. Judged as everything is at this moment: revoked, expired, address, rate limit, in this order. The address is yours, or `client_ip` when you ask for a caller of your own.',
    body: verifyRequest,
    answers: { 200: ['The verdict', verifyAnswer] },
  }),
  async answer(request) {
    try {
      return await verifyOne(request)
    } catch (error) {
      if (!isUnanswered(error)) throw error
      decided.unavailable += 1
      log.warn({ requestId: request.requestId, reason: (error as Error).message }, 'verify: database unavailable')
      // Still 200, and nothing is let through.
      return jsonTextAnswer(200, INTERNAL, ['Retry-After', '1'])
    }
  },
}

async function verifyOne(request: AdminRequest): Promise<Answer> {
  const digest = presentedToken(request)
  const { value } = await readJsonBody(request.call)
  const item = readItem(value, request)
  if ('problem' in item) throw new AdminProblem('bad_request', { message: item.problem })
  const { verdicts, spent, now, wasHeld } = await judgeAll(request, digest, [item])
  const verdict = verdicts[0]
  if (verdict === undefined) throw new Error('a verdict is missing')
  decided[verdict.outcome] += 1
  const own = ownSpent(spent, verdict, 0)
  const headers = ['Ory-Talos-Cache', cacheOf(verdict, wasHeld), ...quotaHeaders(verdict, own)]
  return jsonTextAnswer(200, verdictJson(verdict, own, now), headers)
}

/** Who shows nothing that can be a token has no body read. Whether it is one, the read that judges tells. */
function presentedToken({ call }: AdminRequest): string {
  const digest = tokenDigest(call)
  if (digest === null) throw new AdminProblem('unauthorized')
  return digest
}

/** Says nothing of what is remembered for other workspaces, nor why a key was not found. */
function cacheOf({ key, token }: Verdict, wasHeld: boolean): 'HIT' | 'MISS' | 'SKIP' {
  if (token !== null) return 'SKIP'
  return key !== null && wasHeld ? 'HIT' : 'MISS'
}

const batchVerify: AdminOperation = {
  access: 'none',
  description: describeOperation({
    ...told,
    operationId: 'adminBatchVerifyApiKeys',
    path: '/v2alpha1/admin/apiKeys:batchVerify',
    summary: 'Verify up to 100 keys or tokens',
    description: 'Each by itself, in the order of the request. Costs one read, however many.',
    body: batchRequest,
    answers: { 200: ['One verdict each', batchVerifyAnswer] },
  }),
  async answer(request) {
    const digest = presentedToken(request)
    const { value } = await readJsonBody(request.call)
    const items = itemsOf(value).map((item, index) => readBatchItem(item, index, request))
    const readable = items.flatMap((item) => ('problem' in item ? [] : [item]))
    const { verdicts, spent, now } = await judgeAll(request, digest, readable).catch((error: unknown) => {
      if (isUnanswered(error)) batchDecided.unavailable += readable.length
      throw error
    })
    for (const { outcome } of verdicts) batchDecided[outcome] += 1
    const turns = new Map<string, number>()
    let next = 0
    const results = items.map((item) => {
      if ('problem' in item) return invalidItemJson(item.problem)
      const verdict = verdicts[next++]
      if (verdict === undefined) return INTERNAL
      const keyId = verdict.key?.keyId ?? ''
      const turn = isAllowed(verdict) ? (turns.get(keyId) ?? 0) : 0
      if (isAllowed(verdict)) turns.set(keyId, turn + 1)
      return verdictJson(verdict, ownSpent(spent, verdict, turn), now)
    })
    return jsonTextAnswer(200, `{"results":[${results.join(',')}]}`)
  },
}

export const verifyOperations: readonly AdminOperation[] = [verify, batchVerify]

function itemsOf({ requests }: Record<string, unknown>): unknown[] {
  if (Array.isArray(requests) && requests.length >= 1 && requests.length <= MAX_BATCH) return requests
  throw invalidFields([{ field: 'requests', description: `must be an array of 1 to ${MAX_BATCH} credentials` }])
}

function readItem(body: Record<string, unknown>, request: AdminRequest): Item {
  const { credential, client_ip: ip } = readFields(verifyRequest, body)
  // Elsewhere null is absent; here it is a caller whose address nobody could tell, who must not pass as the one who asks.
  const isNull = body.client_ip === null || body.clientIp === null
  if (ip === undefined && !isNull) return { credential, client: request.client }
  const address = parseAddress(ip ?? '')
  if (address === null) return { problem: 'client_ip: must be an IP address' }
  return { credential, client: { ok: true, address, text: formatAddress(address) } }
}

function readBatchItem(item: unknown, index: number, request: AdminRequest): Item {
  const where = `requests[${index}]`
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return { problem: `${where}: must be an object` }
  try {
    const read = readItem(item as Record<string, unknown>, request)
    return 'problem' in read ? { problem: `${where}.${read.problem}` } : read
  } catch (error) {
    if (!(error instanceof AdminProblem)) throw error
    return { problem: `${where}.${error.message}` }
  }
}

type Judged = {
  verdicts: readonly Verdict[]
  spent: ReadonlyMap<string, Spent>
  now: number
  wasHeld: boolean
}

/**
 * Judges the management token and all credentials by one read of the database. The token's workspace is needed to look keys up
 * before that read; what was last known of it will do for that, since the read tells whether it still holds.
 */
async function judgeAll(
  request: AdminRequest,
  digest: string,
  items: readonly { credential: string; client: ClientIp }[],
): Promise<Judged> {
  const { finder } = verification()
  const known = finder.peek(digest)
  const workspaceId =
    known !== undefined && !isKey(known) ? known.workspaceId : (await authenticate(request, 'verify')).token.workspaceId
  const where = { finder, workspaceId, issuer: env().tokenIssuer }
  const preparing = prepareAll(
    items.map(({ credential }) => credential),
    where,
  )
  const prepared = preparing instanceof Promise ? await preparing : preparing
  const lookups = prepared.flatMap(({ lookup }) => (lookup === null ? [] : [lookup]))
  const found = await finder.findAll([digest, ...lookups], { pastMemory: wantsPastMemory(request) })
  const { now } = found
  const token = found.records[0] ?? null
  admitted(token !== null && !isKey(token) && token.workspaceId === workspaceId ? token : null, {
    ...{ request, access: 'verify', now },
  })
  let next = 1
  const verdicts = prepared.map((one, index) => {
    const record = one.lookup === null ? null : (found.records[next++] ?? null)
    const client = items[index]?.client ?? request.client
    const verdict = judge(one, record, { client, workspaceId, now })
    if (verdict.key !== null) recordCall({ outcome: trafficOutcome(verdict), key: verdict.key, now }, client)
    return verdict
  })
  const spendings = spendingsOf(verdicts)
  const spent = spendings.length === 0 ? NOTHING_SPENT : await spendCalls(spendings)
  return { verdicts, spent, now, wasHeld: found.wasHeld }
}

/** What the owner of the key is shown of a call. A token that came at the wrong time counts as expired. */
function trafficOutcome({ outcome }: Verdict) {
  if (outcome === 'signature_invalid') return 'unknown_key'
  return outcome === 'token_expired' || outcome === 'token_not_yet_valid' ? 'expired' : outcome
}

const isAllowed = ({ outcome }: Verdict) => isLetThrough(outcome)

/** One for each key that has a quota; refused calls spend nothing. */
function spendingsOf(verdicts: readonly Verdict[]): Spending[] {
  const spendings = new Map<string, Spending>()
  for (const verdict of verdicts) {
    const { key } = verdict
    if (key === null || key.rateLimit === null || !isAllowed(verdict)) continue
    const calls = (spendings.get(key.keyId)?.calls ?? 0) + 1
    spendings.set(key.keyId, { keyId: key.keyId, policy: key.rateLimit, calls })
  }
  return [...spendings.values()]
}

const NOTHING_SPENT: ReadonlyMap<string, Spent> = new Map()

/** @param turn how many calls of the same key come before this one */
function ownSpent(spent: ReadonlyMap<string, Spent>, { key }: Verdict, turn: number) {
  const own = key === null ? undefined : spent.get(key.keyId)
  return own === undefined ? null : { ...own, allowed: turn < own.granted }
}

function quotaHeaders({ key }: Verdict, spent: (Spent & { allowed: boolean }) | null): string[] {
  if (key === null || key.rateLimit === null) return []
  if (spent === null) return []
  const headers = limitHeaders({ ...key.rateLimit, ...spent })
  return spent.allowed ? headers : [...headers, 'Retry-After', String(spent.resetSeconds)]
}

/** RFC 9111 §5.2.1: no-cache and no-store ask to read past what is remembered. What is remembered is always asked for anyway. */
function wantsPastMemory({ call }: AdminRequest): boolean {
  const asked = [...headerLines(call.rawHeaders, 'cache-control'), ...headerLines(call.rawHeaders, 'pragma')]
  return asked.length > 0 && /(^|[\s,])no-(cache|store)($|[\s,])/i.test(asked.join(','))
}
