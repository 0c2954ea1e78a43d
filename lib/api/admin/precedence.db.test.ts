import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { resolveEnv } from '#lib/env'
import { newSecret } from '#lib/keys/secret'
import type { TokenClaims } from '#lib/tokens/claims'
import { mintToken } from '#lib/tokens/derive'
import { makeClaims, makeKeys } from '#lib/tokens/fixtures'
import { flushTraffic } from '#lib/traffic/record-call'
import { documented } from '#test/admin/documented'
import { type AdminDoor, openAdminDoor, type Received, type Sent } from '#test/admin/door'
import { batchVerifyAnswer, verifyAnswer } from './answers.ts'

let door: AdminDoor
// Before any connection is made, so that none goes by it.
const query = vi.spyOn(pg.Client.prototype, 'query')

beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

const VERIFY = '/v2alpha1/admin/apiKeys:verify'
const BATCH = '/v2alpha1/admin/apiKeys:batchVerify'
const LIST = '203.0.113.0/24'
const LISTED = '203.0.113.7'
const UNLISTED = '198.51.100.1'

/** What no answer may tell: a list, or why a key was not found. */
const TELLING =
  /203\.0\.113|198\.51\.100|\/24|allowlist|cidr|checksum|prefix|workspace|network|paused|database|sql|timeout/i

/** Contract 2.2: exactly this, whatever the reason. */
function refusal(code: string, message: string) {
  return {
    is_valid: false,
    is_active: false,
    key_id: '',
    actor_id: '',
    scopes: [],
    expire_time: null,
    metadata: null,
    error_code: `VERIFICATION_ERROR_${code}`,
    error_message: message,
    visibility: 'KEY_VISIBILITY_UNSPECIFIED',
    issuer: '',
    status: 'KEY_STATUS_UNSPECIFIED',
    would_deny: false,
  }
}

const NOT_FOUND = refusal('NOT_FOUND', 'API key not found')
const REVOKED = refusal('REVOKED', 'The API key has been revoked.')
const EXPIRED = refusal('EXPIRED', 'The API key has expired.')
const TOKEN_EXPIRED = refusal('EXPIRED', 'The token has expired.')
const SIGNATURE_INVALID = refusal('SIGNATURE_INVALID', 'Signature verification failed.')
const IP_NOT_ALLOWED = refusal('IP_NOT_ALLOWED', 'The request IP is not allowed for this API key.')
const IP_UNKNOWN = refusal('IP_NOT_ALLOWED', 'unable to determine client IP')
const RATE_LIMITED = { error_code: 'VERIFICATION_ERROR_RATE_LIMITED', error_message: 'rate limit exceeded' }

async function verify(credential: string, client_ip?: string, sent: Sent = {}): Promise<Received> {
  const body = { credential, ...(client_ip === undefined ? {} : { client_ip }) }
  const answer = await door.call('POST', VERIFY, { token: door.tokens.verify, body, ...sent })
  expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store'])
  documented(verifyAnswer, answer.json)
  expect(answer.text).not.toMatch(TELLING)
  return answer
}

async function batchVerify(requests: readonly unknown[]): Promise<ReturnType<typeof JSON.parse>[]> {
  const answer = await door.call('POST', BATCH, { token: door.tokens.verify, body: { requests } })
  expect(answer.status).toBe(200)
  documented(batchVerifyAnswer, answer.json)
  expect(answer.text).not.toMatch(TELLING)
  return answer.json.results
}

async function derive(credential: string, fields: object = {}): Promise<string> {
  const { status, json, text } = await door.call('POST', '/v2alpha1/admin/apiKeys:derive', {
    body: { credential, ...fields },
  })
  expect([status, text]).toEqual([200, expect.any(String)])
  return json.token.token
}

/** Keys of each kind with their list; a token is derived before the list is set, from a key that is open till then. */
type Kind = 'issued' | 'imported' | 'jwt' | 'macaroon'
const kinds: readonly Kind[] = ['issued', 'imported', 'jwt', 'macaroon']
type Made = { readonly keyId: string; readonly credential: string; readonly path: string }

