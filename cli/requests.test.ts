import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { gatelist, key, stubServer, TOKEN } from './fixtures.ts'

let server: Awaited<ReturnType<typeof stubServer>>
beforeAll(async () => {
  server = await stubServer(({ path }) => {
    if (path.includes(':batchVerify')) return { body: { results: [{ is_valid: true }, { is_valid: true }] } }
    if (path.includes(':verify')) return { body: { is_valid: true } }
    if (path.includes(':revoke')) return { status: 204 }
    return { body: { ...key, issued_api_key: key, secret: 's', token: { token: 't' }, ip: '203.0.113.7' } }
  })
})
afterAll(() => server.close())
beforeEach(() => {
  server.asked.length = 0
})

const ADMIN = '/v2alpha1/admin'
const issued = `${ADMIN}/issuedApiKeys`
const imported = `${ADMIN}/importedApiKeys`
const list = (...allowed_cidrs: string[]) => ({ ip_restriction: { allowed_cidrs } })
const one = { name: 'n', actor_id: 'a' }

type Row = [args: string[], request: string, body: unknown, headers?: Record<string, string>]
const rows: Row[] = [
  // The command lines of the reference walk-through.
  [
    [
      'keys',
      'issue',
      'restricted-key',
      '--actor',
      'a',
      '--allowed-cidrs',
      '127.0.0.1/32,10.0.0.0/8',
      '--format',
      'json',
    ],
    `POST ${issued}`,
    { name: 'restricted-key', actor_id: 'a', ...list('127.0.0.1/32', '10.0.0.0/8') },
  ],
  [['keys', 'verify', 'CRED'], `POST ${ADMIN}/apiKeys:verify`, { credential: 'CRED' }],
  [
    ['keys', 'issued', 'update', 'ID', '--allowed-cidrs', '10.0.0.0/8,172.16.0.0/12'],
    `PATCH ${issued}/ID`,
    list('10.0.0.0/8', '172.16.0.0/12'),
  ],
  [['keys', 'issued', 'update', 'ID', '--allowed-cidrs', ''], `PATCH ${issued}/ID`, list()],
  [
    ['keys', 'imported', 'import', 'n', '--raw-key', 'sk', '--actor', 'a', '--allowed-cidrs', '203.0.113.0/24'],
    `POST ${imported}`,
    { ...one, raw_key: 'sk', ...list('203.0.113.0/24') },
  ],
  // Issue, by all its names and with all its fields. Host bits and order go as written, ranges as networks.
  [['keys', 'issued', 'issue', 'n', '--actor', 'a'], `POST ${issued}`, one],
  [['keys', 'issued', 'create', 'n', '--actor', 'a', '--ttl', '1w'], `POST ${issued}`, { ...one, ttl: '1w' }],
  [
    ['keys', 'create', 'n', '--actor', 'a', '--allowed-cidrs', '203.0.113.101/30 10.0.0.1 192.0.2.0-192.0.2.2'],
    `POST ${issued}`,
    { ...one, ...list('203.0.113.101/30', '10.0.0.1', '192.0.2.0/31', '192.0.2.2') },
  ],
  [
    ['keys', 'issue', 'n', '--actor', 'a', '--scopes', 'r, w', '--metadata', '{"t":1}', '--visibility', 'public'],
    `POST ${issued}`,
    { ...one, scopes: ['r', 'w'], metadata: { t: 1 }, visibility: 'KEY_VISIBILITY_PUBLIC' },
  ],
  [
    ['keys', 'issue', 'n', '--actor', 'a', '--rate-limit-quota', '100', '--rate-limit-window', '1h30m'],
    `POST ${issued}`,
    { ...one, rate_limit_policy: { quota: '100', window: '5400s' } },
  ],
  [['keys', 'issue', 'n', '--actor', 'a', '--dry-run'], `POST ${issued}?dry_run=true`, one],
  [
    ['keys', 'issue', 'n', '--actor', 'a', '--idempotency-key', 'k1'],
    `POST ${issued}`,
    one,
    { 'idempotency-key': 'k1' },
  ],
  // Lists and reads.
  [['keys', 'issued', 'list'], `GET ${issued}`, undefined],
  [
    ['keys', 'imported', 'list', '--actor', 'u "1"', '--status', 'active', '--page-size', '5', '--page-token', 't'],
    `GET ${imported}?filter=actor_id%3D%22u+%5C%221%5C%22%22+AND+status%3DKEY_STATUS_ACTIVE&page_size=5&page_token=t`,
    undefined,
  ],
  [
    [
      'keys',
      'issued',
      'list',
      '--name',
      'Pay*',
      '--access-mode',
      'open',
      '--admits',
      '::1',
      '--filter',
      'metadata.t=1',
    ],
    `GET ${issued}?filter=name%3D%22Pay*%22+AND+access_mode%3Dopen+AND+admits%3D%22%3A%3A1%22+AND+metadata.t%3D1`,
    undefined,
  ],
  [['keys', 'issued', 'get', 'a/b:c'], `GET ${issued}/a%2Fb%3Ac`, undefined],
  [['keys', 'imported', 'get', 'ID'], `GET ${imported}/ID`, undefined],
  // Changes.
  [
    ['keys', 'imported', 'update', 'ID', '--name', 'm', '--if-match', '"e"', '--dry-run'],
    `PATCH ${imported}/ID?dry_run=true`,
    { name: 'm' },
    { 'if-match': '"e"' },
  ],
  [['keys', 'issued', 'update', 'ID', '--scopes', ''], `PATCH ${issued}/ID?update_mask=scopes`, { scopes: [] }],
  [
    ['keys', 'issued', 'update', 'ID', '--update-mask', 'metadata,name', '--name', 'm'],
    `PATCH ${issued}/ID?update_mask=metadata%2Cname`,
    { name: 'm' },
  ],
  [['keys', 'issued', 'rotate', 'ID'], `POST ${issued}/ID:rotate`, {}],
  [
    [
      'keys',
      'issued',
      'rotate',
      'ID',
      '--name',
      'm',
      '--allowed-cidrs',
      '::1',
      '--grace-period',
      '24h',
      '--if-match',
      '"e"',
    ],
    `POST ${issued}/ID:rotate`,
    { name: 'm', ...list('::1'), grace_period: '24h' },
    { 'if-match': '"e"' },
  ],
  [
    ['keys', 'issued', 'rotate', 'ID', '--rate-limit-quota', '5', '--rate-limit-window', '60s', '--scopes', 'r'],
    `POST ${issued}/ID:rotate`,
    { rate_limit_policy: { quota: '5', window: '60s' }, scopes: ['r'] },
  ],
  [
    ['keys', 'issued', 'revoke', 'ID', '--reason', 'privilege_withdrawn', '--reason-text', 'left'],
    `POST ${issued}/ID:revoke`,
    { reason: 'REVOCATION_REASON_PRIVILEGE_WITHDRAWN', description: 'left' },
  ],
  [['keys', 'imported', 'revoke', 'ID'], `POST ${imported}/ID:revoke`, {}],
  [
    ['keys', 'imported', 'delete', 'ID', '--idempotency-key', 'k'],
    `DELETE ${imported}/ID`,
    undefined,
    { 'idempotency-key': 'k' },
  ],
  // Judging.
  [
    ['keys', 'validate', 'CRED', '--no-cache', '--client-ip', '203.0.113.7'],
    `POST ${ADMIN}/apiKeys:verify`,
    { credential: 'CRED', client_ip: '203.0.113.7' },
    { 'cache-control': 'no-cache' },
  ],
  [
    ['keys', 'batch-verify', 'A', 'B'],
    `POST ${ADMIN}/apiKeys:batchVerify`,
    { requests: [{ credential: 'A' }, { credential: 'B' }] },
  ],
  [
    ['keys', 'derive-token', 'CRED', '--algorithm', 'macaroon', '--ttl', '1h', '--claims', '{"a":1}', '--scopes', 'r'],
    `POST ${ADMIN}/apiKeys:derive`,
    { credential: 'CRED', algorithm: 'TOKEN_ALGORITHM_MACAROON', ttl: '1h', scopes: ['r'], custom_claims: { a: 1 } },
  ],
]

