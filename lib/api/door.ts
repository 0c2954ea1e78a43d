import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener, RequestError } from '@hono/node-server'
import { log } from '#lib/log'
import type { RequestTimes, RouteTimes } from '#lib/metrics/request-times'
import { newRequestId } from '#lib/request-id'
import { answerAdmin, isAdminPath } from './admin/answer-admin.ts'
import { AdminProblem, problemAnswer as adminProblemAnswer } from './admin/problem.ts'
import type { Answer } from './answer.ts'
import { api, documentAnswer, toResponse } from './app.ts'
import { type ApiCall, requestIdOf } from './call.ts'
import { problemAnswer } from './problem.ts'
import { readIncoming } from './read-body.ts'
import { routeNameOf } from './route-name.ts'
import { isStaffApiPath } from './staff/answer-staff.ts'
import { pathOf } from './target.ts'
import { answerGateway, isGatewayPath } from './v1/gateway.ts'
import { answerVerify } from './v1/verify.ts'

/** Takes a request when its path is the API's; false leaves it to the pages. */
export type ApiDoor = (request: IncomingMessage, response: ServerResponse) => boolean

/** What is called most, and counted by its own name without looking for it. */
const direct: readonly [route: string, answer: Handler][] = [
  ['/v1/verify', answerVerify],
  ['/v2alpha1/admin/apiKeys:verify', answerAdmin],
  ['/v2alpha1/admin/apiKeys:batchVerify', answerAdmin],
]

type Handler = (call: ApiCall, requestId: string) => Promise<Answer>
/** `times` is only there when somebody watches. */
type Direct = { readonly answer: Handler; readonly times: RouteTimes | undefined; readonly problems: Problems }

/**
 * The API's door on node:http. Verifications and the admin API go straight to their functions, the same as in the Hono app, whose
 * listener would cost more than the gate itself; everything else goes through the app.
 *
 * @param times what notes how long answers took; without it no clock is read
 */
export function createApiDoor(times?: RequestTimes): ApiDoor {
  const directly = new Map<string, Direct>(
    direct.map(([route, answer]) => {
      const problems = isAdminPath(route) ? adminUnreadable : unreadable
      return [route, { answer, times: times?.of({ method: 'POST', route }), problems }]
    }),
  )
  const gateway: Direct = {
    ...{ answer: answerGateway, problems: unreadable },
    times: times?.of({ method: 'ANY', route: '/v1/gateway/check' }),
  }
  const listener = listenerWith(unreadable)
  const adminListener = listenerWith(adminUnreadable)
  return (request, response) => {
    const path = pathOf(request.url ?? '/')
    const posted = request.method === 'POST' ? directly.get(path) : undefined
    // Never by the app: it would resolve dots in what Envoy writes behind the path, and so could be led elsewhere.
    const own = posted ?? (isGatewayPath(withoutApi(path)) ? gateway : undefined)
    if (own !== undefined) {
      void answerAtDoor(own, request, response)
      return true
    }
    if (!isApiPath(path)) return false
    if (isDocument(withoutApi(path), request.method)) {
      if (times !== undefined) timeAnswer(times, request, response)
      writeDocument(request, response)
      return true
    }
    if (times !== undefined) timeAnswer(times, request, response)
    const isAdmin = isAdminPath(withoutApi(path))
    if (isAdmin && !isStaffApiPath(withoutApi(path))) void answerAtDoor(admin, request, response)
    else void (isAdmin ? adminListener : listener)(request, response)
    return true
  }
}

type Problems = Readonly<Record<'bad_request' | 'internal', Answer>>

const unreadable: Problems = { bad_request: problemAnswer('bad_request'), internal: problemAnswer('internal') }
const adminUnreadable: Problems = {
  bad_request: adminProblemAnswer(new AdminProblem('bad_request')),
  internal: adminProblemAnswer(new AdminProblem('internal_server_error')),
}

/** Timed as one of many operations. */
const admin: Direct = { answer: answerAdmin, times: undefined, problems: adminUnreadable }

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

/** Until the answer has been handed over whole; one that is broken off counts nowhere. */
function timeAnswer(times: RequestTimes, request: IncomingMessage, response: ServerResponse): void {
  const start = performance.now()
  const { method = '', url = '/' } = request
  response.once('finish', () => {
    times.of(routeNameOf(method, url)).observe(response.statusCode, (performance.now() - start) / 1000)
  })
}

/** Never rejects: nobody waits for it, and one that did would end the process. */
async function answerAtDoor(own: Direct, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await answerDirectly(own, request, response)
  } catch (error) {
    const requestId = newRequestId()
    log.error({ requestId, err: error }, 'api failed')
    if (response.headersSent) response.destroy()
    else write(response, own.problems.internal, requestId)
  }
}

async function answerDirectly(
  { answer, times }: Direct,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const start = times === undefined ? 0 : performance.now()
  const call: ApiCall = {
    peer: request.socket.remoteAddress,
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    rawHeaders: request.rawHeaders,
    isWhole: () => request.complete,
    readBody: (limit) => readIncoming(request, limit),
  }
  const requestId = requestIdOf(call)
  const given = await answer(call, requestId)
  write(response, given, requestId)
  times?.observe(given.status, (performance.now() - start) / 1000)
}

function write(response: ServerResponse, answer: Answer, requestId: string): void {
  if (response.destroyed) return
  response.writeHead(answer.status, [...answer.headers, 'X-Request-Id', requestId])
  response.end(answer.body)
}

const isDocument = (path: string, method = '') => path === '/openapi.json' && (method === 'GET' || method === 'HEAD')

let document: { readonly headers: readonly string[]; readonly bytes: Buffer } | undefined

/** By far the largest answer that anybody may ask for: all who do not read it wait with the same bytes, not each with a copy. */
function writeDocument({ rawHeaders, socket }: IncomingMessage, response: ServerResponse): void {
  if (document === undefined) {
    const { headers, body } = documentAnswer()
    document = { headers, bytes: Buffer.from(body) }
  }
  const requestId = requestIdOf({ peer: socket.remoteAddress, rawHeaders })
  response.writeHead(200, [...document.headers, 'X-Request-Id', requestId])
  response.end(document.bytes)
}

/** /v1, /v2alpha1, the same below /api, and the API's own documents; the pages keep the rest, their sign-in among it. */
export function isApiPath(path: string): boolean {
  const own = withoutApi(path)
  return own === '/v1' || own.startsWith('/v1/') || own === '/openapi.json' || isAdminPath(own)
}

function withoutApi(path: string): string {
  return path.startsWith('/api/') ? path.slice('/api'.length) : path
}
