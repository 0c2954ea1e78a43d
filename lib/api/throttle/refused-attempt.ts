import { addressSubject } from '#lib/auth/throttle'
import { headerLines } from '#lib/client-ip/header-lines'
import type { WrongCredentials } from '#lib/metrics/wrong-credentials'
import { processWide } from '#lib/process-wide'
import { type ApiCall, clientOf } from '../call.ts'
import { type AttemptBudget, createFailedAttempts } from './failed-attempts.ts'

/** More different wrong credentials than a household of programs comes to, and a guesser shows in a second. */
export const BUDGET: AttemptBudget = { wrong: 100, windowSeconds: 600 }

/** `headers` (name, value, name, value…) tell how many there may be and when to come again. */
export type TooManyAttempts = { readonly retrySeconds: number; readonly headers: readonly string[] }

/**
 * Counts a call whose credential was wrong, by the address that allowlists would judge it by. Asked of nothing but failures, so a
 * right credential is never refused for what others tried, wherever they sit.
 *
 * Whose address cannot be told shares it with everybody of whom that is so: they are not counted.
 *
 * @param answered where it is counted what becomes of the call
 * @returns null while the call is to be answered as any wrong one
 */
export function noteFailedAttempt(call: FailedCall, answered: WrongCredentials): TooManyAttempts | null {
  const retrySeconds = retrySecondsOf(call)
  answered[retrySeconds === null ? 'unauthorized' : 'too_many'] += 1
  return retrySeconds === null ? null : { retrySeconds, headers: headersOf(retrySeconds) }
}

type FailedCall = Pick<ApiCall, 'peer' | 'rawHeaders'>

function retrySecondsOf(call: FailedCall): number | null {
  const shown = headerLines(call.rawHeaders, 'authorization')
  const client = clientOf(call)
  if (shown.length === 0 || !client.ok) return null
  const attempts = processWide('failed attempts', () => createFailedAttempts(BUDGET, () => performance.now()))
  return attempts.note(addressSubject(client.text), shown.join('\n'))
}

/** draft-ietf-httpapi-ratelimit-headers-10, under a name of its own: it is no quota of a key. */
function headersOf(retrySeconds: number): string[] {
  const policy = ['RateLimit-Policy', `"failures";q=${BUDGET.wrong};w=${BUDGET.windowSeconds}`]
  return [...policy, 'RateLimit', `"failures";r=0;t=${retrySeconds}`, 'Retry-After', String(retrySeconds)]
}