async function makeKey(kind: Kind, fields: object = {}): Promise<Made> {
  const body = { name: 'k', actor_id: 'actor', scopes: ['a'], metadata: { team: 'core' }, ...fields }
  if (kind === 'imported') {
    const raw_key = `sk_live_${randomUUID()}`
    const made = await door.call('POST', '/v2alpha1/admin/importedApiKeys', { body: { ...body, raw_key } })
    const keyId = made.json.key_id
    return { keyId, credential: raw_key, path: `/v2alpha1/admin/importedApiKeys/${keyId}` }
  }
  const { keyId, secret } = await door.issue(body)
  const path = `/v2alpha1/admin/issuedApiKeys/${keyId}`
  if (kind === 'issued') return { keyId, credential: secret, path }
  const algorithm = `TOKEN_ALGORITHM_${kind.toUpperCase()}`
  return { keyId, credential: await derive(secret, { algorithm, ttl: '10m' }), path }
}

async function setList({ path }: Made, allowed_cidrs: readonly string[]): Promise<void> {
  const { status } = await door.call('PATCH', path, { body: { ip_restriction: { allowed_cidrs } } })
  expect(status).toBe(200)
}

async function setColumns({ keyId }: Made, assignments: string): Promise<void> {
  const { rowCount } = await door.sql.query(`UPDATE api_key SET ${assignments} WHERE id = $1`, [keyId])
  expect(rowCount).toBe(1)
}

/** A token of this key with claims of our choice, signed by this installation or by another. */
async function mint({ keyId }: Made, claims: Partial<TokenClaims>, signerOf?: Parameters<typeof mintToken>[2]) {
  const now = Math.floor(Date.now() / 1000)
  const times = { iat: now - 60, nbf: now - 60, exp: now + 600 }
  const all = makeClaims({ sub: keyId, nid: door.id, iss: 'gatelist', ...times, ...claims })
  const minted = await Promise.all(
    (['jwt', 'macaroon'] as const).map((algorithm) => mintToken(all, algorithm, signerOf)),
  )
  return minted.map((one) => (one.ok ? one.value.token : ''))
}

describe('what is wrong with a request', () => {
  it.each([
    ['no credential', {}],
    ['an empty one', { credential: '' }],
    ['one that is no text', { credential: 5 }],
    ['a null', { credential: null }],
    ['more than 4,096 characters', { credential: 'x'.repeat(4097) }],
    ['a NUL in it', { credential: 'a\0b' }],
    ['an address that is none', { credential: 'x', client_ip: '203.0.113' }],
    ['an empty address', { credential: 'x', client_ip: '' }],
    // An application that does not know its caller must not be answered for its own address.
    ['an address that is null', { credential: 'x', client_ip: null }],
    ['an address that is null, in camel case', { credential: 'x', clientIp: null }],
    ['an address with a port', { credential: 'x', client_ip: '203.0.113.7:443' }],
    ['an address with a zone', { credential: 'x', client_ip: 'fe80::1%eth0' }],
    ['a network for an address', { credential: 'x', client_ip: '203.0.113.0/24' }],
    ['two addresses', { credential: 'x', client_ip: '203.0.113.7, 10.0.0.1' }],
    ['an address under a name that is not ours', { credential: 'x', ip: '203.0.113.7' }],
    ['an address under a name that is nearly ours', { credential: 'x', clientIP: '203.0.113.7' }],
  ])('is said with 400 and the name of the field, before any verdict: %s', async (_, body) => {
    const { status, json } = await door.call('POST', VERIFY, { body })
    expect([status, json.error.status]).toEqual([400, 'INVALID_ARGUMENT'])
    expect(json.error.message).toMatch(/credential|client_ip|^ip: |clientIP/)
  })

  it('is nothing for any other text: it is just not found', async () => {
    for (const credential of ['x', 'x'.repeat(4096), 'ory_ak_v1_abc_def', ' ', '\u{1F600}', '"', '{}']) {
      expect((await verify(credential)).json).toEqual(NOT_FOUND)
    }
  })
})

