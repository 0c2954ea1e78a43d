import { operatorAuthorization, operatorKey } from '#lib/operator/signature'
import { exitCodes } from '../exit-codes.ts'
import { Failure, usage } from '../failure.ts'
import { isLoopback, parseEndpoint } from '../http/endpoint.ts'
import { failureOf } from '../http/problem.ts'
import type { Target } from '../http/target.ts'
import { type Io, variable } from '../io.ts'
import type { GlobalOptions, Session } from '../session.ts'
import { masterSecret, serverVariables } from './master-secret.ts'

const NOT_TAKEN =
  "the server does not take this as its operator's: sign with its own master secret (its DATA_DIR or GATELIST_SECRET), " +
  'from its own machine and not through a proxy'

/** Sends an operator's request, signed with the master secret of the server on this machine. */
export async function callOperator<Body>(session: Session, path: string, body: unknown): Promise<Body> {
  const { io, globals } = session
  const client = session.clientFor(operatorTarget(io, globals))
  const key = operatorKey(masterSecret(io))
  const auth = (path: string, body: string) => {
    const call = { method: 'POST', path, body: Buffer.from(body) }
    return operatorAuthorization(key, call, Math.floor(io.now().getTime() / 1000))
  }
  const answer = await client.send({ method: 'POST', path, body, auth })
  // To whoever does not sign rightly, these paths do not exist.
  if (answer.status === 404) throw new Failure(exitCodes.unauthenticated, NOT_TAKEN)
  if (answer.status !== 200) throw failureOf(answer)
  return answer.body as Body
}

/** The server on this machine: -e, GATELIST_URL, else its PORT. Where `gatelist login` points to does not matter here. */
function operatorTarget(io: Io, { endpoint }: GlobalOptions): Target {
  const base = parseEndpoint(endpoint ?? variable(io, 'GATELIST_URL') ?? `http://localhost:${portOf(io)}`)
  if (!isLoopback(base))
    throw usage(`${base.origin} is another machine; run this on the server's own, with its localhost address`)
  return { base, token: () => '' }
}

function portOf(io: Io): string {
  const port = variable({ env: serverVariables(io) }, 'PORT')?.trim()
  return port === undefined || port === '0' ? '3000' : port
}
