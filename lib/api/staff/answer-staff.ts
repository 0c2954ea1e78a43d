import { hasStaffRight } from '#lib/auth/staff-user'
import { hasTooManyHeaders, headerLines } from '#lib/client-ip/header-lines'
import { judgeStaffToken, type StaffCaller } from '#lib/staff-tokens/judge-token'
import { bearerCredential } from '#lib/verify/credential'
import { answerOfError, found } from '../admin/answer-error.ts'
import { AdminProblem } from '../admin/problem.ts'
import { doorOf } from '../admin/request.ts'
import type { Answer, StreamedAnswer } from '../answer.ts'
import { type ApiCall, clientOf } from '../call.ts'
import { routeTable } from '../route-table.ts'
import { targetOf } from '../target.ts'
import type { StaffOperation, StaffRequest } from './operation.ts'
import { staffOperations } from './routes.ts'

const route = routeTable(staffOperations)

/** Where the staff API is, for the app's router; each also with what is below it. */
export const STAFF_PATH = '/v2alpha1/staff'

/** Whether a path, without a leading /api, is the staff API's. */
export function isStaffApiPath(path: string): boolean {
  return path === STAFF_PATH || path.startsWith(`${STAFF_PATH}/`)
}

/**
 * Answers any call below /v2alpha1/staff. Who comes with anything but a good staff token learns only what they would of a path
 * that does not exist, whatever the path and the method.
 */
export async function answerStaff(call: ApiCall, requestId: string): Promise<Answer | StreamedAnswer> {
  try {
    if (hasTooManyHeaders(call.rawHeaders)) throw new AdminProblem('headers_too_large')
    const caller = await callerOf(call)
    const { path, query } = targetOf(call)
    const { operation, params } = found(route(call.method, path))
    const request = requestOf({ call, requestId, params, query }, caller)
    checkRight(caller, operation)
    checkParameters(operation, query)
    return await operation.answer({ ...request, call: { ...call, readBody: readingAgain(call, operation) } })
  } catch (error) {
    return answerOfError(error, requestId)
  }
}

async function callerOf(call: ApiCall): Promise<StaffCaller> {
  const text = bearerCredential(headerLines(call.rawHeaders, 'authorization'))
  const caller = await judgeStaffToken(text, clientOf(call))
  if (caller === null) throw new AdminProblem('not_found')
  return caller
}

/** A body may be long on its way, and the token ended meanwhile: what counts is the moment when the request is whole. */
function readingAgain(call: ApiCall, operation: StaffOperation): ApiCall['readBody'] {
  return async (limit) => {
    const bytes = await call.readBody(limit)
    checkRight(await callerOf(call), operation)
    return bytes
  }
}

function checkRight({ role }: StaffCaller, { right }: StaffOperation): void {
  if (hasStaffRight(role, right)) return
  throw new AdminProblem('forbidden', {
    message: 'This token reads only; this operation needs one of the role “staff”',
  })
}

/** A filter or a dry run that is misspelt must not pass for none. */
function checkParameters({ parameters }: StaffOperation, query: URLSearchParams): void {
  const other = [...query.keys()].find((name) => !parameters.includes(name))
  if (other === undefined) return
  throw new AdminProblem('bad_request', { message: `${other.slice(0, 100)}: is not a parameter here` })
}

function requestOf(given: Omit<StaffRequest, 'actor' | 'client'>, caller: StaffCaller): StaffRequest {
  const { call, requestId } = given
  const client = clientOf(call)
  const { tokenId, userId, email, role } = caller
  return {
    ...given,
    client,
    actor: {
      ...{ kind: 'staff', userId, label: email, role, tokenId },
      ...{ address: client.ok ? client.text : null, door: doorOf(call), requestId },
    },
  }
}
