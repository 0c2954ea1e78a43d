import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertWorkspace } from '#test/admin/door'
import { openShell, type Ran, type Shell } from '#test/admin/shell'
import { testDatabase } from '#test/database'
import { type RunningServer, startServer } from '#test/servers'
import { buildCli } from '../../scripts/bootstrap.mjs'

// The guide "IP restrictions" of Ory Talos, section by section, with its own requests and commands; `gatelist` for `talos`.

let database: Awaited<ReturnType<typeof testDatabase>>
let sql: pg.Client
let server: RunningServer

beforeAll(async () => {
  await buildCli()
  database = await testDatabase()
  sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
  server = await serve()
})
afterAll(async () => {
  await server.stop()
  await sql.end()
  await database.close()
})

/** The guide takes the right to call from who called just before, and knows of no question about that. */
function serve(env: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const plain = { DATABASE_URL: database.url, GATELIST_WITHOUT_PAGES: '1', API_LOCKOUT_GUARD: '0' }
  return startServer({ env: { ...plain, ...env } })
}

/** What the guide says to type. Each prints what it is answered. */
type Commands = {
  readonly name: string
  readonly curl: 'any' | 'stand-in'
  readonly issue: string
  readonly verify: string
  readonly update: string
  readonly unrestrict: string
  readonly importKey: string
}

const requests: Omit<Commands, 'name' | 'curl'> = {
  issue: `
RESPONSE=$(curl -s -X POST "$TALOS_URL/v2alpha1/admin/issuedApiKeys" \\
  -H "Content-Type: application/json" \\
  -d '{
    "name": "restricted-key",
    "actor_id": "service_payments",
    "ip_restriction": {
      "allowed_cidrs": ["127.0.0.1/32", "10.0.0.0/8"]
    }
  }')
echo "$RESPONSE"`,
  verify: `
VERIFY_RESPONSE=$(curl -s -X POST "$TALOS_URL/v2alpha1/admin/apiKeys:verify" \\
  -H "Content-Type: application/json" \\
  -d "{\\"credential\\": \\"$API_SECRET\\"}")
echo "$VERIFY_RESPONSE"`,
  update: `
UPDATE_RESPONSE=$(curl -s -X PATCH "$TALOS_URL/v2alpha1/admin/issuedApiKeys/$KEY_ID" \\
  -H "Content-Type: application/json" \\
  -d '{
    "ip_restriction": {
      "allowed_cidrs": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
    }
  }')
echo "$UPDATE_RESPONSE"`,
  unrestrict: `
UNRESTRICT_RESPONSE=$(curl -s -X PATCH "$TALOS_URL/v2alpha1/admin/issuedApiKeys/$KEY_ID" \\
  -H "Content-Type: application/json" \\
  -d '{
    "ip_restriction": {
      "allowed_cidrs": []
    }
  }')
echo "$UNRESTRICT_RESPONSE"`,
  importKey: `
IMPORT_RESPONSE=$(curl -s -X POST "$TALOS_URL/v2alpha1/admin/importedApiKeys" \\
  -H "Content-Type: application/json" \\
  -d '{
    "name": "imported-restricted",
    "raw_key": "sk_live_example_key_for_import_test",
    "actor_id": "user_restrict",
    "ip_restriction": {
      "allowed_cidrs": ["203.0.113.0/24"]
    }
  }')
echo "$IMPORT_RESPONSE"`,
}

const ways: readonly Commands[] = [
  { name: 'curl', curl: 'any', ...requests },
  { name: 'fetch', curl: 'stand-in', ...requests },
  {
    name: 'the command line',
    curl: 'any',
    issue: `
RESPONSE=$(gatelist keys issue "restricted-key" \\
  --actor service_payments \\
  --allowed-cidrs "127.0.0.1/32,10.0.0.0/8" \\
  --format json \\
  -e "$TALOS_URL" 2>/dev/null)
echo "$RESPONSE"`,
    verify: `gatelist keys verify "$API_SECRET" -e "$TALOS_URL"`,
    update: `
gatelist keys issued update "$KEY_ID" \\
  --allowed-cidrs "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16" \\
  -e "$TALOS_URL"`,
    unrestrict: `
gatelist keys issued update "$KEY_ID" \\
  --allowed-cidrs "" \\
  -e "$TALOS_URL"`,
    importKey: `
gatelist keys imported import "imported-restricted" \\
  --raw-key "sk_live_example_key_for_import_test" \\
  --actor "user_restrict" \\
  --allowed-cidrs "203.0.113.0/24" \\
  -e "$TALOS_URL"`,
  },
]