/** In the order in which they are judged. */
const troubles = ['revoked', 'expired', 'paused', 'token expired', 'unlisted', 'limited'] as const
type Trouble = (typeof troubles)[number]

const verdicts: Record<Exclude<Trouble, 'limited'>, object> = {
  revoked: REVOKED,
  expired: EXPIRED,
  paused: NOT_FOUND,
  'token expired': TOKEN_EXPIRED,
  unlisted: IP_NOT_ALLOWED,
}

function subsets([first, ...rest]: readonly Trouble[]): Trouble[][] {
  if (first === undefined) return [[]]
  return subsets(rest).flatMap((set) => [set, [first, ...set]])
}

async function inTrouble(kind: Kind, present: readonly Trouble[]): Promise<Made & { address: string }> {
  const made = await makeKey(kind, { rate_limit_policy: { quota: '1', window: '3600s' } })
  let { credential } = made
  await setList(made, [LIST])
  if (present.includes('limited')) expect((await verify(credential, LISTED)).json.is_valid).toBe(true)
  if (present.includes('token expired')) {
    const [jwt = '', macaroon = ''] = await mint(made, { exp: Math.floor(Date.now() / 1000) - 1 })
    credential = kind === 'jwt' ? jwt : macaroon
  }
  const columns = {
    revoked: 'revoked_at = now()',
    expired: "expires_at = now() - interval '1 second'",
    paused: 'paused_at = now()',
  }
  for (const trouble of ['revoked', 'expired', 'paused'] as const) {
    if (present.includes(trouble)) await setColumns(made, columns[trouble])
  }
  return { ...made, credential, address: present.includes('unlisted') ? UNLISTED : LISTED }
}

describe('of several reasons to refuse', () => {
  it.each(kinds)('the first in the documented order is told, and only that (%s)', async (kind) => {
    const isToken = kind === 'jwt' || kind === 'macaroon'
    for (const present of subsets(troubles.filter((one) => isToken || one !== 'token expired'))) {
      const { keyId, credential, address } = await inTrouble(kind, present)
      const [batched] = await batchVerify([{ credential, client_ip: address }])
      const [first] = present
      if (first === undefined || first === 'limited') {
        const facts = { key_id: keyId, actor_id: 'actor', scopes: ['a'], status: 'KEY_STATUS_ACTIVE' }
        const limited = {
          rate_limit_remaining: '0',
          rate_limit_policy: { quota: '1', window: '3600s', unit: 'requests' },
        }
        const verdict = first === undefined ? { is_valid: true, is_active: true } : { is_valid: false, ...RATE_LIMITED }
        expect([present, batched]).toMatchObject([present, { ...facts, ...limited, ...verdict }])
        // By now both are past the quota.
        const { json, headers } = await verify(credential, address)
        expect(json).toMatchObject({ ...facts, ...limited, is_valid: false, is_active: false, ...RATE_LIMITED })
        expect(Number(headers['retry-after'])).toBeGreaterThan(0)
        expect(Date.parse(json.rate_limit_reset_time)).toBeGreaterThan(Date.now())
      } else {
        const { json, headers } = await verify(credential, address)
        expect([present, json, batched]).toEqual([present, verdicts[first], verdicts[first]])
        expect(headers).not.toHaveProperty('ratelimit')
        expect(headers).not.toHaveProperty('ratelimit-policy')
      }
    }
  })

  it.each(kinds)('a call that is refused for its address costs nothing of the quota (%s)', async (kind) => {
    const made = await makeKey(kind, { rate_limit_policy: { quota: '1', window: '3600s' } })
    await setList(made, [LIST])
    for (let call = 0; call < 3; call += 1) {
      expect((await verify(made.credential, UNLISTED)).json).toEqual(IP_NOT_ALLOWED)
    }
    expect((await verify(made.credential, LISTED)).json).toMatchObject({ is_valid: true, rate_limit_remaining: '0' })
  })
})

