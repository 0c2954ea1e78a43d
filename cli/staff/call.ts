import { exitCodes } from '../exit-codes.ts'
import { Failure } from '../failure.ts'
import type { Call, Client } from '../http/client.ts'
import { failureOf, readProblem } from '../http/problem.ts'

export const STAFF = '/v2alpha1/staff'

/** Told by its beginning, as the server makes it. */
export function isStaffToken(token: string): boolean {
  return token.startsWith('gl_staff_')
}

// What the server says of a path that is not there, and of every path to who has no good staff token.
const NOTHING_HERE = 'The requested resource could not be found'

/** One request to the staff API that must succeed. */
export async function staffCall<Body>(client: Client, call: Call): Promise<Body> {
  const answer = await client.send(call)
  if (answer.status >= 200 && answer.status <= 299) return answer.body as Body
  throw notStaff(readProblem(answer).message, answer.status) ?? failureOf(answer)
}

/** The failure of who is not staff there; null when the answer says something else. */
export function notStaff(message: string, status: number): Failure | null {
  if (status !== 404 || !message.startsWith(NOTHING_HERE)) return null
  const words =
    'this server shows no staff API to this token: it is no staff token, or it is unknown, revoked or expired, its holder is not staff any more, or this address is not in its list'
  return new Failure(exitCodes.unauthenticated, words)
}

export async function proveStaffToken(client: Client): Promise<void> {
  await staffCall(client, { method: 'GET', path: `${STAFF}/people` })
}
