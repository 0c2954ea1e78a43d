import { env } from '#lib/env'
import type { Verdict } from '#lib/verify/judge'
import type { KeyFacts, KeyRecord } from '#lib/verify/key-record'
import type { Spent } from '#lib/verify/rate-limit'
import { wirePolicy } from './wire-key.ts'

type ErrorCode =
  | 'EXPIRED'
  | 'REVOKED'
  | 'NOT_FOUND'
  | 'SIGNATURE_INVALID'
  | 'INTERNAL'
  | 'IP_NOT_ALLOWED'
  | 'RATE_LIMITED'
  | 'INVALID_FORMAT'

type Refusal = { readonly code: ErrorCode; readonly message: string }

const NOT_FOUND = { code: 'NOT_FOUND', message: 'API key not found' } as const

const ADDRESS_REFUSED = { code: 'IP_NOT_ALLOWED', message: 'The request IP is not allowed for this API key.' } as const

/** What a caller of verify is told. Never the list, never which of several reasons a key was not found for. */
const refusals = {
  allowed: null,
  allowed_unlisted: null,
  allowed_bypassed: null,
  unknown_key: NOT_FOUND,
  // Talos knows no pause; a key that is neither active nor ended is not found there.
  paused: NOT_FOUND,
  revoked: { code: 'REVOKED', message: 'The API key has been revoked.' },
  expired: { code: 'EXPIRED', message: 'The API key has expired.' },
  token_expired: { code: 'EXPIRED', message: 'The token has expired.' },
  token_not_yet_valid: { code: 'SIGNATURE_INVALID', message: 'Signature verification failed.' },
  signature_invalid: { code: 'SIGNATURE_INVALID', message: 'Signature verification failed.' },
  ip_unknown: { code: 'IP_NOT_ALLOWED', message: 'unable to determine client IP' },
  ip_not_allowed: ADDRESS_REFUSED,
  outside_ceiling: ADDRESS_REFUSED,
  open_too_long: ADDRESS_REFUSED,
} as const satisfies Record<Verdict['outcome'], Refusal | null>

export const INTERNAL = refusalJson({ code: 'INTERNAL', message: 'An internal server error occurred.' })

/** The answer to an item of a batch that cannot be read. */
export function invalidItemJson(message: string): string {
  return refusalJson({ code: 'INVALID_FORMAT', message })
}

const prepared = new Map<string, string>()

/** One verification answer as JSON text. `spent`: what the key's quota covered, null without a policy. */
export function verdictJson(verdict: Verdict, spent: (Spent & { allowed: boolean }) | null, now: number): string {
  const refusal = refusals[verdict.outcome]
  if (refusal !== null) {
    let json = prepared.get(verdict.outcome)
    if (json === undefined) {
      json = refusalJson(refusal)
      prepared.set(verdict.outcome, json)
    }
    return json
  }
  if (verdict.key === null) return INTERNAL
  if (verdict.token === null && spent === null && verdict.outcome === 'allowed') return plainJson(verdict.key)
  const limited = spent !== null && !spent.allowed
  const wouldDeny = verdict.outcome !== 'allowed'
  return (
    `{"is_valid":${!limited},"is_active":${!limited},${factsJson(verdict.key, verdict)}` +
    `${limited ? RATE_LIMITED : ''}${limitJson(verdict.key, spent, now)},"would_deny":${wouldDeny}}`
  )
}

const RATE_LIMITED = `,"error_code":"VERIFICATION_ERROR_RATE_LIMITED","error_message":"rate limit exceeded"`

/** Talos' minimal failed answer. */
function refusalJson({ code, message }: Refusal): string {
  return JSON.stringify({
    is_valid: false,
    is_active: false,
    key_id: '',
    actor_id: '',
    scopes: [],
    expire_time: null,
    metadata: null,
    error_code: `VERIFICATION_ERROR_${code}`,
    error_message: message,
    visibility: 'KEY_VISIBILITY_UNSPECIFIED',
    issuer: '',
    status: 'KEY_STATUS_UNSPECIFIED',
    would_deny: false,
  })
}

function plainJson(key: KeyRecord): string {
  return `{"is_valid":true,"is_active":true,${factsText(key.keyId, key.facts, endOf(key))},"would_deny":false}`
}

function factsJson(key: KeyRecord, { token }: Verdict): string {
  if (token === null) return factsText(key.keyId, key.facts, endOf(key))
  const { scopes, metadata, visibility, actorId, expiresAtMs } = token
  const meta = metadata === null ? null : JSON.stringify(metadata)
  // A token ends with its key, which may have been rotated or given less time since.
  const end = Math.min(expiresAtMs, endOf(key) ?? expiresAtMs)
  return factsText(key.keyId, { actorId, scopes, metadata: meta, visibility }, end)
}

/** A rotated key ends with its grace period. */
function endOf({ expiresAt, revokedAt }: KeyRecord): number | null {
  if (expiresAt === null || revokedAt === null) return expiresAt ?? revokedAt
  return Math.min(expiresAt, revokedAt)
}

type Words = { readonly beforeEnd: string; readonly afterEnd: string }

// Facts never change, and many keys hold the same ones, so they are put into words once.
const written = new WeakMap<KeyFacts, Words>()

function factsText(keyId: string, facts: KeyFacts, expiresAt: number | null): string {
  let words = written.get(facts)
  if (words === undefined) {
    words = wordsOf(facts)
    written.set(facts, words)
  }
  const expireTime = expiresAt === null ? 'null' : `"${new Date(expiresAt).toISOString()}"`
  return `"key_id":"${keyId}",${words.beforeEnd}"expire_time":${expireTime},${words.afterEnd}`
}

function wordsOf({ actorId, scopes, metadata, visibility }: KeyFacts): Words {
  return {
    beforeEnd: `"actor_id":${JSON.stringify(actorId)},"scopes":${JSON.stringify(scopes)},`,
    afterEnd:
      `"metadata":${metadata === null || metadata === '{}' ? 'null' : metadata},` +
      `"visibility":"KEY_VISIBILITY_${visibility === 'public' ? 'PUBLIC' : 'SECRET'}",` +
      `"issuer":${JSON.stringify(env().tokenIssuer)},"status":"KEY_STATUS_ACTIVE"`,
  }
}

function limitJson({ rateLimit }: KeyRecord, spent: Spent | null, now: number): string {
  if (rateLimit === null || spent === null) return ''
  const resetTime = new Date(now + spent.resetSeconds * 1000).toISOString()
  return (
    `,"rate_limit_policy":${JSON.stringify(wirePolicy(rateLimit))}` +
    `,"rate_limit_remaining":"${spent.remaining}","rate_limit_reset_time":"${resetTime}"`
  )
}