describe('the address that is judged', () => {
  it.each(kinds)('is the client_ip of the question, else that of who asks (%s)', async (kind) => {
    const made = await makeKey(kind)
    await setList(made, ['127.0.0.2/32', LIST, '2001:db8::/32'])
    const rows: [string | undefined, string, boolean][] = [
      [undefined, '127.0.0.1', false],
      [undefined, '127.0.0.2', true],
      [LISTED, '127.0.0.1', true],
      [UNLISTED, '127.0.0.2', false],
      ['127.0.0.2', '127.0.0.1', true],
      // RFC 4291 §2.5.5.2: the same host, written as IPv6.
      [`::ffff:${LISTED}`, '127.0.0.1', true],
      [`::ffff:${UNLISTED}`, '127.0.0.2', false],
      ['2001:db8:ffff::1', '127.0.0.1', true],
      ['2001:db9::1', '127.0.0.1', false],
    ]
    for (const [client_ip, from, isIn] of rows) {
      const { json } = await verify(made.credential, client_ip, { from })
      expect([client_ip, from, json.is_valid]).toEqual([client_ip, from, isIn])
      if (!isIn) expect(json).toEqual(IP_NOT_ALLOWED)
    }
  })

  it('is not what a caller says in a header that nobody trusts', async () => {
    const { secret } = await door.issue({ ip_restriction: { allowed_cidrs: [LIST] } })
    for (const name of ['X-Forwarded-For', 'X-Real-IP', 'CF-Connecting-IP', 'True-Client-IP']) {
      expect((await verify(secret, undefined, { headers: { [name]: LISTED } })).json).toEqual(IP_NOT_ALLOWED)
    }
  })

  it('is refused where it cannot be determined, unless the key is open or the question says it', async () => {
    const { secret } = await door.issue({ ip_restriction: { allowed_cidrs: [LIST, '127.0.0.0/8'] } })
    const open = await door.issue()
    resolveEnv({ CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXIES: 'loopback' })
    try {
      for (const headers of [{}, { 'X-Forwarded-For': 'garbage' }, { 'X-Forwarded-For': `${LISTED}:443:1` }]) {
        expect((await verify(secret, undefined, { headers })).json).toEqual(IP_UNKNOWN)
        expect((await verify(secret, LISTED, { headers })).json.is_valid).toBe(true)
        expect((await verify(open.secret, undefined, { headers })).json.is_valid).toBe(true)
      }
      const forwarded = { headers: { 'X-Forwarded-For': LISTED } }
      expect((await verify(secret, undefined, forwarded)).json.is_valid).toBe(true)
      expect((await verify(secret, UNLISTED, forwarded)).json).toEqual(IP_NOT_ALLOWED)
    } finally {
      resolveEnv({ CLIENT_IP_SOURCE: '', TRUSTED_PROXIES: '' })
    }
  })
})

describe('a key that only reports', () => {
  it.each(kinds)('lets an address pass that is not listed, and says that it would be denied (%s)', async (kind) => {
    const made = await makeKey(kind)
    await setList(made, [LIST])
    await setColumns(made, "access_mode = 'report'")
    const rows = [
      [LISTED, false],
      [UNLISTED, true],
    ] as const
    for (const [address, would_deny] of rows) {
      const { json } = await verify(made.credential, address)
      expect(json).toMatchObject({ is_valid: true, key_id: made.keyId, would_deny })
      expect(await batchVerify([{ credential: made.credential, client_ip: address }])).toEqual([json])
    }
  })

  it('is refused for all else as any key', async () => {
    const made = await makeKey('issued')
    await setList(made, [LIST])
    await setColumns(made, "access_mode = 'report', revoked_at = now()")
    expect((await verify(made.credential, UNLISTED)).json).toEqual(REVOKED)
  })
})

