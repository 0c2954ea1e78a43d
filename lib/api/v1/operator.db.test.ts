import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { operatorAuthorization, operatorKey } from '#lib/operator/signature'
import { testDatabase } from '#test/database'
import { api } from '../app.ts'
import { createApiDoor } from '../door.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let server: Server
let port: number

beforeAll(async () => {
  // People may open the server at a public address, and it may stand behind a proxy: neither matters here.
  process.env.APP_URL = 'https://keys.example.com'
  process.env.CLIENT_IP_SOURCE = 'CLIENT_IP_SOURCE_X_FORWARDED_FOR'
  process.env.TRUSTED_PROXIES = 'loopback'
  database = await testDatabase()
  const door = createApiDoor()
  server = createServer((incoming, response) => {
    if (!door(incoming, response)) response.writeHead(200).end('page')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await database.close()
})

const key = operatorKey(process.env.GATELIST_SECRET ?? '')
const now = () => Math.floor(Date.now() / 1000)

type Sent = {
  path?: string
  body?: string
  /** Signed instead of what is sent. */
  signed?: { path?: string; body?: string; at?: number; key?: Buffer }
  headers?: Record<string, string | string[]>
}
type Received = { status: number; text: string; headers: Record<string, unknown> }

function send({ path = '/v1/operator/tokens', body = '{}', signed = {}, headers = {} }: Sent): Promise<Received> {
  const call = { method: 'POST', path: signed.path ?? path, body: Buffer.from(signed.body ?? body) }
  const authorization = operatorAuthorization(signed.key ?? key, call, signed.at ?? now())
  const lines = { Authorization: authorization, 'Content-Type': 'application/json', ...headers }
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { port, host: '127.0.0.1', method: 'POST', path, headers: lines, agent: false },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

const tokenFor = (workspace: string, more: object = {}) => JSON.stringify({ workspace, role: 'write', ...more })

/** All that could tell this answer from another. */
function onTheWire({ status, text, headers }: Received): unknown {
  const { date: _, 'x-request-id': __, ...rest } = headers
  return { status, text, rest }
}

describe.each(['', '/api'])('the operator, at %s/v1/operator', (prefix) => {
  it('gets a token, once', async () => {
    const body = tokenFor(`Acme${prefix}`, { ttl: '1d', allowed_cidrs: ['127.0.0.1'] })
    const path = `${prefix}/v1/operator/tokens`
    const first = await send({ path, body })
    expect([first.status, JSON.parse(first.text)]).toEqual([
      200,
      {
        created: true,
        token: {
          token_id: expect.any(String),
          name: 'cli',
          role: 'write',
          workspace_id: expect.any(String),
          workspace_name: `Acme${prefix}`,
          expire_time: expect.stringMatching(/^\d{4}-.*Z$/),
          allowed_cidrs: ['127.0.0.1'],
        },
        secret: expect.stringMatching(/^gl_mgmt_[0-9A-Za-z]{49}$/),
      },
    ])
    expect(first.headers['cache-control']).toBe('no-store')
    expect(JSON.parse((await send({ path, body })).text)).toEqual({
      ...JSON.parse(first.text),
      ...{ created: false, secret: '' },
    })
  })

  it('gets a user, once', async () => {
    const email = `ada${prefix.slice(1)}@example.com`
    const body = JSON.stringify({ email, password: 'four plain words here', workspace: `Users${prefix}` })
    const path = `${prefix}/v1/operator/users`
    const first = await send({ path, body })
    const answer = {
      ...{ created: true, user_id: expect.any(String), email },
      ...{ workspace_id: expect.any(String), workspace_name: `Users${prefix}` },
      // The first account of all is.
      staff_role: prefix === '' ? 'staff' : null,
    }
    expect([first.status, JSON.parse(first.text)]).toEqual([200, answer])
    expect(JSON.parse((await send({ path, body })).text)).toEqual({ ...answer, created: false })
    const event = await prisma().auditEvent.findFirst({ where: { action: 'user.create' }, orderBy: { id: 'desc' } })
    expect(event).toMatchObject({ door: 'cli', actorLabel: 'operator', address: '127.0.0.1' })
  })
})

describe('staff that was lost', () => {
  const grant = { path: '/v1/operator/staff', body: '{"email":"lost@example.com","role":"auditor"}' }
  const reset = { path: '/v1/operator/second-factor-resets', body: '{"email":"lost@example.com"}' }

  it('is given back by the operator, and by nobody else', async () => {
    for (const call of [grant, reset]) {
      const stranger = await send({ ...call, signed: { key: operatorKey('another master secret') } })
      expect([stranger.status, stranger.text]).toEqual([404, '{"error":"Not found"}'])
      const unknown = await send(call)
      expect([unknown.status, unknown.text]).toEqual([400, expect.stringContaining('There is no account')])
    }
    const user = '{"email":"lost@example.com","password":"four plain words here"}'
    await send({ path: '/v1/operator/users', body: user })
    const given = JSON.parse((await send(grant)).text)
    expect(given).toEqual({ changed: true, user_id: expect.any(String), email: 'lost@example.com', role: 'auditor' })
    expect(JSON.parse((await send(grant)).text)).toEqual({ ...given, changed: false })
    expect(JSON.parse((await send(reset)).text)).toEqual({ changed: false, user_id: given.user_id, email: given.email })
  })
})

describe('a password that was forgotten', () => {
  const made = (text: string) => JSON.parse(text) as { link: string; link_expire_time: string }
  const link = expect.stringMatching(/^https:\/\/keys\.example\.com\/reset-password#[\w-]{43}$/)

  it('gets a link from the operator, and from nobody else', async () => {
    const call = { path: '/v1/operator/password-resets', body: '{"email":"forgot@example.com"}' }
    const stranger = await send({ ...call, signed: { key: operatorKey('another master secret') } })
    expect([stranger.status, stranger.text]).toEqual([404, '{"error":"Not found"}'])
    expect((await send(call)).status).toBe(400)
    const user = await send({ path: '/v1/operator/users', body: '{"email":"forgot@example.com","staff":"auditor"}' })
    expect(made(user.text)).toMatchObject({ created: true, staff_role: 'auditor', link })
    const reset = await send(call)
    expect(made(reset.text)).toEqual({
      ...{ user_id: expect.any(String), email: 'forgot@example.com', link, sessions_ended: 0 },
      link_expire_time: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    expect(made(reset.text).link).not.toBe(made(user.text).link)
    expect(reset.headers['cache-control']).toBe('no-store')
  })
})

describe('anybody else', () => {
  const body = tokenFor('Stolen')
  const attempts: [string, Sent][] = [
    ['no signature', { headers: { Authorization: '' } }],
    ['a management token instead', { headers: { Authorization: 'Bearer gl_mgmt_x' } }],
    ['a signature by another secret', { signed: { key: operatorKey('another master secret') } }],
    ['a signature of another body', { signed: { body: tokenFor('Mine') } }],
    ['a signature of another path', { signed: { path: '/v1/operator/users' } }],
    ['an old signature', { signed: { at: now() - 90 } }],
    ['a signature of the time to come', { signed: { at: now() + 90 } }],
    ['X-Forwarded-For', { headers: { 'X-Forwarded-For': '127.0.0.1' } }],
    ['an empty X-Forwarded-For', { headers: { 'X-Forwarded-For': '' } }],
    ['Forwarded', { headers: { Forwarded: 'for=127.0.0.1' } }],
    ['Via', { headers: { Via: '1.1 proxy' } }],
    ['CF-Connecting-IP', { headers: { 'CF-Connecting-IP': '127.0.0.1' } }],
    ['X-Real-IP', { headers: { 'X-Real-IP': '127.0.0.1' } }],
  ]

  it.each(attempts)('finds nothing there with %s', async (_, sent) => {
    const unknown = onTheWire(await send({ path: '/v1/nowhere', body }))
    expect(onTheWire(await send({ body, ...sent }))).toEqual(unknown)
    expect(unknown).toMatchObject({ status: 404, text: '{"error":"Not found"}' })
    expect(await prisma().workspace.count({ where: { name: 'Stolen' } })).toBe(0)
  })

  it('finds nothing there without a known connection, as on another host of the pages', async () => {
    const headers = {
      Authorization: operatorAuthorization(
        key,
        { method: 'POST', path: '/v1/operator/tokens', body: Buffer.from(body) },
        now(),
      ),
      'Content-Type': 'application/json',
    }
    const answer = await api.request('/v1/operator/tokens', { method: 'POST', headers, body })
    expect(answer.status).toBe(404)
  })
})

describe('what the operator got wrong is said', () => {
  it.each([
    ['{"role":"write"}', 400, 'Name the workspace by workspace or workspace_id.'],
    ['{"workspace":"Acme"}', 400, 'role: Choose what the token may do: read, verify or write.'],
    ['[]', 400, 'Request body must be a JSON object'],
    [tokenFor('Acme', { ttl: 'soon' }), 400, 'ttl: must be a duration of 1s to 3650d, such as 90d'],
    [
      tokenFor('Acme', { allowed_cidrs: ['010.0.0.1'] }),
      400,
      expect.stringMatching(/^allowed_cidrs: Line 1, column 1: /),
    ],
  ])('%s', async (body, status, error) => {
    const answer = await send({ body })
    expect([answer.status, JSON.parse(answer.text)]).toEqual([status, { error }])
  })

  it('in another content type, in too much, and with several workspaces of the name', async () => {
    expect((await send({ headers: { 'Content-Type': 'text/plain' } })).status).toBe(415)
    expect((await send({ body: tokenFor('x'.repeat(70_000)) })).status).toBe(413)
    for (const _ of [1, 2]) await prisma().workspace.create({ data: { name: 'Twice' }, select: { id: true } })
    const answer = await send({ body: tokenFor('Twice') })
    expect([answer.status, JSON.parse(answer.text).error]).toEqual([409, expect.stringContaining('workspace_id')])
  })
})
