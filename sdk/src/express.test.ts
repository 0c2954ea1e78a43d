import { request } from 'node:http'
import express, { type NextFunction, type Request, type Response } from 'express'
import { describe, expect, it } from 'vitest'
import { type ExpressOptions, requireKey } from './express.ts'
import { CREDENTIAL, KEY, listen, stubGatelist } from './fixtures.ts'
import type { Verdict } from './index.ts'

async function serve(verdict: Verdict, options?: ExpressOptions<Request>) {
  const { gatelist, asked } = stubGatelist(verdict)
  const app = express()
  app.use(requireKey(gatelist, options))
  app.get('/', (incoming, response) => {
    response.json(incoming.gatelist)
  })
  app.use((_error: unknown, incoming: Request, response: Response, _next: NextFunction) => {
    response.status(500).json(incoming.gatelist ?? null)
  })
  return { url: await listen(app), asked }
}

/** node:http, because fetch cannot send a header twice. */
function get(url: string, headers: Record<string, string | string[]>) {
  return new Promise<{ status: number; headers: object; body: string }>((resolve, reject) => {
    request(url, { headers, agent: false }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
      .on('error', reject)
      .end()
  })
}

const bearer = { Authorization: `Bearer ${CREDENTIAL}` }
const forged = { 'X-Forwarded-For': '203.0.113.7', 'X-Real-IP': '203.0.113.7', Forwarded: 'for=203.0.113.7' }

describe('the middleware for Express', () => {
  it('puts the key on the request, and judges by the connection whatever a header says', async () => {
    const { url, asked } = await serve({ allowed: true, key: KEY })
    const { status, body } = await get(url, { ...bearer, ...forged })
    expect([status, JSON.parse(body)]).toEqual([200, JSON.parse(JSON.stringify(KEY))])
    expect(asked).toEqual([[CREDENTIAL, '127.0.0.1']])
  })

  it('judges by the address that the application names', async () => {
    const { url, asked } = await serve(
      { allowed: true, key: KEY },
      { clientIp: ({ headers }) => String(headers['x-mine']) },
    )
    await get(url, { ...bearer, 'X-Mine': '192.0.2.1' })
    expect(asked).toEqual([[CREDENTIAL, '192.0.2.1']])
  })

  it.each<[Verdict, number, object, string]>([
    [{ allowed: false, reason: 'invalid' }, 401, { 'www-authenticate': 'Bearer' }, 'Invalid API key'],
    [{ allowed: false, reason: 'ip_not_allowed' }, 403, {}, 'IP address not allowed'],
    [
      { allowed: false, reason: 'rate_limited', retryAfterSeconds: 7 },
      429,
      { 'retry-after': '7' },
      'Rate limit exceeded',
    ],
    [
      { allowed: false, reason: 'unavailable', problem: 'token_refused' },
      503,
      { 'retry-after': '1' },
      'Service temporarily unavailable',
    ],
  ])('answers %j', async (verdict, status, headers, error) => {
    const { url } = await serve(verdict)
    const answer = await get(url, bearer)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([status, { error }])
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json',
      ...headers,
    })
  })

  it.each([
    ['no credential', {}],
    ['two of them', { Authorization: [bearer.Authorization, bearer.Authorization] }],
    ['another scheme', { Authorization: 'Basic YTpi' }],
    ['one in the query only', {}],
  ])('asks nobody about %s', async (_name, headers) => {
    const { url, asked } = await serve({ allowed: true, key: KEY })
    expect((await get(`${url}/?access_token=${CREDENTIAL}`, headers)).status).toBe(401)
    expect(asked).toEqual([])
  })

  it('hands what the application throws to its error handler, and lets nobody through', async () => {
    const clientIp = () => {
      throw new Error('no address')
    }
    const { url, asked } = await serve({ allowed: true, key: KEY }, { clientIp })
    expect(await get(url, bearer)).toMatchObject({ status: 500, body: 'null' })
    expect(asked).toEqual([])
  })
})
