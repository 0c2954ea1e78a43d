import type { IncomingMessage, ServerResponse } from 'node:http'
import { admit } from './admit.ts'
import { bearerOf } from './bearer.ts'
import type { Gatelist } from './gatelist.ts'
import type { Refusal } from './refusal.ts'
import type { VerifiedKey } from './verdict.ts'

declare global {
  namespace Express {
    interface Request {
      /** The key of this request; there behind `requireKey` only. */
      gatelist?: VerifiedKey
    }
  }
}

/** What Express adds to it, and other frameworks of this kind do not. */
type AnyRequest = IncomingMessage & { readonly ip?: string | undefined }

export type ExpressOptions<R> = {
  /** Where a request comes from; null refuses it. Without it: the address of the connection, whatever a header says. */
  readonly clientIp?: (request: R) => string | null | undefined
}

type Next = (error?: unknown) => void

/**
 * Middleware for Express and whatever else takes `(request, response, next)`. Who may not pass is answered; for the others the key
 * is in `request.gatelist`.
 */
export function requireKey<R extends IncomingMessage = AnyRequest>(
  gatelist: Gatelist,
  { clientIp = connectionAddress }: ExpressOptions<R> = {},
): (request: R, response: ServerResponse, next: Next) => void {
  return (request, response, next) => {
    admitRequest(gatelist, request, clientIp)
      .then((admission) => {
        if (!admission.ok) return refuse(response, admission.refusal)
        Object.assign(request, { gatelist: admission.key })
        next()
      })
      .catch(next)
  }
}

function refuse(response: ServerResponse, { status, headers, body }: Refusal): void {
  response.writeHead(status, headers).end(body)
}

async function admitRequest<R extends IncomingMessage>(
  gatelist: Gatelist,
  request: R,
  clientIp: (request: R) => string | null | undefined,
) {
  return admit(gatelist, bearerOf(request.rawHeaders), clientIp(request))
}

function connectionAddress({ socket }: IncomingMessage): string | null {
  return socket.remoteAddress ?? null
}
