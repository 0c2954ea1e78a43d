import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { type FastifyLike, type FastifyOptions, type FastifyReplyLike, requireKey } from './fastify.ts'
import { CREDENTIAL, KEY, listen, stubGatelist } from './fixtures.ts'
import type { Verdict } from './index.ts'

type Request = { raw: IncomingMessage; ip: string; gatelist?: unknown }
type Hook = Parameters<FastifyLike<Request>['addHook']>[1]

/**
 * As much of Fastify as its documentation promises to a plugin with an onRequest hook: the hook is awaited before the route; one
 * that has sent returns the reply, and then no route runs. Fastify itself is not installed here.
 */
async function serve(verdict: Verdict, options?: FastifyOptions<Request>) {
  const { gatelist, asked } = stubGatelist(verdict)
  const hooks: Hook[] = []
  const decorated: string[] = []
  const routes: string[] = []
  const instance: FastifyLike<Request> = {
    hasRequestDecorator: (name) => decorated.includes(name),
    decorateRequest: (name) => decorated.push(name),
    addHook: (_name, hook) => hooks.push(hook),
  }
  await new Promise<void>((resolve) => requireKey(gatelist, options)(instance, {}, () => resolve()))
  await new Promise<void>((resolve) => requireKey(gatelist, options)(instance, {}, () => resolve()))
  const url = await listen(async (raw, response) => {
    const request: Request = { raw, ip: '192.0.2.99' }
    const reply: FastifyReplyLike = {
      code: (status) => Object.assign(response, { statusCode: status }),
      headers: (values) => response.setHeaders(new Map(Object.entries(values))),
      send: (body) => response.end(body),
    }
    const [hook] = hooks
    const sent = await hook?.(request, reply)
    if (sent === reply) return
    routes.push(raw.url ?? '')
    if (!response.writableEnded) response.end(JSON.stringify(request.gatelist))
  })
  return { url, asked, decorated, routes }
}

const headers = { Authorization: `Bearer ${CREDENTIAL}` }

describe('the plugin for Fastify', () => {
  it('puts the key on the request, and judges by the connection whatever a header says', async () => {
    const { url, asked, decorated } = await serve({ allowed: true, key: KEY })
    const response = await fetch(url, { headers: { ...headers, 'X-Forwarded-For': '203.0.113.7' } })
    expect([response.status, await response.json()]).toEqual([200, JSON.parse(JSON.stringify(KEY))])
    expect(asked).toEqual([[CREDENTIAL, '127.0.0.1']])
    expect(decorated).toEqual(['gatelist'])
  })

  it('judges by the address that the application names', async () => {
    const { url, asked } = await serve({ allowed: true, key: KEY }, { clientIp: ({ ip }) => ip })
    await fetch(url, { headers })
    expect(asked).toEqual([[CREDENTIAL, '192.0.2.99']])
  })

  it('answers who may not pass, before any route', async () => {
    const { url, routes } = await serve({ allowed: false, reason: 'rate_limited', retryAfterSeconds: 7 })
    const response = await fetch(url, { headers })
    expect(routes).toEqual([])
    expect([response.status, await response.json()]).toEqual([429, { error: 'Rate limit exceeded' }])
    expect([response.headers.get('Retry-After'), response.headers.get('Cache-Control')]).toEqual(['7', 'no-store'])
  })

  it('asks nobody about no credential', async () => {
    const { url, asked } = await serve({ allowed: true, key: KEY })
    expect((await fetch(url)).status).toBe(401)
    expect(asked).toEqual([])
  })

  it('counts where it is registered, not only inside of itself', () => {
    const plugin = requireKey(stubGatelist({ allowed: true, key: KEY }).gatelist)
    expect(Reflect.get(plugin, Symbol.for('skip-override'))).toBe(true)
  })
})
