import { type Problem, problem } from './problem.ts'
import type { RefusalReason, Verdict, VerifiedKey } from './verdict.ts'

const REASONS: ReadonlyMap<unknown, RefusalReason | 'rate_limited' | 'undecided'> = new Map([
  ['VERIFICATION_ERROR_INVALID_FORMAT', 'invalid'],
  ['VERIFICATION_ERROR_NOT_FOUND', 'invalid'],
  ['VERIFICATION_ERROR_SIGNATURE_INVALID', 'invalid'],
  ['VERIFICATION_ERROR_REVOKED', 'revoked'],
  ['VERIFICATION_ERROR_EXPIRED', 'expired'],
  ['VERIFICATION_ERROR_IP_NOT_ALLOWED', 'ip_not_allowed'],
  ['VERIFICATION_ERROR_RATE_LIMITED', 'rate_limited'],
  ['VERIFICATION_ERROR_INTERNAL', 'undecided'],
])

export type Read = { readonly verdict: Verdict; readonly problem: Problem | null }

/**
 * One verification answer. Whatever is not exactly a yes or a known no is `not_understood`.
 *
 * @param headers of the response, by which it is known how long to wait
 */
export function readVerdict(answer: unknown, headers: Headers): Read {
  if (!isObject(answer)) return unavailable(problem('not_understood', { status: 200 }))
  const { is_valid: isValid, error_code: code } = answer
  if (isValid === true && code === undefined) {
    const key = readKey(answer)
    return key === null ? unavailable(problem('not_understood', { status: 200 })) : decided({ allowed: true, key })
  }
  const reason = isValid === false ? REASONS.get(code) : undefined
  if (reason === undefined) return unavailable(problem('not_understood', { status: 200 }))
  if (reason === 'undecided') return unavailable(problem('undecided', { status: 200 }))
  if (reason !== 'rate_limited') return decided({ allowed: false, reason })
  return decided({ allowed: false, reason, retryAfterSeconds: secondsToWait(answer.rate_limit_reset_time, headers) })
}

export function unavailable(why: Problem): Read {
  return { verdict: { allowed: false, reason: 'unavailable', problem: why.code }, problem: why }
}

function decided(verdict: Verdict): Read {
  return { verdict, problem: null }
}

function readKey(answer: Record<string, unknown>): VerifiedKey | null {
  const { key_id: id, actor_id: actorId, scopes, metadata = null, would_deny: wouldDeny = false } = answer
  const visibility = VISIBILITIES.get(answer.visibility)
  const expiresAt = readTime(answer.expire_time)
  if (answer.status !== 'KEY_STATUS_ACTIVE' || visibility === undefined || expiresAt === undefined) return null
  if (typeof id !== 'string' || id === '' || typeof actorId !== 'string') return null
  if (!isTexts(scopes) || (metadata !== null && !isObject(metadata)) || typeof wouldDeny !== 'boolean') return null
  return { id, actorId, scopes, metadata, expiresAt, visibility, wouldDeny }
}

const VISIBILITIES: ReadonlyMap<unknown, VerifiedKey['visibility']> = new Map([
  ['KEY_VISIBILITY_SECRET', 'secret'],
  ['KEY_VISIBILITY_PUBLIC', 'public'],
])

/** Undefined: not a time, nor the absence of one. */
function readTime(value: unknown): Date | null | undefined {
  if (value === null || value === undefined) return null
  const time = typeof value === 'string' ? new Date(value) : undefined
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time
}

/** By the server's own clock, so that this machine's may be wrong. Results of a batch have no header of their own. */
function secondsToWait(resetTime: unknown, headers: Headers): number {
  const header = headers.get('Retry-After') ?? ''
  if (/^\d{1,9}$/.test(header)) return Math.max(1, Number(header))
  const until = Date.parse(String(resetTime)) - Date.parse(headers.get('Date') ?? '')
  return Number.isFinite(until) ? Math.max(1, Math.ceil(until / 1000)) : 1
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
