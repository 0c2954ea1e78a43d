import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSecret } from '#lib/keys/secret'
import { flushTraffic } from '#lib/traffic/record-call'
import { testDatabase } from '#test/database'
import { adminOperations } from '../admin/routes.ts'
import { createApiDoor } from '../door.ts'
import { staffOperations } from '../staff/routes.ts'

const workspaceId = '00000000-0000-7000-8000-000000000001'
let database: Awaited<ReturnType<typeof testDatabase>>
let sql: pg.Client
let server: Server
let port: number

beforeAll(async () => {
  process.env.RATE_LIMIT_REQUESTS = '3'
  // Nobody answers here: look-ups end in "unavailable" at once.
  process.env.DNS_SERVERS = '127.0.0.1:9'
  process.env.DNS_TIMEOUT_MS = '100'
  database = await testDatabase()
  sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
  await sql.query('INSERT INTO workspace (id, name) VALUES ($1, $2)', [workspaceId, 'w'])
  const door = createApiDoor()
  server = createServer((incoming, response) => {
    if (!door(incoming, response)) response.writeHead(200).end('page')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  await flushTraffic()
  await new Promise((resolve) => server.close(resolve))
  await sql.end()
  await database.close()
})

type Key = { secret: string; id: string }

async function makeKey(columns: Record<string, string> = {}, networks: string[] = ['127.0.0.1/32']): Promise<Key> {
  const made = newSecret()
  const names = ['access_mode', ...Object.keys(columns)]
  const values = ["'enforce'", ...Object.values(columns)]
  const { rows } = await sql.query<{ id: string }>(
    `INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, ${names.join(', ')})
     VALUES (gen_random_uuid(), $1, 'k', $2, $3, $4, ${values.join(', ')}) RETURNING id`,
    [workspaceId, made.displayPrefix, made.lastFour, made.digest],
  )
  const id = rows[0]?.id ?? ''
  for (const [position, network] of networks.entries()) {
    await sql.query(
      `INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position) VALUES (gen_random_uuid(), $1, $2, $3, $4)`,
      [workspaceId, id, network, position],
    )
  }
  return { secret: made.secret, id }
}

type Sent = { method?: string; path?: string; headers?: Record<string, string | string[]>; body?: string | Buffer }
type Received = { status: number; headers: IncomingHttpHeaders; text: string }

function send({ method = 'POST', path = '/v1/verify', headers = {}, body }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: '127.0.0.1', method, path, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Sends text as it is. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.setEncoding('latin1').on('error', reject)
    socket.on('data', (chunk: string) => {
      answer += chunk
    })
    socket.on('end', () => resolve(answer))
  })
}

