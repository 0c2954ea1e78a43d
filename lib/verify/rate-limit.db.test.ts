import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import { spendCalls } from './rate-limit.ts'

let door: AdminDoor
let pools: pg.Pool[]

beforeAll(async () => {
  // Nobody answers here: look-ups of /v1/verify end in "unavailable" at once.
  process.env.DNS_SERVERS = '127.0.0.1:9'
  process.env.DNS_TIMEOUT_MS = '100'
  door = await openAdminDoor()
  pools = [1, 2].map(() => new pg.Pool({ connectionString: door.databaseUrl, max: 8 }))
})
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
  await door.close()
})

type Policy = { quota: number; windowSeconds: number }
type Row = { name: string; granted: number; remaining: number; reset_ms: number }

/** As one of two processes. */
async function spend(process: number, names: string[], { quota, windowSeconds }: Policy, calls = 1): Promise<Row[]> {
  const same = <T>(value: T) => names.map(() => value)
  const result = await pools[process % 2]?.query<Row>('SELECT * FROM gatelist_spend($1, $2, $3, $4)', [
    ...[names, same(calls), same(quota), same(windowSeconds)],
  ])
  return result?.rows ?? []
}

const granted = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + row.granted, 0)

describe('a quota', () => {
  it('is never exceeded by two processes that spend at once, and is used up', async () => {
    for (let round = 0; round < 30; round += 1) {
      const name = randomUUID()
      const policy = { quota: 20, windowSeconds: 60 }
      const spent = await Promise.all(Array.from({ length: 64 }, (_, n) => spend(n, [name], policy)))
      expect(granted(spent.flat())).toBe(20)
    }
  })

  it('of several keys is spent in any order without a deadlock', async () => {
    const names = Array.from({ length: 40 }, () => randomUUID())
    const policy = { quota: 7, windowSeconds: 60 }
    const orders = Array.from({ length: 24 }, (_, n) => (n % 2 === 0 ? names : names.toReversed()))
    const spent = await Promise.all(orders.map((order, n) => spend(n, order, policy)))
    for (const name of names) expect(granted(spent.flat().filter((row) => row.name === name))).toBe(7)
  })

  it('covers what it can of several calls, and what is refused costs nothing', async () => {
    const name = randomUUID()
    const policy = { quota: 10, windowSeconds: 60 }
    expect(await spend(0, [name], policy, 8)).toMatchObject([{ granted: 8, remaining: 2 }])
    expect(await spend(1, [name], policy, 5)).toMatchObject([{ granted: 2, remaining: 0 }])
    expect(await spend(0, [name], policy, 5)).toMatchObject([{ granted: 0, remaining: 0 }])
    const { rows } = await door.sql.query('SELECT points FROM rate_window WHERE key = $1', [name])
    expect(rows).toEqual([{ points: 10 }])
  })

  it('begins anew when its window is over, and not before', async () => {
    const name = randomUUID()
    const policy = { quota: 3, windowSeconds: 60 }
    const [first] = await spend(0, [name], policy, 3)
    expect(first?.reset_ms).toBe(60_000)
    const age = (seconds: number) =>
      door.sql.query('UPDATE rate_window SET expire = expire - $2 WHERE key = $1', [name, seconds * 1000])
    await age(59)
    const [late] = await spend(0, [name], policy)
    expect(late).toMatchObject({ granted: 0 })
    expect(late?.reset_ms).toBeLessThanOrEqual(1000)
    await age(1)
    expect(await spend(1, [name], policy)).toMatchObject([{ granted: 1, remaining: 2, reset_ms: 60_000 }])
  })

  it('that is changed counts what was spent in its window', async () => {
    const name = randomUUID()
    await spend(0, [name], { quota: 5, windowSeconds: 60 }, 4)
    expect(await spend(0, [name], { quota: 100, windowSeconds: 60 })).toMatchObject([{ granted: 1, remaining: 95 }])
    expect(await spend(0, [name], { quota: 3, windowSeconds: 60 })).toMatchObject([{ granted: 0, remaining: 0 }])
    // A window longer than it may be now begins anew, so that nobody waits an hour under a policy of seconds.
    await spend(0, [name], { quota: 3, windowSeconds: 3600 }, 3)
    expect(await spend(0, [name], { quota: 3, windowSeconds: 10 })).toMatchObject([{ granted: 1, reset_ms: 10_000 }])
  })

  it('may be larger than the table counts', async () => {
    const name = randomUUID()
    const policy = { quota: Number.MAX_SAFE_INTEGER, windowSeconds: 31_536_000 }
    await spend(0, [name], policy)
    await door.sql.query('UPDATE rate_window SET points = 2147483647 WHERE key = $1', [name])
    expect(await spend(0, [name], policy, 100)).toMatchObject([{ granted: 100 }])
  })

  it('survives a sweep of old windows', async () => {
    const name = randomUUID()
    const policy = { quota: 1000, windowSeconds: 60 }
    const sweep = async () => pools[0]?.query('DELETE FROM rate_window WHERE key = $1', [name])
    const work = Array.from({ length: 200 }, (_, n) => (n % 4 === 0 ? sweep() : spend(n, [name], policy)))
    await expect(Promise.all(work)).resolves.toHaveLength(200)
  })

  it('is told for each key by its id', async () => {
    const [one, two] = [randomUUID(), randomUUID()]
    const spent = await spendCalls([
      { keyId: two, policy: { quota: 1, windowSeconds: 5 }, calls: 2 },
      { keyId: one, policy: { quota: 10, windowSeconds: 60 }, calls: 1 },
    ])
    expect(spent.get(two)).toEqual({ granted: 1, remaining: 0, resetSeconds: 5 })
    expect(spent.get(one)).toEqual({ granted: 1, remaining: 9, resetSeconds: 60 })
    expect(await spendCalls([])).toEqual(new Map())
  })
})

