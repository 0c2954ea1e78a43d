import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener, RequestError } from '@hono/node-server'
import { log } from '#lib/log'
import { newRequestId } from '#lib/request-id'
import { answerAdmin, isAdminPath } from './admin/answer-admin.ts'
import { AdminProblem, problemAnswer as adminProblemAnswer } from './admin/problem.ts'
import type { Answer } from './answer.ts'
import { api, toResponse } from './app.ts'
import { type ApiCall, requestIdOf } from './call.ts'
import { problemAnswer } from './problem.ts'
import { readIncoming } from './read-body.ts'
import { answerVerify } from './v1/verify.ts'

/** Takes a request when its path is the API's; false leaves it to the pages. */
export type ApiDoor = (request: IncomingMessage, response: ServerResponse) => boolean

/** What is called most is answered by the same functions as in the Hono app, without the app's listener between them. */
const direct: ReadonlyMap<string, (call: ApiCall, requestId: string) => Promise<Answer>> = new Map([
  ['/v1/verify', answerVerify],
  ['/v2alpha1/admin/apiKeys:verify', answerAdmin],
  ['/v2alpha1/admin/apiKeys:batchVerify', answerAdmin],
])

/**
 * The API's door on node:http. Verifications go straight to their function, because the app's listener would cost more than
 * the gate itself; everything else goes through the app.
 */
export function createApiDoor(): ApiDoor {
  const listener = listenerWith(unreadable)
  const adminListener = listenerWith(adminUnreadable)
  return (request, response) => {
    const path = pathOf(request.url ?? '/')
    const answer = request.method === 'POST' ? direct.get(path) : undefined
    if (answer !== undefined) {
      void answerAtDoor(answer, request, response)
      return true
    }
    if (!isApiPath(path)) return false
    void (isAdminPath(withoutApi(path)) ? adminListener : listener)(request, response)
    return true
  }
}

type Problems = Readonly<Record<'bad_request' | 'internal', Answer>>

const unreadable: Problems = { bad_request: problemAnswer('bad_request'), internal: problemAnswer('internal') }
const adminUnreadable: Problems = {
  bad_request: adminProblemAnswer(new AdminProblem('bad_request')),
  internal: adminProblemAnswer(new AdminProblem('internal_server_error')),
}

/** What cannot be made into a request, by its Host line or its target, never comes to the app: it gets one of `problems`. */
function listenerWith(problems: Problems): ReturnType<typeof getRequestListener> {
  return getRequestListener(api.fetch, {
    overrideGlobalObjects: false,
    // HTTP/1.0 has no Host line, and nothing here depends on one.
    hostname: 'localhost',
    errorHandler(error) {
      const requestId = newRequestId()
      if (error instanceof RequestError) return toResponse(problems.bad_request, requestId)
      log.error({ requestId, err: error }, 'api failed')
      return toResponse(problems.internal, requestId)
    },
  })
}

async function answerAtDoor(
  answer: (call: ApiCall, requestId: string) => Promise<Answer>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call: ApiCall = {
    peer: request.socket.remoteAddress,
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    rawHeaders: request.rawHeaders,
    readBody: (limit) => readIncoming(request, limit),
  }
  const requestId = requestIdOf(call)
  write(response, await answer(call, requestId), requestId)
}

function write(response: ServerResponse, answer: Answer, requestId: string): void {
  if (response.destroyed) return
  response.writeHead(answer.status, [...answer.headers, 'X-Request-Id', requestId])
  response.end(answer.body)
}

function pathOf(target: string): string {
  const query = target.indexOf('?')
  return query === -1 ? target : target.slice(0, query)
}

/** /v1, /v2alpha1, the same below /api, and the API's own documents; the pages keep the rest, their sign-in among it. */
export function isApiPath(path: string): boolean {
  const own = withoutApi(path)
  return own === '/v1' || own.startsWith('/v1/') || own === '/openapi.json' || isAdminPath(own)
}

function withoutApi(path: string): string {
  return path.startsWith('/api/') ? path.slice('/api'.length) : path
}