const JSON_TYPE = { 'Content-Type': 'application/json' }
const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}`, ...JSON_TYPE })
const UNAUTHENTICATED = '{"error":"Invalid API key"}'

// The lean door and the Hono app must not be told apart.
describe.each(['/v1/verify', '/api/v1/verify'])('POST %s', (path) => {
  it('answers 401 with the same bytes for missing, malformed, unknown, revoked, expired and paused keys', async () => {
    const dead = [
      await makeKey({ revoked_at: 'now()' }),
      await makeKey({ expires_at: "now() - interval '1 second'" }),
      await makeKey({ paused_at: 'now()' }),
      await makeKey({ revoked_at: 'now()' }, ['192.0.2.1/32']),
    ]
    const headers: Record<string, string | string[]>[] = [
      JSON_TYPE,
      { Authorization: 'Bearer', ...JSON_TYPE },
      { Authorization: 'Basic YTpi', ...JSON_TYPE },
      { Authorization: 'Bearer gl_live_junk', ...JSON_TYPE },
      { Authorization: ['Bearer a', 'Bearer b'], ...JSON_TYPE },
      bearer(newSecret().secret),
      ...dead.map((key) => bearer(key.secret)),
    ]
    for (const sent of headers) {
      const answer = await send({ path, headers: sent, body: '{}' })
      expect([answer.status, answer.text]).toEqual([401, UNAUTHENTICATED])
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
  })

  it('answers 403 with exactly the documented body to an address that is not listed', async () => {
    const key = await makeKey({}, ['203.0.113.0/24'])
    const answer = await send({ path, headers: bearer(key.secret), body: '{"email":"a@example.com"}' })
    expect([answer.status, answer.text]).toEqual([403, '{"error":"IP address not allowed"}'])
  })

  it('does not believe a forwarding header of a caller', async () => {
    const key = await makeKey({}, ['203.0.113.0/24'])
    const forged = ['X-Forwarded-For', 'X-Real-IP', 'CF-Connecting-IP', 'True-Client-IP', 'Forwarded']
    for (const name of forged) {
      const headers = { ...bearer(key.secret), [name]: name === 'Forwarded' ? 'for=203.0.113.7' : '203.0.113.7' }
      expect((await send({ path, headers, body: '{}' })).status).toBe(403)
    }
  })

  it('asks for the email, in one text', async () => {
    const key = await makeKey()
    for (const body of ['{}', '{"email":""}', '{"email":null}']) {
      const answer = await send({ path, headers: bearer(key.secret), body })
      expect([answer.status, answer.text]).toEqual([400, '{"error":"Email parameter is required"}'])
    }
  })

  const badBodies: [string, Sent, number][] = [
    ['not JSON', { body: 'email=a' }, 400],
    ['JSON that is no object', { body: '["a@example.com"]' }, 400],
    ['an email that is no text', { body: '{"email":5}' }, 400],
    ['not UTF-8', { body: Buffer.from('7b2265223a22ff227d', 'hex') }, 400],
    ['an unknown validation type', { body: '{"email":"a@example.com","validation_type":"x"}' }, 400],
    [
      'another content type',
      { body: 'email=a', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      415,
    ],
    ['a compressed body', { body: '{}', headers: { 'Content-Encoding': 'gzip' } }, 415],
    ['more than 64 KiB', { body: JSON.stringify({ email: 'a'.repeat(70_000) }) }, 413],
    ['a premium check', { body: '{"email":"a@example.com","validation_type":"smtp"}' }, 402],
  ]
  it.each(badBodies)('refuses %s', async (_name, sent, status) => {
    const key = await makeKey()
    const answer = await send({ path, ...sent, headers: { ...bearer(key.secret), ...sent.headers } })
    expect(answer.status).toBe(status)
    expect(Object.keys(JSON.parse(answer.text))[0]).toBe('error')
  })

  it('gives a verdict in the documented shape', async () => {
    const key = await makeKey()
    const answer = await send({ path, headers: bearer(key.secret), body: '{"email":"not an address"}' })
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      200,
      { email: 'not an address', status: 'bad', validation_type: 'mx', credits_used: 1, reason: 'invalid_format' },
    ])
  })

  it('answers 503 and gives no verdict when DNS cannot be reached, and it costs nothing', async () => {
    const key = await makeKey()
    for (let call = 0; call < 5; call += 1) {
      const answer = await send({ path, headers: bearer(key.secret), body: '{"email":"a@example.com"}' })
      expect(answer.status).toBe(503)
      expect(answer.headers['retry-after']).toBe('5')
    }
  })

  it('answers 429 past the limit; refused calls cost nothing', async () => {
    const key = await makeKey()
    const call = (body: string) => send({ path, headers: bearer(key.secret), body })
    for (let count = 0; count < 5; count += 1) await call('{}')
    for (const remaining of [2, 1, 0]) {
      const answer = await call('{"email":"nonsense"}')
      expect(answer.status).toBe(200)
      expect(answer.headers.ratelimit).toMatch(new RegExp(`^"default";r=${remaining};t=\\d+$`))
    }
    const over = await call('{"email":"nonsense"}')
    expect([over.status, over.text]).toEqual([429, '{"error":"Rate limit exceeded"}'])
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0)
  })

  it('refuses other methods with 405 and says which is allowed', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const answer = await send({ path, method })
      expect([answer.status, answer.headers.allow, answer.text]).toEqual([
        405,
        'POST',
        '{"error":"Method not allowed"}',
      ])
    }
  })

  it('refuses more header lines than it would count, before it believes any', async () => {
    const key = await makeKey()
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`X-Filler-${index}`, 'x']))
    expect((await send({ path, headers: { ...bearer(key.secret), ...many }, body: '{}' })).status).toBe(431)
  })

  it('gives every answer an id of its own and lets none be stored', async () => {
    const answers = await Promise.all([
      send({ path }),
      send({ path, method: 'GET' }),
      send({ path: `${path}/nothing` }),
    ])
    const ids = answers.map((answer) => answer.headers['x-request-id'])
    expect(new Set(ids).size).toBe(3)
    for (const answer of answers) expect(answer.headers['cache-control']).toBe('no-store')
  })
})

describe('the rest of /v1', () => {
  it('answers 404 in JSON to every unknown path', async () => {
    for (const path of ['/v1', '/v1/', '/v1/Verify', '/v1/verify/', '/v1/nothing', '/api/v1/nothing']) {
      const answer = await send({ path, headers: JSON_TYPE, body: '{}' })
      expect([path, answer.status, answer.text]).toEqual([path, 404, '{"error":"Not found"}'])
    }
  })

  it('leaves other paths to the pages', async () => {
    for (const path of ['/', '/v2', '/v1x', '/api/auth/session']) {
      expect((await send({ path, method: 'GET' })).text).toBe('page')
    }
  })

  it('tells the caller its address, as JSON or as plain text', async () => {
    for (const path of ['/v1/ip', '/api/v1/ip']) {
      expect((await send({ path, method: 'GET' })).text).toBe('{"ip":"127.0.0.1"}')
      const plain = await send({ path, method: 'GET', headers: { Accept: 'text/plain' } })
      expect([plain.text, plain.headers['content-type']]).toEqual(['127.0.0.1', 'text/plain; charset=utf-8'])
      expect((await send({ path, method: 'POST' })).headers.allow).toBe('GET, HEAD')
    }
  })

  it.each([
    ['without a Host line, as HTTP/1.0 has it', 'GET /v1/ip HTTP/1.0\r\n\r\n', 200],
    ['with a Host that is none', 'GET /v1/ip HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['with a backslash', 'GET /v1/\\ip HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
    ['for its own description', 'GET /openapi.json HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 200],
    ['to change that', 'PUT /openapi.json HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 405],
  ])('answers a request %s in JSON, with an id', async (_, request, status) => {
    const text = await sendRaw(request)
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(text).toMatch(/\r\ncontent-type: application\/json\r\n/i)
    expect(text.match(/\r\nx-request-id: \S+\r\n/gi)).toHaveLength(1)
  })

  it('describes itself in OpenAPI 3.1', async () => {
    const document = JSON.parse((await send({ path: '/openapi.json', method: 'GET' })).text)
    expect(document.openapi).toBe('3.1.0')
    const people = ['tokens', 'users', 'staff', 'second-factor-resets', 'password-resets']
    const ofOperator = [...people, 'proxy', 'signing-keys', 'secret-rotation'].map((name) => `/v1/operator/${name}`)
    const ofGateway = ['/v1/gateway/check', '/v1/gateway/workspaces/{workspace_id}/check']
    const own = ['/v1/verify', '/v1/ip', ...ofGateway, ...ofOperator]
    const ofPrograms = [...adminOperations, ...staffOperations].map(({ description }) => description.path)
    expect(new Set(Object.keys(document.paths))).toEqual(new Set([...own, ...ofPrograms]))
  })
})

describe('what the owner sees of calls', () => {
  it('the last use by time and address, and refusals folded by address', async () => {
    const key = await makeKey()
    const other = await makeKey({}, ['203.0.113.0/24'])
    await send({ headers: bearer(key.secret), body: '{}' })
    for (let call = 0; call < 3; call += 1) await send({ headers: bearer(other.secret), body: '{}' })
    await flushTraffic()
    const used = await sql.query('SELECT host(last_used_address) AS address FROM key_usage WHERE key_id = $1', [key.id])
    expect(used.rows).toEqual([{ address: '127.0.0.1' }])
    const refused = await sql.query(
      "SELECT abbrev(address) AS address, outcome, count::int FROM caller_hour WHERE key_id = $1 AND outcome <> 'allowed'",
      [other.id],
    )
    expect(refused.rows).toEqual([{ address: '127.0.0.1', outcome: 'ip_not_allowed', count: 3 }])
    const unused = await sql.query('SELECT last_used_at FROM key_usage WHERE key_id = $1', [other.id])
    expect(unused.rows).toEqual([{ last_used_at: null }])
  })
})