test.each(rows)('%j asks for %s', async (args, request, body, headers = {}) => {
  const { code, stderr } = await gatelist([...args, '-e', server.url])
  expect(stderr).not.toContain('Error')
  expect(code).toBe(0)
  expect(server.asked).toHaveLength(1)
  const [asked] = server.asked
  expect(`${asked?.method} ${asked?.path}`).toBe(request)
  expect(asked?.body).toEqual(body)
  expect(asked?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, ...headers })
  expect(asked?.headers['user-agent']).toMatch(/^gatelist-cli\/\d+\.\d+\.\d+$/)
})

test.each([
  [['keys', 'self-revoke', 'CRED', '--reason', 'key_compromise'], 'POST /v2alpha1/apiKeys:selfRevoke'],
  [['jwk', 'get'], 'GET /v2alpha1/derivedKeys/jwks.json'],
  [['ip'], 'GET /v1/ip'],
])('%j needs no token and sends none', async (args, request) => {
  const { code } = await gatelist([...args, '-e', server.url], { env: { GATELIST_TOKEN: '' } })
  expect(code).toBe(0)
  expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([request])
  expect(server.asked[0]?.headers.authorization).toBeUndefined()
})

test.each([
  [['keys', 'issue', 'n'], "required option '--actor <id>' not specified"],
  [['keys', 'issue', 'n', '--actor', 'a', '--allowed-cidrs', ''], '--allowed-cidrs is empty'],
  [['keys', 'issue', 'n', '--actor', 'a', '--allowed-cidrs', ' ,'], 'only separators'],
  [['keys', 'issue', 'n', '--actor', 'a', '--allowed-cidrs', '10.0.0.256'], '10.0.0.256'],
  [['keys', 'issue', 'n', '--actor', 'a', '--allowed-cidrs', '10.0.0.1 # me'], 'keys allow --note'],
  [['keys', 'issue', 'n', '--actor', 'a', '--rate-limit-quota', '1'], 'go together'],
  [['keys', 'issue', 'n', '--actor', 'a', '--metadata', '[]'], 'not a JSON object'],
  [['keys', 'issue', 'n', '--actor', 'a', '--metadata', '{'], 'not JSON'],
  [['keys', 'issue', 'n', '--actor', 'a', '--idempotency-key', 'a b'], 'Idempotency-Key'],
  [['keys', 'issued', 'update', 'ID'], 'nothing to change'],
  [['keys', 'issued', 'get', '..'], 'not an id'],
  [['keys', 'issued', 'list', '--format', 'xml'], "'xml' is invalid"],
  [['keys', 'issued', 'list', '--timeout', '0'], 'number of seconds'],
  [['keys', 'issued', 'list', '--status', 'gone'], '--status is active, revoked or expired'],
  [['keys', 'issued', 'revoke', 'ID', '--reason', 'bored'], "'bored' is invalid"],
  [['keys', 'list'], "unknown command 'list'"],
  [['jwk', 'generate', 'eddsa'], 'unknown command'],
  [['keys', 'issued', 'get', 'a', 'b'], 'too many arguments'],
  [['keys', 'verify'], 'no credential'],
  [['keys', 'allow', 'ID'], 'give one of the two'],
  [['keys', 'allow', 'ID', '1.2.3.4', '--for', '1h', '--until', '2030-01-01T00:00:00Z'], 'exclude each other'],
  [['keys', 'check', 'ID', '10.0.0.0/8'], 'is a network'],
])('refuses %j without asking the server', async (args, message) => {
  const { code, stdout, stderr } = await gatelist([...args, '-e', server.url])
  expect(stderr).toMatch(/^Error: /)
  expect(stderr).toContain(message)
  expect([code, stdout]).toEqual([2, ''])
  expect(server.asked).toEqual([])
})
