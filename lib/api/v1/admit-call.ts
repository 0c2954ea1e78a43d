import { hasTooManyHeaders, headerLines } from '#lib/client-ip/header-lines'
import { log } from '#lib/log'
import type { Decisions } from '#lib/metrics/decisions'
import { wrongCredentialsOf } from '#lib/metrics/wrong-credentials'
import { recordCall } from '#lib/traffic/record-call'
import type { Outcome } from '#lib/verify/decide'
import type { KeyRecord } from '#lib/verify/key-record'
import { limitHeaders, spendCall } from '#lib/verify/rate-limit'
import { isUnanswered } from '#lib/verify/unanswered'
import { verification } from '#lib/verify/verification'
import { type Answer, withHeaders } from '../answer.ts'
import { type ApiCall, clientOf } from '../call.ts'
import { problemAnswer } from '../problem.ts'
import { CallerGone } from '../read-body.ts'
import { noteFailedAttempt } from '../throttle/refused-attempt.ts'

const INVALID_KEY = problemAnswer('invalid_key')
const wrongKeys = wrongCredentialsOf('key')

/** What a caller without a right to pass is told. A dead key and no key are told apart nowhere. */
const REFUSALS = {
  unknown_key: INVALID_KEY,
  revoked: INVALID_KEY,
  expired: INVALID_KEY,
  paused: INVALID_KEY,
  ip_unknown: problemAnswer('ip_not_allowed'),
  outside_ceiling: problemAnswer('ip_not_allowed'),
  open_too_long: problemAnswer('ip_not_allowed'),
  ip_not_allowed: problemAnswer('ip_not_allowed'),
  allowed: null,
  allowed_unlisted: null,
  allowed_bypassed: null,
} satisfies Record<Outcome, Answer | null>

export type Admission = {
  /** What the log calls it. */
  readonly name: string
  /** Where it is counted what became of the call. */
  readonly decided: Decisions
  /** Whether this key is any of the caller's business; one that is not is answered, and counted, as if there were none. */
  isKnown(key: KeyRecord): boolean
  /** Answers a call whose key and address are right. */
  admitted(key: KeyRecord): Promise<Answer>
}

/** Judges a call by its key and its address, counts it for the key's owner, and answers it. Whatever cannot be judged is refused. */
export async function admitCall(call: ApiCall, requestId: string, admission: Admission): Promise<Answer> {
  try {
    if (hasTooManyHeaders(call.rawHeaders)) return problemAnswer('headers_too_large')
    const client = clientOf(call)
    const result = await verification().gate(headerLines(call.rawHeaders, 'authorization'), client)
    const { key, outcome } = result
    const isKnown = key !== null && admission.isKnown(key)
    admission.decided[isKnown ? outcome : 'unknown_key'] += 1
    if (!isKnown) return invalidKey(call)
    recordCall(result, client)
    const refusal = REFUSALS[outcome]
    if (refusal === null) return await admission.admitted(key)
    return refusal === INVALID_KEY ? invalidKey(call) : refusal
  } catch (error) {
    return faultAnswer(error, requestId, admission)
  }
}

function invalidKey(call: ApiCall): Answer {
  const tooMany = noteFailedAttempt(call, wrongKeys)
  return tooMany === null ? INVALID_KEY : withHeaders(problemAnswer('rate_limited'), tooMany.headers)
}

function faultAnswer(error: unknown, requestId: string, { name, decided }: Admission): Answer {
  if (isUnanswered(error)) {
    decided.unavailable += 1
    const reason = error instanceof Error ? error.message : 'unknown'
    log.warn({ requestId, reason }, `${name}: database unavailable`)
    return problemAnswer('database_unavailable')
  }
  if (!(error instanceof CallerGone)) log.error({ requestId, err: error }, `${name} failed`)
  return problemAnswer('internal')
}

/** `headers` (name, value, name, value…) tell what is left. */
export type SpentCall =
  | { readonly ok: true; readonly headers: readonly string[] }
  | { readonly ok: false; readonly refusal: Answer }

/** Spends one call of the key's rate limit, when there is one. Throws when the database does not answer. */
export async function spendOneCall(key: KeyRecord): Promise<SpentCall> {
  const limit = await spendCall(key)
  if (limit === null) return { ok: true, headers: [] }
  const headers = limitHeaders(limit)
  if (limit.allowed) return { ok: true, headers }
  const again = ['Retry-After', String(limit.resetSeconds)]
  return { ok: false, refusal: withHeaders(problemAnswer('rate_limited'), [...headers, ...again]) }
}
