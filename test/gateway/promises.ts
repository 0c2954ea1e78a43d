import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { headerLines } from '#lib/client-ip/header-lines'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import { findProgram, freePort, type ProxyKind, type RunningProxy, startProxy, statedVariables } from './proxy.ts'
import { type Received, type Sent, send } from './send.ts'
import { hashOfText, type Reply, startApi, startOddGatelist } from './stand-ins.ts'

/** Machines of callers. The proxy calls Gatelist from 127.0.0.1. */
const LISTED = '127.0.0.2'
const OTHER = '127.0.0.3'

const KEY_HEADERS = ['x-key-id', 'x-key-owner', 'x-key-workspace', 'x-key-scopes']
const JSON_REFUSALS = {
  401: '{"error":"Invalid API key"}',
  403: '{"error":"IP address not allowed"}',
  429: '{"error":"Rate limit exceeded"}',
  503: '{"error":"Service temporarily unavailable"}',
} as const

/** What a proxy with its shipped configuration keeps to, seen with the proxy itself. */
export function describeProxy(kind: ProxyKind): void {
  const isMissing = findProgram(kind.program) === null
  const why = isMissing ? ` (skipped: there is no ${kind.program}; Debian's package has that name)` : ''

  describe.skipIf(isMissing)(`${kind.program} in front of an API${why}`, () => {
    let door: AdminDoor
    let api: Awaited<ReturnType<typeof startApi>>
    let odd: Awaited<ReturnType<typeof startOddGatelist>>
    /** In front of the API; asks Gatelist, the odd one, and nobody. */
    let proxy: RunningProxy
    let oddProxy: RunningProxy
    let lonelyProxy: RunningProxy

    beforeAll(async () => {
      Object.assign(process.env, statedVariables(kind.file), { RATE_LIMIT_REQUESTS: '0' })
      door = await openAdminDoor()
      api = await startApi()
      odd = await startOddGatelist()
      const common = { api: api.port, workspaceId: door.id }
      const [gatelist, nobody] = [Number(new URL(door.url).port), await freePort()]
      proxy = await startProxy(kind, { ...common, gatelist })
      oddProxy = await startProxy(kind, { ...common, gatelist: odd.port })
      lonelyProxy = await startProxy(kind, { ...common, gatelist: nobody })
    })
    afterAll(async () => {
      await Promise.all([proxy, oddProxy, lonelyProxy].map((started) => started?.stop()))
      await Promise.all([api?.close(), odd?.close()])
      await door?.close()
    })
    beforeEach(() => {
      api.arrived.length = 0
    })

    type Call = Sent & { secret?: string; through?: RunningProxy }

    function call({ secret, through = proxy, headers = {}, ...sent }: Call): Promise<Received> {
      const authorization = secret === undefined ? {} : { Authorization: `Bearer ${secret}` }
      return send(through.port, { path: '/orders', from: LISTED, ...sent, headers: { ...authorization, ...headers } })
    }

    /** What came to the API of `name`, by whatever sign it has between its words. */
    function arrivedHeader(name: string): string[] {
      const { headers = [] } = api.arrived[0] ?? {}
      const plain = headers.map((text, at) => (at % 2 === 0 ? text.replaceAll('_', '-') : text))
      return [...headerLines(plain, name)]
    }

    function issue(fields: object = {}): Promise<{ keyId: string; secret: string }> {
      return door.issue({ ip_restriction: { allowed_cidrs: [`${LISTED}/32`] }, ...fields })
    }

    function expectRefused(answer: Received, status: keyof typeof JSON_REFUSALS): void {
      expect([answer.status, answer.text]).toEqual([status, JSON_REFUSALS[status]])
      expect(answer.headers['content-type']).toBe('application/json')
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(KEY_HEADERS.filter((name) => name in answer.headers)).toEqual([])
      expect(api.arrived).toEqual([])
    }

    it('passes on what is allowed, tells the API who it is, and keeps the secret', async () => {
      const { keyId, secret } = await issue({ actor_id: 'service_payments', scopes: ['orders:read', 'orders:write'] })
      const answer = await call({ secret, path: '/orders/7?a=b%20c', headers: { 'X-Own': 'kept' } })
      expect([answer.status, answer.text, answer.headers['x-api']]).toEqual([200, '200 of the API', 'yes'])
      expect(api.arrived).toMatchObject([{ method: 'GET', url: '/orders/7?a=b%20c' }])
      expect(KEY_HEADERS.map(arrivedHeader)).toEqual([
        [keyId],
        ['service_payments'],
        [door.id],
        ['orders:read orders:write'],
      ])
      expect(arrivedHeader('x-own')).toEqual(['kept'])
      expect(arrivedHeader('authorization')).toEqual([])
      expect(JSON.stringify(api.arrived)).not.toContain(secret)
    })

    it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('hands the body of a %s over whole', async (method) => {
      const { secret } = await issue()
      const body = Buffer.alloc(300_000, `${method} body `)
      const known = { 'Content-Length': String(body.length) }
      for (const headers of [known, { 'Transfer-Encoding': 'chunked' }]) {
        expect((await call({ secret, method, body, headers })).status).toBe(200)
      }
      const whole = { method, bodyHash: hashOfText(body) }
      expect(api.arrived).toMatchObject([whole, whole])
    })

    it('refuses a key that nobody knows, in JSON', async () => {
      expectRefused(await call({}), 401)
      const answer = await call({ secret: 'gl_live_junk', method: 'POST', body: '{}' })
      expectRefused(answer, 401)
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    })

    it('refuses a key of another workspace as one that nobody knows', async () => {
      const other = await door.addWorkspace('other')
      const { secret } = await door.issue({}, { token: other.tokens.write })
      expectRefused(await call({ secret }), 401)
    })

    it('refuses an address that is not listed, in JSON', async () => {
      const { secret } = await issue()
      expectRefused(await call({ secret, from: OTHER }), 403)
      expectRefused(await call({ secret, from: OTHER, method: 'POST', body: '{}' }), 403)
    })

    it('judges by who calls, whatever the caller says of itself', async () => {
      const { secret } = await issue()
      for (const name of ['X-Forwarded-For', 'X-Real-IP', 'CF-Connecting-IP', 'True-Client-IP', 'X-Client-IP']) {
        expectRefused(await call({ secret, from: OTHER, headers: { [name]: LISTED } }), 403)
      }
      expectRefused(await call({ secret, from: OTHER, headers: { Forwarded: `for=${LISTED}` } }), 403)
      expectRefused(await call({ secret, from: OTHER, headers: { 'X-Forwarded-For': [LISTED, LISTED] } }), 403)
      const honest = await call({ secret, headers: { 'X-Forwarded-For': OTHER, 'X-Real-IP': OTHER } })
      expect(honest.status).toBe(200)
      expect([arrivedHeader('x-forwarded-for'), arrivedHeader('x-real-ip')]).toEqual([[LISTED], [LISTED]])
    })

    it.each([
      [
        'sent once',
        { 'X-Key-Id': 'forged', 'X-Key-Owner': 'forged', 'X-Key-Workspace': 'forged', 'X-Key-Scopes': 'forged' },
      ],
      ['sent twice', { 'X-Key-Id': ['forged', 'forged'], 'X-Key-Scopes': ['forged', 'forged'] }],
      ['in other letters', { 'x-kEY-iD': 'forged', 'X-KEY-SCOPES': 'forged' }],
      ['with underscores', { X_Key_Id: 'forged', 'X-Key_Scopes': 'forged', 'X_Key-Owner': 'forged' }],
    ])('lets no header through that speaks of a key, %s', async (_, headers) => {
      const { keyId, secret } = await issue({ actor_id: 'owner' })
      expect((await call({ secret, headers })).status).toBe(200)
      expect(KEY_HEADERS.slice(0, 3).map(arrivedHeader)).toEqual([[keyId], ['owner'], [door.id]])
      expect(arrivedHeader('x-key-scopes').join('')).toBe('')
      expect(JSON.stringify(api.arrived)).not.toContain('forged')
    })

    it('never lets a caller have a header of the key taken off', async () => {
      const { keyId, secret } = await issue({ scopes: ['read-only'] })
      for (const connection of ['close, X-Key-Scopes, X-Key-Id', 'x-key-scopes', 'X-Forwarded-For, X-Real-IP']) {
        await call({ secret, headers: { Connection: connection } })
      }
      for (const { headers } of api.arrived) {
        expect(headerLines(headers, 'x-key-id')).toEqual([keyId])
        expect(headerLines(headers, 'x-key-scopes')).toEqual(['read-only'])
        expect(headerLines(headers, 'x-forwarded-for')).toEqual([LISTED])
      }
    })

    it('hands over text that is made to break out of its header as that text', async () => {
      const hostile = 'a\r\nX-Key-Scopes: admin\r\n\r\n{env.HOME} $http_host é支'
      const { keyId, secret } = await issue()
      await door.sql.query('UPDATE api_key SET actor_id = $2, scopes = ARRAY[$2] WHERE id = $1', [keyId, hostile])
      expect((await call({ secret })).status).toBe(200)
      expect(arrivedHeader('x-key-owner').map(decodeURIComponent)).toEqual([hostile])
      expect(arrivedHeader('x-key-scopes').map(decodeURIComponent)).toEqual([hostile])
    })

    it('does not take two keys in one request', async () => {
      const { secret } = await issue()
      const answer = await call({ headers: { Authorization: [`Bearer ${secret}`, 'Bearer gl_live_other'] } })
      expect([400, 401]).toContain(answer.status)
      expect(api.arrived).toEqual([])
    })

    it('says when the calls of a key are used up, and for how long', async () => {
      const { secret } = await issue({ rate_limit_policy: { quota: '1', window: '60s' } })
      expect((await call({ secret })).status).toBe(200)
      api.arrived.length = 0
      const answer = await call({ secret })
      expectRefused(answer, 429)
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(1)
    })

    it.each([400, 401, 403, 429, 500, 503])('leaves a %i of the API itself as it is', async (status) => {
      const { secret } = await issue()
      const answer = await call({ secret, path: `/orders?status=${status}` })
      expect([answer.status, answer.text, answer.headers['x-api']]).toEqual([status, `${status} of the API`, 'yes'])
    })

    it('shows no caller the check itself', async () => {
      const { secret } = await issue()
      for (const path of ['/.gatelist', `/v1/gateway/workspaces/${door.id}/check`, '/v1/ip', '//v1/ip']) {
        const answer = await call({ secret, path })
        expect(KEY_HEADERS.filter((name) => name in answer.headers)).toEqual([])
        expect(['404', '200 of the API']).toContain(answer.status === 404 ? '404' : answer.text)
      }
    })

    it.each<[string, Reply]>([
      ['an error', { status: 500 }],
      ['an error in HTML', { status: 502, body: '<html>' }],
      ['that it cannot say', { status: 503, body: '{"error":"x"}' }],
      ['a redirection', { status: 302, headers: { Location: '/' } }],
      ['that there is no such thing', { status: 404 }],
      ['that the headers are too large', { status: 431 }],
      ['nothing', 'silence'],
      ['a cut connection', 'reset'],
    ])('passes nothing on when Gatelist answers %s', async (_, reply) => {
      odd.reply = reply
      for (const method of ['GET', 'POST']) {
        const answer = await call({
          secret: 'x',
          through: oddProxy,
          method,
          ...(method === 'POST' ? { body: '{}' } : {}),
        })
        expect(answer.status).toBeGreaterThanOrEqual(300)
      }
      expect(api.arrived).toEqual([])
    })

    it('passes nothing on while Gatelist is not there, and says so in JSON', async () => {
      const { secret } = await issue()
      const answer = await call({ secret, through: lonelyProxy })
      expectRefused(answer, 503)
      expect(answer.headers['retry-after']).toBe('1')
      odd.reply = 'silence'
      expectRefused(await call({ secret, through: oddProxy }), 503)
    })
  })
}
