import { request } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { CREDENTIAL, KEY, listen, stubGatelist } from './fixtures.ts'
import { type GatelistEnv, type HonoOptions, requireKey } from './hono.ts'
import type { Verdict } from './index.ts'

function app(verdict: Verdict, options?: HonoOptions) {
  const { gatelist, asked } = stubGatelist(verdict)
  const hono = new Hono<GatelistEnv>().use(requireKey(gatelist, options)).get('/', (c) => c.json(c.get('gatelist')))
  return { hono, asked }
}

async function serve(verdict: Verdict, options?: HonoOptions) {
  const { hono, asked } = app(verdict, options)
  return { url: await listen(getRequestListener(hono.fetch)), asked }
}

const headers = { Authorization: `Bearer ${CREDENTIAL}` }

function statusOf(url: string, lines: Record<string, string | string[]>) {
  return new Promise<number>((resolve, reject) => {
    request(url, { headers: lines, agent: false }, (response) => resolve(response.resume().statusCode ?? 0))
      .on('error', reject)
      .end()
  })
}

describe('the middleware for Hono', () => {
  it('keeps the key for the route, and judges by the connection whatever a header says', async () => {
    const { url, asked } = await serve({ allowed: true, key: KEY })
    const response = await fetch(url, { headers: { ...headers, 'X-Forwarded-For': '203.0.113.7' } })
    expect([response.status, await response.json()]).toEqual([200, JSON.parse(JSON.stringify(KEY))])
    expect(asked).toEqual([[CREDENTIAL, '127.0.0.1']])
  })

  it('judges by the address that the application names', async () => {
    const { url, asked } = await serve({ allowed: true, key: KEY }, { clientIp: (c) => c.req.header('X-Mine') })
    await fetch(url, { headers: { ...headers, 'X-Mine': '192.0.2.1' } })
    expect(asked).toEqual([[CREDENTIAL, '192.0.2.1']])
  })

  it('knows no address where there is no connection', async () => {
    const { hono, asked } = app({ allowed: false, reason: 'ip_unknown' })
    const response = await hono.request('/', { headers: { ...headers, 'X-Forwarded-For': '203.0.113.7' } })
    expect([response.status, await response.json()]).toEqual([403, { error: 'IP address not allowed' }])
    expect(asked).toEqual([[CREDENTIAL, null]])
  })

  it('answers who may not pass', async () => {
    const { url } = await serve({ allowed: false, reason: 'rate_limited', retryAfterSeconds: 7 })
    const response = await fetch(url, { headers })
    expect([response.status, await response.json()]).toEqual([429, { error: 'Rate limit exceeded' }])
    expect([response.headers.get('Retry-After'), response.headers.get('Cache-Control')]).toEqual(['7', 'no-store'])
  })

  it.each<[string, Record<string, string | string[]>]>([
    ['no credential', {}],
    ['two of them', { Authorization: [headers.Authorization, headers.Authorization] }],
    ['one and an empty one', { Authorization: [headers.Authorization, ''] }],
  ])('asks nobody about %s', async (_name, lines) => {
    const { url, asked } = await serve({ allowed: true, key: KEY })
    expect(await statusOf(url, lines)).toBe(401)
    expect(asked).toEqual([])
  })
})