describe('a key with a policy of its own', () => {
  const policy = (quota: number) => ({ rate_limit_policy: { quota: String(quota), window: '60s' } })
  const post = (path: string, body: object) => door.call('POST', path, { body })
  const verify = (credential: string, ip?: string) =>
    post('/v2alpha1/admin/apiKeys:verify', { credential, ...(ip === undefined ? {} : { client_ip: ip }) })

  it('is told what is left, in the answer and in headers, and when it is used up', async () => {
    const { keyId, secret } = await door.issue(policy(2))
    for (const remaining of ['1', '0']) {
      const { json, headers } = await verify(secret)
      expect(json).toMatchObject({ is_valid: true, rate_limit_remaining: remaining })
      expect(json.rate_limit_policy).toEqual({ quota: '2', window: '60s', unit: 'requests' })
      const reset = new Date(json.rate_limit_reset_time).getTime() - Date.now()
      expect(Math.abs(reset - 60_000)).toBeLessThan(10_000)
      expect(headers['ratelimit-policy']).toBe('"default";q=2;w=60')
      expect(headers.ratelimit).toMatch(new RegExp(`^"default";r=${remaining};t=\\d+$`))
      expect([headers['retry-after'], headers['cache-control']]).toEqual([undefined, 'no-store'])
    }
    const { status, json, headers } = await verify(secret)
    expect(status).toBe(200)
    expect(json).toMatchObject({
      ...{ is_valid: false, is_active: false, error_code: 'VERIFICATION_ERROR_RATE_LIMITED' },
      ...{ error_message: 'rate limit exceeded', key_id: keyId, actor_id: 'actor', status: 'KEY_STATUS_ACTIVE' },
      ...{ rate_limit_remaining: '0', rate_limit_policy: { quota: '2' } },
    })
    expect(headers.ratelimit).toMatch(/^"default";r=0;t=\d+$/)
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60)
  })

  it('pays nothing for calls that are refused for another reason', async () => {
    const { keyId, secret } = await door.issue({ ...policy(1), ip_restriction: { allowed_cidrs: ['127.0.0.1'] } })
    for (let call = 0; call < 3; call += 1) {
      const refused = await verify(secret, '192.0.2.1')
      expect(refused.json.error_code).toBe('VERIFICATION_ERROR_IP_NOT_ALLOWED')
      for (const name of ['ratelimit', 'ratelimit-policy', 'retry-after']) expect(refused.headers[name]).toBeUndefined()
      expect(refused.json).not.toHaveProperty('rate_limit_policy')
    }
    await door.sql.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [keyId])
    expect((await verify(secret)).json.error_code).toBe('VERIFICATION_ERROR_NOT_FOUND')
    await door.sql.query('UPDATE api_key SET paused_at = NULL WHERE id = $1', [keyId])
    expect((await verify(secret)).json).toMatchObject({ is_valid: true, rate_limit_remaining: '0' })
  })

  it('is counted under a changed policy from the next call on', async () => {
    const { keyId, secret } = await door.issue(policy(1))
    await verify(secret)
    expect((await verify(secret)).json.is_valid).toBe(false)
    const path = `/v2alpha1/admin/issuedApiKeys/${keyId}`
    await door.call('PATCH', path, { body: policy(5) })
    expect((await verify(secret)).json).toMatchObject({ is_valid: true, rate_limit_remaining: '3' })
    await door.call('PATCH', `${path}?update_mask=rate_limit_policy`, { body: {} })
    const { json, headers } = await verify(secret)
    expect([json.is_valid, json.rate_limit_policy, headers['ratelimit-policy']]).toEqual([true, undefined, undefined])
  })

  it('in a batch is covered as far as its quota goes, in the order of the request', async () => {
    const [one, two, free] = [await door.issue(policy(2)), await door.issue(policy(1)), await door.issue()]
    const order = [one, two, free, one, two, one, free]
    const requests = order.map(({ secret }) => ({ credential: secret }))
    const { results } = (await post('/v2alpha1/admin/apiKeys:batchVerify', { requests })).json
    expect(results.map((one: { is_valid: boolean }) => one.is_valid)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      true,
    ])
    expect(results.map((one: { key_id: string }) => one.key_id)).toEqual(order.map(({ keyId }) => keyId))
    expect((await verify(one.secret)).json.error_code).toBe('VERIFICATION_ERROR_RATE_LIMITED')
  })

  it('shares its quota with the tokens derived from it', async () => {
    const { secret } = await door.issue(policy(2))
    const { token } = (await post('/v2alpha1/admin/apiKeys:derive', { credential: secret })).json.token
    const answers = [await verify(secret), await verify(token), await verify(token), await verify(secret)]
    expect(answers.map(({ json }) => json.is_valid)).toEqual([true, true, false, false])
  })

  it('has it at /v1/verify too, and the same one', async () => {
    const { secret } = await door.issue(policy(3))
    await verify(secret)
    const call = () => door.call('POST', '/v1/verify', { token: secret, body: { email: 'no address' } })
    for (const remaining of [1, 0]) {
      const { status, headers } = await call()
      expect([status, headers['ratelimit-policy']]).toEqual([200, '"default";q=3;w=60'])
      expect(headers.ratelimit).toMatch(new RegExp(`^"default";r=${remaining};t=\\d+$`))
    }
    const over = await call()
    expect([over.status, over.text]).toEqual([429, '{"error":"Rate limit exceeded"}'])
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0)
    expect((await verify(secret)).json.error_code).toBe('VERIFICATION_ERROR_RATE_LIMITED')
  })
})
