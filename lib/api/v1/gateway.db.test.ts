import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flushTraffic } from '#lib/traffic/record-call'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import { type Received, type Sent, send } from '#test/gateway/send'
import { api } from '../app.ts'

let door: AdminDoor
/** What another host of the app would answer. */
let app: Server
const ports = { 'the door': 0, 'the app': 0 }
const doors = Object.keys(ports) as (keyof typeof ports)[]

beforeAll(async () => {
  process.env.CLIENT_IP_SOURCE = 'CLIENT_IP_SOURCE_X_FORWARDED_FOR'
  // The proxy. Other addresses of this machine are its clients.
  process.env.TRUSTED_PROXIES = '127.0.0.1'
  process.env.RATE_LIMIT_REQUESTS = '0'
  door = await openAdminDoor()
  app = createServer(getRequestListener(api.fetch, { overrideGlobalObjects: false }))
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  ports['the door'] = Number(new URL(door.url).port)
  ports['the app'] = (app.address() as AddressInfo).port
})
afterAll(async () => {
  await new Promise((resolve) => app.close(resolve))
  await door.close()
})

const PATH = '/v1/gateway/check'
const CLIENT = '203.0.113.7'

type Check = Sent & { port?: number; secret?: string; client?: string }

/** Asks as the proxy does, for `client`. */
function check({ port = ports['the door'], path = PATH, ...rest }: Check): Promise<Received> {
  const { secret, client = CLIENT, headers = {}, ...sent } = rest
  const authorization = secret === undefined ? {} : { Authorization: `Bearer ${secret}` }
  return send(port, {
    path,
    from: '127.0.0.1',
    ...sent,
    headers: { ...authorization, 'X-Forwarded-For': client, ...headers },
  })
}

function issue(fields: object = {}): Promise<{ keyId: string; secret: string }> {
  return door.issue({ ip_restriction: { allowed_cidrs: [`${CLIENT}/32`] }, ...fields })
}

/** What does not differ from call to call. */
const lasting = ({ status, headers, text }: Received) => {
  const { date: _, 'x-request-id': id, connection: __, 'keep-alive': ___, ...rest } = headers
  expect(id).toMatch(/\S/)
  return { status, text, headers: rest }
}

describe.each(doors)('%s', (name) => {
  const ask = (what: Check) => check({ port: ports[name], ...what })

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND'])(
    'lets a listed address pass by %s, and tells who it is',
    async (method) => {
      const { keyId, secret } = await issue({ actor_id: 'service payments', scopes: ['payments:read', 'a b'] })
      const answer = await ask({ method, secret })
      expect([answer.status, answer.text]).toEqual([200, ''])
      expect(answer.headers).toMatchObject({
        'x-key-id': keyId,
        'x-key-owner': 'service%20payments',
        'x-key-workspace': door.id,
        'x-key-scopes': 'payments:read a%20b',
        'content-length': '0',
        'cache-control': 'no-store',
      })
    },
  )

  it('answers 401 in the same bytes to whatever is no living key, by any method', async () => {
    const dead = await issue()
    await door.sql.query('UPDATE api_key SET revoked_at = now() WHERE id = $1', [dead.keyId])
    const refused: Check[] = [
      {},
      { secret: 'gl_live_junk' },
      { secret: dead.secret },
      { secret: dead.secret, client: '192.0.2.1' },
      { headers: { Authorization: [`Bearer ${dead.secret}`, 'Bearer x'] } },
      { secret: door.tokens.write },
      { secret: dead.secret, method: 'DELETE' },
    ]
    for (const what of refused) {
      const answer = await ask(what)
      expect([answer.status, answer.text]).toEqual([401, '{"error":"Invalid API key"}'])
      expect([answer.headers['www-authenticate'], answer.headers['x-key-id']]).toEqual(['Bearer', undefined])
    }
  })

  it('does not take a living key that is sent beside another', async () => {
    const { secret } = await issue()
    const headers = { Authorization: [`Bearer ${secret}`, `Bearer ${secret}`] }
    expect((await ask({ headers })).status).toBe(401)
  })

  it('answers 403 to an address that is not listed, and to one that nobody can tell', async () => {
    const { secret } = await issue()
    for (const client of ['203.0.113.8', '', 'unknown', `${CLIENT}, 203.0.113.8`]) {
      const answer = await ask({ secret, client })
      expect([client, answer.status, answer.text]).toEqual([client, 403, '{"error":"IP address not allowed"}'])
      expect(answer.headers['x-key-id']).toBeUndefined()
    }
  })

  it('does not believe the address of a caller that is not the proxy', async () => {
    const { secret } = await issue()
    const headers = { 'X-Real-IP': CLIENT, 'CF-Connecting-IP': CLIENT, Forwarded: `for=${CLIENT}` }
    expect((await ask({ secret, from: '127.0.0.5', headers })).status).toBe(403)
  })

  it('spends a call that passes, and none that does not', async () => {
    const { secret } = await issue({ rate_limit_policy: { quota: '2', window: '60s' } })
    for (let count = 0; count < 3; count += 1) await ask({ secret, client: '203.0.113.8' })
    for (const remaining of [1, 0]) {
      const answer = await ask({ secret })
      expect([answer.status, answer.headers.ratelimit]).toEqual([200, expect.stringContaining(`;r=${remaining};`)])
    }
    const over = await ask({ secret })
    expect([over.status, over.text]).toEqual([429, '{"error":"Rate limit exceeded"}'])
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0)
    expect(over.headers['x-key-id']).toBeUndefined()
  })

  it('answers below its path as at it, whatever is written there', async () => {
    const { secret } = await issue()
    for (const below of ['/', '/v1/orders/7?a=b', '/%2e%2e%2f', '//x', '/?workspace=1', '/%FF%00']) {
      const path = PATH + below
      expect([below, (await ask({ path, secret })).status]).toEqual([below, 200])
      expect([below, (await ask({ path })).status]).toEqual([below, 401])
    }
  })

  it('takes a key of another workspace for unknown where one is asked for', async () => {
    const other = await door.addWorkspace('other')
    const own = await issue()
    const foreign = await door.issue({}, { token: other.tokens.write })
    const path = `/v1/gateway/workspaces/${door.id}/check`
    for (const at of [path, `${path}/orders`, path.replace(door.id, door.id.toUpperCase())]) {
      expect([at, (await ask({ path: at, secret: own.secret })).status]).toEqual([at, 200])
      const refused = await ask({ path: at, secret: foreign.secret })
      expect([at, refused.status, refused.text]).toEqual([at, 401, '{"error":"Invalid API key"}'])
    }
    const nobody = path.replace(door.id, '00000000-0000-0000-0000-000000000000')
    expect((await ask({ path: nobody, secret: own.secret })).status).toBe(401)
    expect((await ask({ secret: foreign.secret })).status).toBe(200)
  })

  it('is nowhere else', async () => {
    const { secret } = await issue()
    for (const path of ['/v1/gateway', '/v1/gateway/checks', '/v1/gateway/workspaces//check', '/v1/gateway/Check']) {
      expect([path, (await ask({ path, secret })).status]).toEqual([path, 404])
    }
  })

  it('refuses more header lines than it would count', async () => {
    const { secret } = await issue()
    const headers = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`X-Filler-${index}`, 'x']))
    expect((await ask({ secret, headers })).status).toBe(431)
  })
})