describe('an enforcing key', () => {
  it('whose list is empty, or has no entry in force, refuses everybody', async () => {
    const made = await makeKey('issued', { ip_restriction: { allowed_cidrs: [LIST] } })
    const entryOf = async () => (await door.call('GET', `${made.path}/allowlist/entries`)).json.entries[0]
    const { entry_id } = await entryOf()
    const path = `${made.path}/allowlist/entries/${entry_id}`
    expect((await verify(made.credential, LISTED)).json.is_valid).toBe(true)
    expect((await door.call('PATCH', path, { body: { enabled: false } })).status).toBe(200)
    expect((await verify(made.credential, LISTED)).json).toEqual(IP_NOT_ALLOWED)
    expect((await door.call('PATCH', path, { body: { enabled: true, ttl: '2s' } })).status).toBe(200)
    expect((await verify(made.credential, LISTED)).json.is_valid).toBe(true)
    await expect
      .poll(async () => (await verify(made.credential, LISTED)).json, { timeout: 6000 })
      .toEqual(IP_NOT_ALLOWED)
    expect((await door.call('DELETE', path)).status).toBe(204)
    expect((await verify(made.credential, LISTED)).json).toEqual(IP_NOT_ALLOWED)
  })
})

describe('a derived token', () => {
  const algorithms = ['jwt', 'macaroon'] as const

  it.each(algorithms)('ends with its key, for the same reason (%s)', async (kind) => {
    const rows: [string, object][] = [
      ['revoked_at = now()', REVOKED],
      ['expires_at = now()', EXPIRED],
      ['paused_at = now()', NOT_FOUND],
    ]
    for (const [columns, verdict] of rows) {
      const made = await makeKey(kind)
      expect((await verify(made.credential)).json).toMatchObject({ is_valid: true, key_id: made.keyId })
      await setColumns(made, columns)
      expect((await verify(made.credential)).json).toEqual(verdict)
    }
  })

  it.each(algorithms)('ends when its key is revoked, rotated or deleted through the API (%s)', async (kind) => {
    const [revoked, rotated] = [await makeKey(kind), await makeKey(kind)]
    expect((await door.call('POST', `${revoked.path}:revoke`, { body: {} })).status).toBe(204)
    expect((await door.call('POST', `${rotated.path}:rotate`, { body: {} })).status).toBe(201)
    expect((await verify(revoked.credential)).json).toEqual(REVOKED)
    expect((await verify(rotated.credential)).json).toEqual(REVOKED)
    const imported = await makeKey('imported')
    const token = await derive(imported.credential, { algorithm: `TOKEN_ALGORITHM_${kind.toUpperCase()}` })
    expect((await verify(token)).json).toMatchObject({ is_valid: true, key_id: imported.keyId })
    expect((await door.call('DELETE', imported.path)).status).toBe(204)
    expect((await verify(token)).json).toEqual(NOT_FOUND)
  })

  it.each(algorithms)('outlives a rotation by the grace period, and no longer (%s)', async (kind) => {
    const made = await makeKey(kind)
    const rotated = await door.call('POST', `${made.path}:rotate`, { body: { grace_period: '2s' } })
    expect(rotated.status).toBe(201)
    expect((await verify(made.credential)).json.is_valid).toBe(true)
    await expect.poll(async () => (await verify(made.credential)).json, { timeout: 6000 }).toEqual(REVOKED)
  })

  it.each(kinds)('is told to expire no later than it will, when its key was rotated since (%s)', async (kind) => {
    const made = await makeKey(kind)
    const before = Date.parse((await verify(made.credential)).json.expire_time)
    if (kind === 'imported') await setColumns(made, "revoked_at = now() + interval '60 seconds'")
    else await door.call('POST', `${made.path}:rotate`, { body: { grace_period: '60s' } })
    const after = Date.parse((await verify(made.credential)).json.expire_time)
    expect(after).toBeLessThan(before)
    expect(Math.abs(after - Date.now() - 60_000)).toBeLessThan(5_000)
  })

  it('has expired from the second that it names on', async () => {
    const made = await makeKey('issued')
    for (const token of await mint(made, { exp: Math.floor(Date.now() / 1000) - 1 })) {
      expect((await verify(token)).json).toEqual(TOKEN_EXPIRED)
    }
    for (const token of await mint(made, {})) expect((await verify(token)).json.is_valid).toBe(true)
  })

  it('is not good before its time, but for five minutes', async () => {
    const made = await makeKey('issued')
    const now = Math.floor(Date.now() / 1000)
    for (const token of await mint(made, { nbf: now + 3600, exp: now + 7200 })) {
      expect((await verify(token)).json).toEqual(SIGNATURE_INVALID)
    }
    for (const token of await mint(made, { nbf: now + 240 })) expect((await verify(token)).json.is_valid).toBe(true)
  })

  it('is none that was signed elsewhere, for another issuer, or altered', async () => {
    const made = await makeKey('issued')
    const elsewhere = await mint(made, {}, makeKeys().signerOf)
    const otherIssuer = await mint(made, { iss: 'https://elsewhere.example' })
    const altered = (await mint(made, {})).flatMap((token) => [
      `${token}A`,
      token.slice(0, -3),
      `${token.slice(0, -5)}AAAAA`,
    ])
    const { credential } = await makeKey('jwt')
    const [header = '', payload = '', signature = ''] = credential.split('.')
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), scp: ['admin'] }
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
    const forged = [
      `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`,
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      `${header}.${payload}`,
    ]
    for (const token of [
      ...elsewhere,
      ...otherIssuer,
      ...altered,
      ...forged,
      'eyJ',
      'eyJhbGciOi',
      'mc_v1_',
      'mc_v1_AAAA',
    ]) {
      expect([token, (await verify(token)).json]).toEqual([token, SIGNATURE_INVALID])
    }
  })

  it.each(algorithms)(
    "passes where its own list and its key's list both let it, whichever is changed (%s)",
    async (kind) => {
      const made = await makeKey('issued', { ip_restriction: { allowed_cidrs: [LIST, '127.0.0.0/8'] } })
      const token = await derive(made.credential, { algorithm: `TOKEN_ALGORITHM_${kind.toUpperCase()}` })
      const valid = async (address: string) => (await verify(token, address)).json.is_valid
      const passing = async () => [await valid('203.0.113.7'), await valid('203.0.113.200'), await valid(UNLISTED)]
      expect(await passing()).toEqual([true, true, false])
      // Narrower: the key's list as it is now.
      await setList(made, ['203.0.113.0/25', '127.0.0.1'])
      expect(await passing()).toEqual([true, false, false])
      // Wider: what was sealed stays.
      await setList(made, ['0.0.0.0/0'])
      expect(await passing()).toEqual([true, true, false])
      await setList(made, [])
      expect(await passing()).toEqual([true, true, false])
      expect((await verify(token, UNLISTED)).json).toEqual(IP_NOT_ALLOWED)
    },
  )

  it('of a key without a list is kept to the list that the key gets later', async () => {
    const made = await makeKey('jwt')
    expect((await verify(made.credential, UNLISTED)).json.is_valid).toBe(true)
    await setList(made, [LIST])
    expect((await verify(made.credential, UNLISTED)).json).toEqual(IP_NOT_ALLOWED)
  })

  it('with a list of its own admits nobody whose address cannot be determined', async () => {
    const made = await makeKey('issued')
    const tokens = await mint(made, { acl: [LIST] })
    resolveEnv({ CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXIES: 'loopback' })
    try {
      for (const token of tokens) {
        expect((await verify(token, undefined, { headers: { 'X-Forwarded-For': 'garbage' } })).json).toEqual(IP_UNKNOWN)
        expect((await verify(token, LISTED)).json.is_valid).toBe(true)
      }
    } finally {
      resolveEnv({ CLIENT_IP_SOURCE: '', TRUSTED_PROXIES: '' })
    }
  })

  it('with an empty list of its own admits nobody', async () => {
    for (const token of await mint(await makeKey('issued'), { acl: [] })) {
      expect((await verify(token, LISTED)).json).toEqual(IP_NOT_ALLOWED)
    }
  })
})

