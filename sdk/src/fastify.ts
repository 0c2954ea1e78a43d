import type { IncomingMessage } from 'node:http'
import { admit } from './admit.ts'
import { bearerOf } from './bearer.ts'
import type { Gatelist } from './gatelist.ts'

type AnyRequest = { readonly raw: IncomingMessage; readonly ip: string }

/** Of Fastify only what is used, so that its package need not be there. */
export type FastifyReplyLike = {
  code(status: number): unknown
  headers(values: Record<string, string>): unknown
  send(body: string): unknown
}

export type FastifyLike<R> = {
  hasRequestDecorator(name: string): boolean
  decorateRequest(name: string, value: null): unknown
  addHook(name: 'onRequest', hook: (request: R, reply: FastifyReplyLike) => Promise<unknown>): unknown
}

export type FastifyOptions<R> = {
  /** Where a request comes from; null refuses it. Without it: the address of the connection, whatever a header says. */
  readonly clientIp?: (request: R) => string | null | undefined
}

/**
 * A plugin that asks before a request's body is read. It counts where it is registered and below. Who may not pass is answered; for
 * the others the key is in `request.gatelist`.
 */
export function requireKey<R extends { readonly raw: IncomingMessage } = AnyRequest>(
  gatelist: Gatelist,
  { clientIp = connectionAddress }: FastifyOptions<R> = {},
): (instance: FastifyLike<R>, options: unknown, done: (error?: Error) => void) => void {
  const plugin = (instance: FastifyLike<R>, _options: unknown, done: (error?: Error) => void) => {
    if (!instance.hasRequestDecorator('gatelist')) instance.decorateRequest('gatelist', null)
    instance.addHook('onRequest', async (request, reply) => {
      const admission = await admit(gatelist, bearerOf(request.raw.rawHeaders), clientIp(request))
      if (admission.ok) {
        Object.assign(request, { gatelist: admission.key })
        return
      }
      const { status, headers, body } = admission.refusal
      reply.code(status)
      reply.headers(headers)
      reply.send(body)
      // An async hook that has answered says so by returning the reply.
      return reply
    })
    done()
  }
  return Object.assign(plugin, PLUGIN)
}

// Without the first, a hook would count inside of the plugin only, where no routes are.
const PLUGIN = { [Symbol.for('skip-override')]: true, [Symbol.for('fastify.display-name')]: 'gatelist' }

function connectionAddress({ raw }: { readonly raw: IncomingMessage }): string | null {
  return raw.socket.remoteAddress ?? null
}