describe('the door and the app', () => {
  it('cannot be told apart', async () => {
    const passing = await issue({ scopes: ['x'] })
    const calls: Check[] = [
      { secret: passing.secret },
      { secret: passing.secret, client: '192.0.2.1' },
      {},
      { secret: passing.secret, method: 'POST', body: 'x'.repeat(100_000) },
      { secret: passing.secret, path: `/api${PATH}` },
      { path: '/v1/gateway/nothing' },
    ]
    for (const call of calls) {
      const [first, second] = await Promise.all(doors.map((name) => check({ port: ports[name], ...call })))
      expect(first && lasting(first)).toEqual(second && lasting(second))
    }
  })
})

describe('the door', () => {
  it.each(['/../ip', '/../../v1/ip', '/%2e%2e/ip', '/..\\ip', '/x/../../ip', '/../../../healthz'])(
    'is not led to another answer by %s',
    async (below) => {
      for (const prefix of ['', '/api']) expect((await check({ path: prefix + PATH + below })).status).toBe(401)
    },
  )

  it('answers before a body has come, and never takes it for the next request', async () => {
    const { secret } = await issue()
    const hidden = 'GET /v1/ip HTTP/1.1\r\nHost: a\r\n\r\n'
    const head = `Host: a\r\nX-Forwarded-For: ${CLIENT}\r\nAuthorization: Bearer ${secret}\r\n`
    const text = await new Promise<string>((resolve, reject) => {
      let answer = ''
      const socket = connect(ports['the door'], '127.0.0.1', () => {
        socket.write(`POST ${PATH} HTTP/1.1\r\n${head}Content-Length: ${hidden.length}\r\n\r\n`)
      })
      socket.setEncoding('latin1').on('error', reject)
      socket.once('data', () => socket.write(`${hidden}GET ${PATH} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`))
      socket.on('data', (chunk: string) => {
        answer += chunk
      })
      socket.on('close', () => resolve(answer))
    })
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401'])
  })

  it('shows the owner who passed and who was refused, and nothing of calls at the gate of another workspace', async () => {
    const { keyId, secret } = await issue()
    await check({ secret })
    await check({ secret, client: '203.0.113.8' })
    await check({ secret, client: '203.0.113.9', path: `/v1/gateway/workspaces/${keyId}/check` })
    await flushTraffic()
    const { rows } = await door.sql.query(
      'SELECT abbrev(address) AS address, outcome, count::int FROM caller_hour WHERE key_id = $1 ORDER BY address',
      [keyId],
    )
    expect(rows).toEqual([
      { address: CLIENT, outcome: 'allowed', count: 1 },
      { address: '203.0.113.8', outcome: 'ip_not_allowed', count: 1 },
    ])
  })

  it('refuses with 503 while the database does not answer', async () => {
    const { secret } = await issue()
    await door.sql.query('BEGIN; LOCK TABLE api_key IN ACCESS EXCLUSIVE MODE')
    try {
      const answer = await check({ secret })
      expect([answer.status, answer.text]).toEqual([503, '{"error":"Service temporarily unavailable"}'])
      expect(answer.headers['x-key-id']).toBeUndefined()
    } finally {
      await door.sql.query('ROLLBACK')
    }
    expect((await check({ secret })).status).toBe(200)
  })
})
