import type { Reason, Verdict } from './verdict.ts'

/** An answer that refuses, for any framework to write. */
export type Refusal = {
  readonly status: 401 | 403 | 429 | 503
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const COMMON = {
  'Content-Type': 'application/json',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
}

const INVALID_KEY = refusal(401, 'Invalid API key', { 'WWW-Authenticate': 'Bearer' })
const IP_NOT_ALLOWED = refusal(403, 'IP address not allowed')

/** In the words of Gatelist's own API. A dead key and no key are told apart nowhere. */
const REFUSALS = {
  invalid: INVALID_KEY,
  revoked: INVALID_KEY,
  expired: INVALID_KEY,
  ip_not_allowed: IP_NOT_ALLOWED,
  ip_unknown: IP_NOT_ALLOWED,
  rate_limited: refusal(429, 'Rate limit exceeded'),
  unavailable: refusal(503, 'Service temporarily unavailable', { 'Retry-After': '1' }),
} as const satisfies Record<Reason, Refusal>

export function refusalOf(verdict: Exclude<Verdict, { allowed: true }>): Refusal {
  const answer = REFUSALS[verdict.reason]
  if (verdict.reason !== 'rate_limited') return answer
  return { ...answer, headers: { ...answer.headers, 'Retry-After': String(verdict.retryAfterSeconds) } }
}

function refusal(status: Refusal['status'], error: string, extra: Record<string, string> = {}): Refusal {
  const body = JSON.stringify({ error })
  return { status, headers: { ...COMMON, 'Content-Length': String(Buffer.byteLength(body)), ...extra }, body }
}
