import Fastify, { type FastifyRequest } from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type FastifyOptions, requireKey } from './fastify.ts'
import { CREDENTIAL, KEY, stubGatelist } from './fixtures.ts'
import type { Verdict } from './index.ts'

async function serve(verdict: Verdict, options?: FastifyOptions<FastifyRequest>) {
  const { gatelist, asked } = stubGatelist(verdict)
  const routes: string[] = []
  const app = Fastify({ trustProxy: '127.0.0.1' })
  onTestFinished(() => app.close())
  app.get('/open', async () => 'for everybody')
  app.register(async (api) => {
    // Twice, as where two parts of an application each ask for it.
    api.register(requireKey(gatelist, options))
    api.register(requireKey(gatelist, options))
    api.get('/', async (request) => {
      routes.push(request.url)
      return request.getDecorator('gatelist')
    })
  })
  return { url: await app.listen({ port: 0, host: '127.0.0.1' }), asked, routes }
}

const headers = { Authorization: `Bearer ${CREDENTIAL}` }

describe('the plugin for Fastify', () => {
  it('puts the key on the request, and judges by the connection whatever a header says', async () => {
    const { url, asked } = await serve({ allowed: true, key: KEY })
    const response = await fetch(url, { headers: { ...headers, 'X-Forwarded-For': '203.0.113.7' } })
    expect([response.status, await response.json()]).toEqual([200, JSON.parse(JSON.stringify(KEY))])
    expect(asked).toEqual(Array(2).fill([CREDENTIAL, '127.0.0.1']))
  })

  it('judges by the address that the application names', async () => {
    const { url, asked } = await serve({ allowed: true, key: KEY }, { clientIp: ({ ip }) => ip })
    await fetch(url, { headers: { ...headers, 'X-Forwarded-For': '192.0.2.99' } })
    expect(asked).toEqual(Array(2).fill([CREDENTIAL, '192.0.2.99']))
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

  it('counts where it is registered and not beside that', async () => {
    const { url, asked } = await serve({ allowed: false, reason: 'invalid' })
    expect((await fetch(`${url}/open`)).status).toBe(200)
    expect(asked).toEqual([])
  })
})
