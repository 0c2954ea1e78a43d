import { log } from '#lib/log'
import { isUnanswered } from '#lib/verify/unanswered'
import type { Answer } from '../answer.ts'
import { CallerGone } from '../read-body.ts'
import type { Found, Routed } from '../route-table.ts'
import { AdminProblem, problemAnswer } from './problem.ts'

/** What is told of an error, whichever operation it ended. */
export function answerOfError(error: unknown, requestId: string): Answer {
  if (error instanceof AdminProblem) return problemAnswer(error, headersOf(error))
  if (isUnanswered(error)) {
    log.warn({ requestId, reason: error instanceof Error ? error.message : 'unknown' }, 'admin: database unavailable')
    return problemAnswer(new AdminProblem('service_unavailable'))
  }
  if (!(error instanceof CallerGone)) log.error({ requestId, err: error }, 'admin failed')
  return problemAnswer(new AdminProblem('internal_server_error'))
}

function headersOf({ code, details }: AdminProblem): string[] {
  if (code === 'method_not_allowed') return ['Allow', details.metadata?.allow ?? '']
  return code === 'too_many_requests' ? ['Retry-After', details.metadata?.retry_after ?? '1'] : []
}

/** The operation that was found; throws AdminProblem where there is none. */
export function found<O>(routed: Routed<O>): Found<O> {
  if (routed.ok) return routed
  if (routed.allowed.length === 0) throw new AdminProblem('not_found')
  throw new AdminProblem('method_not_allowed', { metadata: { allow: routed.allowed.join(', ') } })
}
