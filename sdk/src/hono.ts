import type { IncomingMessage } from 'node:http'
import type { Context, MiddlewareHandler } from 'hono'
import { admit } from './admit.ts'
import { bearerIn } from './bearer.ts'
import type { Gatelist } from './gatelist.ts'
import type { VerifiedKey } from './verdict.ts'

/** What a route behind `requireKey` can read. */
export type GatelistEnv = { Variables: { gatelist: VerifiedKey } }

export type HonoOptions = {
  /** Where a request comes from; null refuses it. Without it: the address of the connection, whatever a header says. */
  readonly clientIp?: (context: Context) => string | null | undefined
}

/** Middleware for Hono. Who may not pass is answered; for the others the key is in `c.get('gatelist')`. */
export function requireKey(
  gatelist: Gatelist,
  { clientIp = connectionAddress }: HonoOptions = {},
): MiddlewareHandler<GatelistEnv> {
  return async (c, next) => {
    // Two lines come joined by a comma here, which is no token.
    const credential = bearerIn(c.req.header('Authorization') ?? '')
    const admission = await admit(gatelist, credential, clientIp(c))
    if (!admission.ok) {
      const { status, headers, body } = admission.refusal
      return new Response(body, { status, headers })
    }
    c.set('gatelist', admission.key)
    await next()
    return undefined
  }
}

/** On Node, by the binding of @hono/node-server. Elsewhere nobody knows it. */
export function connectionAddress({ env }: Context): string | null {
  const incoming: IncomingMessage | undefined = env?.server?.incoming ?? env?.incoming
  return incoming?.socket?.remoteAddress ?? null
}