describe.each(ways)('IP restrictions, by $name', (way) => {
  const isCli = way.name === 'the command line'
  let shell: Shell
  let variables: Record<string, string>

  beforeAll(async () => {
    shell = openShell(way.curl)
    const { tokens } = await insertWorkspace(sql, way.name)
    variables = { TALOS_URL: server.url, GATELIST_TOKEN: tokens.write }
  })
  afterAll(() => shell.close())

  type Key = { API_SECRET: string; KEY_ID: string }
  const type = (script: string, more: Partial<Key> = {}) => shell.run(script, { ...variables, ...more })

  /** A step whose answer the guide shows; the command line shows a table where it is not asked for JSON. */
  async function answerOf(script: string, more: Partial<Key> = {}): Promise<ReturnType<typeof JSON.parse>> {
    const ran = await type(
      isCli && !script.includes('--format') ? script.replace(' -e ', ' --format json -e ') : script,
      more,
    )
    expect([ran.stderr, ran.stdout]).toEqual([expect.any(String), expect.stringMatching(/^\{/)])
    return JSON.parse(ran.stdout)
  }

  async function issued(change: (script: string) => string = (script) => script): Promise<Key> {
    const answer = await answerOf(change(way.issue))
    return { API_SECRET: answer.secret, KEY_ID: answer.issued_api_key.key_id }
  }

  async function call(method: string, path: string, body?: object) {
    const response = await fetch(server.url + path, {
      method,
      headers: { Authorization: `Bearer ${variables.GATELIST_TOKEN}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as ReturnType<typeof JSON.parse> }
  }

  function expectDone(ran: Ran): void {
    expect([ran.code, ran.stderr]).toEqual([0, expect.not.stringContaining('Error')])
  }

  it('Issue a key with IP restrictions', async () => {
    const { secret, issued_api_key } = await answerOf(way.issue)
    expect(secret).toMatch(/^gl_live_/)
    const restricted = {
      key_id: expect.any(String),
      name: 'restricted-key',
      actor_id: 'service_payments',
      status: 'KEY_STATUS_ACTIVE',
      access_mode: 'ACCESS_MODE_ENFORCE',
      ip_restriction: {
        allowed_cidrs: ['127.0.0.1/32', '10.0.0.0/8'],
        canonical_cidrs: ['127.0.0.1/32', '10.0.0.0/8'],
      },
    }
    expect(issued_api_key).toMatchObject(restricted)
    const { body } = await call('GET', `/v2alpha1/admin/issuedApiKeys/${issued_api_key.key_id}`)
    expect(body).toMatchObject(restricted)
  })

  it('Verify from an allowed IP', async () => {
    const key = await issued()
    const valid = { is_active: true, is_valid: true, key_id: key.KEY_ID, actor_id: 'service_payments' }
    expect(await answerOf(way.verify, key)).toMatchObject(valid)
    const ran = await type(way.verify, key)
    expectDone(ran)
    if (isCli) expect(ran.stderr).toContain('API key is VALID')
  })

  it('Verification from a disallowed IP', async () => {
    const key = await issued((script) => script.replace('127.0.0.1/32', '203.0.113.0/24'))
    const ran = await type(way.verify, key)
    if (isCli) {
      expect(ran.code).toBe(5)
      expect(ran.stderr).toContain('VERIFICATION_ERROR_IP_NOT_ALLOWED: The request IP is not allowed for this API key.')
    }
    const answer = await answerOf(way.verify, key)
    expect(answer).toMatchObject({
      is_active: false,
      error_code: 'VERIFICATION_ERROR_IP_NOT_ALLOWED',
      error_message: 'The request IP is not allowed for this API key.',
    })
    for (const told of [ran.stdout, ran.stderr, JSON.stringify(answer)])
      expect(told).not.toMatch(/203\.0\.113|10\.0\.0/)
  })

  it('Update IP restrictions on an existing key: from the next call on, without waiting for a cache', async () => {
    const key = await issued()
    expect((await answerOf(way.verify, key)).is_active).toBe(true)
    expectDone(await type(way.update, key))
    expect((await answerOf(way.verify, key)).error_code).toBe('VERIFICATION_ERROR_IP_NOT_ALLOWED')
    const { body } = await call('GET', `/v2alpha1/admin/issuedApiKeys/${key.KEY_ID}`)
    expect(body.ip_restriction.allowed_cidrs).toEqual(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'])
    // When it was last used may be written in between, and is no part of what an update answers for.
    const used = { last_used_time: null }
    expect({ ...(await answerOf(way.update, key)), ...used }).toEqual({ ...body, ...used })
  })

  it('Remove all IP restrictions: an empty list makes the key unrestricted', async () => {
    const key = await issued((script) => script.replace('127.0.0.1/32', '203.0.113.0/24'))
    expect((await answerOf(way.verify, key)).is_active).toBe(false)
    expectDone(await type(way.unrestrict, key))
    expect((await answerOf(way.verify, key)).is_active).toBe(true)
    const { body } = await call('GET', `/v2alpha1/admin/issuedApiKeys/${key.KEY_ID}`)
    expect([body.access_mode, body.ip_restriction]).toEqual(['ACCESS_MODE_OPEN', undefined])
  })

  it('Import keys with IP restrictions', async () => {
    const answer = await answerOf(way.importKey)
    expect(answer).toMatchObject({
      name: 'imported-restricted',
      actor_id: 'user_restrict',
      ip_restriction: { allowed_cidrs: ['203.0.113.0/24'] },
    })
    const API_SECRET = 'sk_live_example_key_for_import_test'
    expect((await answerOf(way.verify, { API_SECRET })).error_code).toBe('VERIFICATION_ERROR_IP_NOT_ALLOWED')
    const asked = { credential: API_SECRET, client_ip: '203.0.113.7' }
    const { body } = await call('POST', '/v2alpha1/admin/apiKeys:verify', asked)
    expect(body).toMatchObject({ is_valid: true, key_id: answer.key_id })
    const again = await type(way.importKey)
    expect(again.stdout + again.stderr).toContain('key already imported (duplicate detected)')
    if (isCli) expect(again.code).toBe(1)
  })

  it('Behavior notes: IPv4 and IPv6, a single address by /32 and /128', async () => {
    const key = await issued((script) =>
      script.replace('127.0.0.1/32', '203.0.113.7/32').replace('10.0.0.0/8', '2001:db8::7/128'),
    )
    const rows = [
      ['203.0.113.7', true],
      ['203.0.113.8', false],
      ['2001:db8::7', true],
      ['2001:db8::8', false],
    ] as const
    for (const [client_ip, isIn] of rows) {
      const script = isCli
        ? `${way.verify} --client-ip ${client_ip}`
        : way.verify.replace('$API_SECRET\\"', `$API_SECRET\\", \\"client_ip\\": \\"${client_ip}\\"`)
      expect([client_ip, (await answerOf(script, key)).is_active]).toEqual([client_ip, isIn])
    }
  })

  it('Behavior notes: a token is derived only from where its key may be used', async () => {
    const derive = isCli
      ? 'gatelist keys derive-token "$API_SECRET" -e "$TALOS_URL"'
      : way.verify.replace('apiKeys:verify', 'apiKeys:derive')
    const allowed = await answerOf(derive, await issued())
    expect(allowed.token.token).toMatch(/^eyJ/)
    const key = await issued((script) => script.replace('127.0.0.1/32', '203.0.113.0/24'))
    const ran = await type(derive, key)
    expect(ran.stdout + ran.stderr).toContain(isCli ? 'not valid, or not from this address' : 'verify API key')
    expect(ran.stdout + ran.stderr).not.toMatch(/eyJ|203\.0\.113/)
    if (isCli) expect(ran.code).toBe(5)
  })
})

describe('Configure client IP source', () => {
  const sources: [string, string | null][] = [
    ['CLIENT_IP_SOURCE_UNSPECIFIED', null],
    ['CLIENT_IP_SOURCE_REMOTE_ADDR', null],
    ['CLIENT_IP_SOURCE_CF_CONNECTING_IP', 'CF-Connecting-IP'],
    ['CLIENT_IP_SOURCE_X_FORWARDED_FOR', 'X-Forwarded-For'],
    ['CLIENT_IP_SOURCE_X_REAL_IP', 'X-Real-IP'],
    ['CLIENT_IP_SOURCE_TRUE_CLIENT_IP', 'True-Client-IP'],
  ]
  const names = sources.flatMap(([, name]) => (name === null ? [] : [name]))

  it.each(sources)(
    '%s: that address is judged and no other; without it the request is denied',
    async (source, header) => {
      const { tokens } = await insertWorkspace(sql, source)
      const trusted = header === null ? {} : { TRUSTED_PROXIES: 'loopback' }
      const own = await serve({ CLIENT_IP_SOURCE: source, ...trusted })
      const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
        const response = await fetch(own.url + path, {
          method: 'POST',
          headers: { Authorization: `Bearer ${tokens.write}`, 'Content-Type': 'application/json', ...headers },
          body: JSON.stringify(body),
        })
        return (await response.json()) as ReturnType<typeof JSON.parse>
      }
      const issue = async (cidr: string): Promise<string> => {
        const body = { name: 'k', actor_id: 'a', ip_restriction: { allowed_cidrs: [cidr] } }
        return (await post('/v2alpha1/admin/issuedApiKeys', body)).secret
      }
      const verify = (credential: string, headers: Record<string, string>) =>
        post('/v2alpha1/admin/apiKeys:verify', { credential }, headers)
      try {
        const [ofHeader, ofPeer] = [await issue('203.0.113.7/32'), await issue('127.0.0.1/32')]
        for (const name of names) {
          const sent = { [name]: '203.0.113.7' }
          expect([name, (await verify(ofHeader, sent)).is_active]).toEqual([name, name === header])
        }
        for (const value of [undefined, 'garbage']) {
          const sent: Record<string, string> = header === null || value === undefined ? {} : { [header]: value }
          const answer = await verify(ofPeer, sent)
          if (header === null) expect(answer.is_active).toBe(true)
          else expect(answer.error_message).toBe('unable to determine client IP')
        }
      } finally {
        await own.stop()
      }
    },
  )
})