describe('a batch', () => {
  it('answers in the order of the request, each by its own address, and a bad item in its place', async () => {
    const listed = await door.issue({ ip_restriction: { allowed_cidrs: [LIST] } })
    const open = await door.issue()
    const token = await derive(open.secret)
    const results = await batchVerify([
      { credential: listed.secret, client_ip: LISTED },
      { credential: '' },
      { credential: listed.secret, client_ip: UNLISTED },
      { credential: open.secret, client_ip: 'nonsense' },
      'nonsense',
      { credential: open.secret },
      null,
      { credential: newSecret().secret },
      { credential: open.secret, client_ip: null },
      { credential: token },
      { credential: listed.secret },
      { credential: 'eyJ' },
      { credential: open.secret, ip: LISTED },
    ])
    const invalid = (message: string) => refusal('INVALID_FORMAT', message)
    expect(results).toEqual([
      expect.objectContaining({ is_valid: true, key_id: listed.keyId }),
      invalid('requests[1].credential: must have 1 to 4096 characters'),
      IP_NOT_ALLOWED,
      invalid('requests[3].client_ip: must be an IP address'),
      invalid('requests[4]: must be an object'),
      expect.objectContaining({ is_valid: true, key_id: open.keyId }),
      invalid('requests[6]: must be an object'),
      NOT_FOUND,
      invalid('requests[8].client_ip: must be an IP address'),
      expect.objectContaining({ is_valid: true, key_id: open.keyId }),
      IP_NOT_ALLOWED,
      SIGNATURE_INVALID,
      invalid('requests[12].ip: is not a field here; the address to judge by is sent as client_ip'),
    ])
  })

  it('counts calls of one key one after the other, in their order', async () => {
    const { secret } = await door.issue({ rate_limit_policy: { quota: '2', window: '3600s' } })
    const limited = await door.issue({
      rate_limit_policy: { quota: '1', window: '3600s' },
      ip_restriction: { allowed_cidrs: [LIST] },
    })
    const results = await batchVerify([
      { credential: secret },
      { credential: limited.secret, client_ip: UNLISTED },
      { credential: secret },
      { credential: limited.secret, client_ip: LISTED },
      { credential: secret },
      { credential: limited.secret, client_ip: LISTED },
    ])
    const codes = results.map((result) => result.error_code?.slice('VERIFICATION_ERROR_'.length) ?? 'valid')
    expect(codes).toEqual(['valid', 'IP_NOT_ALLOWED', 'valid', 'valid', 'RATE_LIMITED', 'RATE_LIMITED'])
  })

  it('has 1 to 100 items', async () => {
    const items = (count: number) => Array.from({ length: count }, () => ({ credential: 'x' }))
    for (const requests of [[], items(101), {}, 'x', null, undefined]) {
      const { status, json } = await door.call('POST', BATCH, { body: { requests } })
      expect([status, json.error.status, json.error.message]).toEqual([
        400,
        'INVALID_ARGUMENT',
        'requests: must be an array of 1 to 100 credentials',
      ])
    }
    expect(await batchVerify(items(1))).toEqual([NOT_FOUND])
    expect(await batchVerify(items(100))).toEqual(Array.from({ length: 100 }, () => NOT_FOUND))
  })

  it('answers the same as single questions', async () => {
    const keys = await Promise.all(kinds.map((kind) => makeKey(kind)))
    for (const made of keys) await setList(made, [LIST])
    const questions = keys.flatMap(({ credential }) =>
      [LISTED, UNLISTED].map((client_ip) => ({ credential, client_ip })),
    )
    const single = []
    for (const { credential, client_ip } of questions) single.push((await verify(credential, client_ip)).json)
    expect(await batchVerify(questions)).toEqual(single)
  })
})

