import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Answer, withHeaders } from '#lib/api/answer'
import { problemAnswer } from '#lib/api/problem'
import { pathOf } from '#lib/api/target'
import { newRequestId } from '#lib/request-id'

/** Takes a request when it is for this door; false leaves it to the next. */
export type Door = (request: IncomingMessage, response: ServerResponse) => boolean

/** Doors for what is only read: each path with its answer. */
export function readingDoor(answers: ReadonlyMap<string, (request: IncomingMessage) => Promise<Answer>>): Door {
  return (request, response) => {
    const answer = answers.get(pathOf(request.url ?? '/'))
    if (answer === undefined) return false
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const answered = isRead ? answer(request) : Promise.resolve(NOT_ALLOWED)
    void answered.catch(() => problemAnswer('internal')).then((answer) => write(response, answer))
    return true
  }
}

const NOT_ALLOWED = withHeaders(problemAnswer('method_not_allowed'), ['Allow', 'GET, HEAD'])

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.destroyed) return
  response.writeHead(status, [...headers, 'X-Request-Id', newRequestId()])
  response.end(body)
}
