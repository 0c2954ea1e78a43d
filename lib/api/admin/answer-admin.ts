import { setImmediate } from 'node:timers/promises'
import { hasTooManyHeaders } from '#lib/client-ip/header-lines'
import { wrongCredentialsOf } from '#lib/metrics/wrong-credentials'
import type { Answer } from '../answer.ts'
import { type ApiCall, clientOf } from '../call.ts'
import { routeTable } from '../route-table.ts'
import { targetOf } from '../target.ts'
import { noteFailedAttempt, type TooManyAttempts } from '../throttle/refused-attempt.ts'
import { answerOfError, found } from './answer-error.ts'
import { AdminProblem, problemAnswer } from './problem.ts'
import { authenticate } from './request.ts'
import { adminOperations } from './routes.ts'

/** Whether a path, without a leading /api, is the admin API's. */
export function isAdminPath(path: string): boolean {
  return path === '/v2alpha1' || path.startsWith('/v2alpha1/') || path === '/.well-known/jwks.json'
}

/** Answers any call below /v2alpha1: finds the operation, then the token that may call it, then lets it answer. */
export async function answerAdmin(call: ApiCall, requestId: string): Promise<Answer> {
  try {
    if (hasTooManyHeaders(call.rawHeaders)) throw new AdminProblem('headers_too_large')
    const { path, query } = targetOf(call)
    const { operation, params } = found(route(call.method, path))
    const request = { call, requestId, client: clientOf(call), params, query }
    if (operation.access === 'none') return await operation.answer(request)
    const { access } = operation
    // What has come with the headers is read before this goes on. Most requests are whole then.
    if (!call.isWhole()) await setImmediate()
    const wasWhole = call.isWhole()
    const admitted = await authenticate(request, access)
    if (wasWhole) return await operation.answer(admitted)
    // A body may be long on its way, and the token revoked meanwhile: what counts is the moment when the request is whole.
    const readBody: ApiCall['readBody'] = async (limit) => {
      const bytes = await call.readBody(limit)
      await authenticate(request, access)
      return bytes
    }
    return await operation.answer({ ...admitted, call: { ...call, readBody } })
  } catch (error) {
    const isWrong = error instanceof AdminProblem && error.code === 'unauthorized'
    const tooMany = isWrong ? noteFailedAttempt(call, wrongTokens) : null
    return tooMany === null ? answerOfError(error, requestId) : tooManyFailures(tooMany)
  }
}

function tooManyFailures({ retrySeconds, headers }: TooManyAttempts): Answer {
  const problem = new AdminProblem('too_many_requests', { metadata: { retry_after: String(retrySeconds) } })
  return problemAnswer(problem, headers)
}

const route = routeTable(adminOperations)
const wrongTokens = wrongCredentialsOf('management_token')