/** What a call asks the database, in order; what it counts for the owner afterwards is left out. */
async function statementsOf(call: () => Promise<unknown>): Promise<string[]> {
  await flushTraffic()
  query.mockClear()
  await call()
  const texts = query.mock.calls.map(([statement]) => textOf(statement))
  return texts.filter((text) => !/key_usage|key_refusal|last_used/.test(text)).map(nameOf)
}

function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement
  return typeof statement === 'object' && statement !== null && 'text' in statement ? String(statement.text) : ''
}

function nameOf(text: string): string {
  if (text.includes('gatelist_changes_since')) return 'question'
  if (text.includes('LEFT JOIN LATERAL')) return 'load'
  return text.includes('gatelist_spend') ? 'spend' : text
}

describe('what a verification costs', () => {
  const credentials = (keys: readonly { secret: string }[]) => keys.map(({ secret }) => ({ credential: secret }))
  const makeMany = (count: number, fields: object = {}) =>
    Promise.all(
      Array.from({ length: count }, () => door.issue({ ip_restriction: { allowed_cidrs: [LIST] }, ...fields })),
    )

  it('is one statement for a key that is new here, and one for a key that is remembered', async () => {
    const { secret } = await door.issue()
    expect(await statementsOf(() => verify(secret))).toEqual(['load'])
    expect(await statementsOf(() => verify(secret))).toEqual(['question'])
    const noCache = { headers: { 'Cache-Control': 'no-cache' } }
    expect(await statementsOf(() => verify(secret, undefined, noCache))).toEqual(['load'])
  })

  it('is no look-up for a text that looks issued and is not ours, nor for a token that is not', async () => {
    const { secret } = await door.issue()
    await verify(secret)
    const [foreign = '', macaroon = ''] = await mint(await makeKey('issued'), {}, makeKeys().signerOf)
    await verify(foreign)
    await verify(macaroon)
    const junk = [
      `gl_live_${'A'.repeat(49)}`,
      `ory_ak_${'0'.repeat(49)}`,
      `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`,
      `x${secret}`,
      secret.replace('gl_live', 'gl_pub'),
      'eyJhbGciOiJub25lIn0.e30.AAAA',
      foreign,
      macaroon,
    ]
    for (const credential of junk) {
      // The question is about the management token that asks.
      expect([credential, await statementsOf(() => verify(credential))]).toEqual([credential, ['question']])
    }
    expect(await statementsOf(() => batchVerify(junk.map((credential) => ({ credential }))))).toEqual(['question'])
  })

  it('is one statement for a hundred keys that are new here, and one for a hundred that are remembered', async () => {
    const keys = await makeMany(100)
    // One question, so that the changes that made the keys are past.
    await verify('eyJ')
    expect(await statementsOf(() => batchVerify(credentials(keys)))).toEqual(['load'])
    expect(await statementsOf(() => batchVerify(credentials(keys)))).toEqual(['question'])
  })

  it('is one statement more for all quotas together', async () => {
    const keys = await makeMany(20, { rate_limit_policy: { quota: '5', window: '3600s' }, ip_restriction: null })
    const tokens = await Promise.all(keys.slice(0, 5).map(({ secret }) => derive(secret)))
    const questions = [...credentials(keys), ...tokens.map((credential) => ({ credential }))]
    await batchVerify(questions)
    expect(await statementsOf(() => batchVerify(questions))).toEqual(['question', 'spend'])
  })

  it('is nothing for a management token that looks like none of ours', async () => {
    const body = { credential: 'x' }
    for (const token of [null, 'nonsense', `gl_mgmt_${'A'.repeat(49)}`]) {
      expect(await statementsOf(() => door.call('POST', VERIFY, { token, body }))).toEqual([])
    }
  })
})

describe('while the database does not answer', () => {
  it('nothing is let through, and no reason is told', async () => {
    const { secret } = await door.issue()
    const other = new pg.Client({ connectionString: door.databaseUrl })
    await other.connect()
    await other.query('BEGIN')
    await other.query('LOCK TABLE api_key, change_clock IN ACCESS EXCLUSIVE MODE')
    try {
      const { json, headers } = await verify(secret)
      expect(json).toEqual(refusal('INTERNAL', 'An internal server error occurred.'))
      expect(headers['retry-after']).toBe('1')
      const batched = await door.call('POST', BATCH, { body: { requests: [{ credential: secret }] } })
      expect([batched.status, batched.json.error.message]).toEqual([503, 'The service is temporarily unavailable.'])
    } finally {
      await other.query('ROLLBACK')
      await other.end()
    }
    await expect.poll(async () => (await verify(secret)).json.is_valid, { timeout: 5000 }).toBe(true)
  })
})
