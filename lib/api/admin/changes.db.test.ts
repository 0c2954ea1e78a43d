import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flushTraffic } from '#lib/traffic/record-call'
import { type AdminDoor, openAdminDoor, type Received } from '#test/admin/door'
import { stateOf } from '#test/admin/state'

let door: AdminDoor

beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

const issued = '/v2alpha1/admin/issuedApiKeys'
const imported = '/v2alpha1/admin/importedApiKeys'

let count = 0
const rawKey = () => `sk_live_${process.pid}_${Date.now()}_${count++}`
const get = async (path: string) => (await door.call('GET', path)).json
const post = (path: string, body: object, token?: string | null) =>
  door.call('POST', path, { body, ...(token === undefined ? {} : { token }) })
const importKey = (fields: object = {}, token?: string) =>
  post(imported, { name: 'i', actor_id: 'a', raw_key: rawKey(), ...fields }, token)

/** The code of a verification, or "valid". */
async function verify(credential: string, from?: string): Promise<string> {
  const body = { credential, ...(from === undefined ? {} : { client_ip: from }) }
  const { json } = await post('/v2alpha1/admin/apiKeys:verify', body)
  return json.is_valid ? 'valid' : json.error_code.replace('VERIFICATION_ERROR_', '')
}

const refusalOf = (answer: Received) => [answer.status, answer.json.error.status, answer.json.error.message]

const full = {
  name: 'full',
  scopes: ['a', 'b'],
  metadata: { team: 'core', deep: { n: [1, null] } },
  rate_limit_policy: { quota: '100', window: '60s', unit: 'requests' },
  ip_restriction: { allowed_cidrs: ['10.1.2.3/8', '2001:DB8::1'] },
}

const echoed = {
  ...full,
  ip_restriction: { ...full.ip_restriction, canonical_cidrs: ['10.0.0.0/8', '2001:db8::1/128'] },
}

const cleared = { scopes: [], metadata: null, access_mode: 'ACCESS_MODE_OPEN' }

describe.each(['issued', 'imported'])('changing an %s key', (kind) => {
  async function made(): Promise<string> {
    if (kind === 'issued') return `${issued}/${(await door.issue(full)).keyId}`
    return `${imported}/${(await importKey(full)).json.key_id}`
  }
  const unset = ['rate_limit_policy', 'ip_restriction']

  // Without a mask, what is there is changed; what is empty as Talos has it counts as absent.
  const withoutMask: [string, object, object][] = [
    ['nothing', {}, echoed],
    ['a name', { name: 'new' }, { ...echoed, name: 'new' }],
    ['an empty name and empty scopes', { name: '', scopes: [] }, echoed],
    ['null everywhere', { name: null, scopes: null, metadata: null, ip_restriction: null }, echoed],
    ['scopes', { scopes: ['c'] }, { ...echoed, scopes: ['c'] }],
    ['metadata', { metadata: { x: 1 } }, { ...echoed, metadata: { x: 1 } }],
    ['empty metadata', { metadata: {} }, { ...echoed, metadata: null }],
    [
      'a policy',
      { rate_limit_policy: { quota: 5, window: '1m', unit: 'calls' } },
      { ...echoed, rate_limit_policy: { quota: '5', window: '60s', unit: 'requests' } },
    ],
    [
      'another list',
      { ip_restriction: { allowed_cidrs: ['::1', '10.9.9.9/8'] } },
      {
        ...echoed,
        ip_restriction: { allowed_cidrs: ['::1', '10.9.9.9/8'], canonical_cidrs: ['::1/128', '10.0.0.0/8'] },
      },
    ],
    [
      'names in camelCase',
      { rateLimitPolicy: { quota: '7', window: '2s' }, ipRestriction: { allowedCidrs: ['::2'] } },
      {
        ...{ rate_limit_policy: { quota: '7', window: '2s', unit: 'requests' } },
        ...{ ip_restriction: { allowed_cidrs: ['::2'], canonical_cidrs: ['::2/128'] } },
      },
    ],
    ['fields that cannot be changed', { actor_id: 'b', visibility: 'KEY_VISIBILITY_PUBLIC', ttl: '1h' }, echoed],
  ]
  it.each(withoutMask)('without a mask: %s', async (_, body, expected) => {
    const path = await made()
    const answer = await door.call('PATCH', path, { body })
    expect(answer.status, answer.text).toBe(200)
    expect(answer.json).toMatchObject(expected)
    expect(await get(path)).toEqual(answer.json)
  })

  // With a mask, what it names is changed, and cleared where the body has nothing.
  const withMask: [string, object, object][] = [
    ['scopes', {}, { ...echoed, scopes: [] }],
    ['metadata', {}, { ...echoed, metadata: null }],
    ['metadata', { metadata: { x: 1 }, scopes: ['z'], name: 'z' }, { ...echoed, metadata: { x: 1 } }],
    ['name', { name: 'new', scopes: ['z'] }, { ...echoed, name: 'new' }],
    ['name, scopes', { name: 'new' }, { ...echoed, name: 'new', scopes: [] }],
    ['scopes,scopes', { scopes: ['z'] }, { ...echoed, scopes: ['z'] }],
    ['ip_restriction', { ip_restriction: { allowed_cidrs: ['::1'] }, name: 'z' }, { name: 'full', scopes: ['a', 'b'] }],
    ['', { name: 'new' }, { ...echoed, name: 'new' }],
  ]
  it.each(withMask)('with the mask "%s"', async (mask, body, expected) => {
    const path = await made()
    const answer = await door.call('PATCH', `${path}?update_mask=${encodeURIComponent(mask)}`, { body })
    expect(answer.json).toMatchObject(expected)
  })

  it.each([{ ip_restriction: null }, { ip_restriction: { allowed_cidrs: [] } }])(
    'a mask clears all: %j',
    async (body) => {
      const path = await made()
      const mask = 'scopes,metadata,rateLimitPolicy,ipRestriction'
      const { json } = await door.call('PATCH', `${path}?update_mask=${mask}`, { body })
      expect(json).toMatchObject(cleared)
      for (const field of unset) expect(json).not.toHaveProperty(field)
    },
  )

  it('an empty list opens the key, without a mask too', async () => {
    const path = await made()
    const { json } = await door.call('PATCH', path, { body: { ip_restriction: { allowed_cidrs: [] } } })
    expect([json.access_mode, json.ip_restriction]).toEqual(['ACCESS_MODE_OPEN', undefined])
  })

  it('what changes nothing leaves no trace', async () => {
    const path = await made()
    const before = await stateOf(door.sql)
    const { allowed_cidrs } = full.ip_restriction
    for (const body of [{}, full, { metadata: { deep: full.metadata.deep, team: 'core' } }, { scopes: ['a', 'b'] }]) {
      expect((await door.call('PATCH', path, { body })).status).toBe(200)
    }
    await door.call('PATCH', `${path}?update_mask=ip_restriction`, { body: { ip_restriction: { allowed_cidrs } } })
    expect(await stateOf(door.sql)).toEqual(before)
  })

  it('a list that is sent is all in force, and what stays keeps its note and date', async () => {
    const path = await made()
    const before = (await get(`${path}/allowlist/entries`)).entries
    for (const [index, body] of [{ note: 'Office', enabled: false }, { ttl: '1h' }].entries()) {
      await door.call('PATCH', `${path}/allowlist/entries/${before[index].entry_id}`, { body })
    }
    await door.sql.query(`UPDATE allowlist_entry SET expires_at = now() - interval '1 s' WHERE id = $1`, [
      before[1].entry_id,
    ])
    expect((await get(path)).ip_restriction).toEqual({ allowed_cidrs: [], canonical_cidrs: [] })
    const { json } = await door.call('PATCH', path, { body: { ip_restriction: full.ip_restriction } })
    expect(json.ip_restriction).toEqual(echoed.ip_restriction)
    const { entries } = await get(`${path}/allowlist/entries`)
    expect(entries).toEqual([{ ...before[0], note: 'Office' }, before[1]])
  })

  it('a key that only reports goes on reporting under another list', async () => {
    const path = await made()
    await door.sql.query(`UPDATE api_key SET access_mode = 'report' WHERE id = $1`, [(await get(path)).key_id])
    const { json } = await door.call('PATCH', path, { body: { ip_restriction: { allowed_cidrs: ['::1'] } } })
    expect(json.access_mode).toBe('ACCESS_MODE_REPORT')
  })

  it('a revoked key is not changed', async () => {
    const path = await made()
    await post(`${path}:revoke`, {})
    const answer = await door.call('PATCH', path, { body: { name: 'n' } })
    expect(refusalOf(answer)).toEqual([409, 'FAILED_PRECONDITION', 'cannot update a revoked key'])
  })

  it('revoking keeps the reason, and what the reason allows', async () => {
    const reasons = ['UNSPECIFIED', 'KEY_COMPROMISE', 'AFFILIATION_CHANGED', 'SUPERSEDED', 'PRIVILEGE_WITHDRAWN']
    for (const word of reasons) {
      const path = await made()
      const reason = `REVOCATION_REASON_${word}`
      const description = word === 'PRIVILEGE_WITHDRAWN' ? { description: 'é'.repeat(500) } : {}
      const answer = await post(`${path}:revoke`, { reason, ...description })
      expect([answer.status, answer.text]).toEqual([204, ''])
      const key = await get(path)
      expect(key).toMatchObject({ status: 'KEY_STATUS_REVOKED', revocation_reason: reason })
      expect(key.revocation_description).toBe(description.description)
      const { entries } = await get(`${path}/allowlist/entries`)
      expect(entries).toHaveLength(2)
    }
  })

  it('revoking without a body is revoking for no reason, and a second time is told', async () => {
    const path = await made()
    expect((await door.call('POST', `${path}:revoke`)).status).toBe(204)
    expect((await get(path)).revocation_reason).toBe('REVOCATION_REASON_UNSPECIFIED')
    const again = await post(`${path}:revoke`, { reason: 'REVOCATION_REASON_SUPERSEDED' })
    expect(refusalOf(again)).toEqual([409, 'FAILED_PRECONDITION', 'key is already revoked'])
    expect((await get(path)).revocation_reason).toBe('REVOCATION_REASON_UNSPECIFIED')
  })
})

describe('rotating', () => {
  it('inherits what is not said, the expiry too, and revokes the old key at once', async () => {
    const old = await door.issue({ ...full, ttl: '1h' })
    const path = `${issued}/${old.keyId}`
    const before = await get(path)
    const { entry_id } = (await get(`${path}/allowlist/entries`)).entries[1]
    await door.call('PATCH', `${path}/allowlist/entries/${entry_id}`, { body: { enabled: false, note: 'Home' } })
    const answer = await post(`${path}:rotate`, {})
    const { issued_api_key: key, old_issued_api_key: was, secret } = answer.json
    expect(answer.headers.location).toBe(`${issued}/${key.key_id}`)
    const ip_restriction = { allowed_cidrs: ['10.1.2.3/8'], canonical_cidrs: ['10.0.0.0/8'] }
    expect(key).toMatchObject({ ...full, ip_restriction, status: 'KEY_STATUS_ACTIVE', expire_time: before.expire_time })
    const { entries } = await get(`${issued}/${key.key_id}/allowlist/entries`)
    expect(entries[1]).toMatchObject({ cidr: '2001:DB8::1', enabled: false, note: 'Home' })
    expect([key.replaces_key_id, was.replaced_by_key_id]).toEqual([old.keyId, key.key_id])
    expect(was).toMatchObject({ status: 'KEY_STATUS_REVOKED', revocation_reason: 'REVOCATION_REASON_SUPERSEDED' })
    expect([await verify(secret, '10.0.0.1'), await verify(old.secret, '10.0.0.1')]).toEqual(['valid', 'REVOKED'])
  })

  const overrides: [object, object][] = [
    [{ name: 'new' }, { name: 'new' }],
    [{ scopes: [] }, { scopes: [] }],
    [{ metadata: {} }, { metadata: null }],
    [
      { rate_limit_policy: { quota: 1, window: '1s' } },
      { rate_limit_policy: { quota: '1', window: '1s', unit: 'requests' } },
    ],
    [{ ip_restriction: { allowed_cidrs: [] } }, { access_mode: 'ACCESS_MODE_OPEN' }],
    [{ ip_restriction: { allowed_cidrs: ['::5'] } }, { ip_restriction: { allowed_cidrs: ['::5'] } }],
    [{ visibility: 'KEY_VISIBILITY_PUBLIC' }, { visibility: 'KEY_VISIBILITY_PUBLIC' }],
    [
      { metadata: null, name: null },
      { name: full.name, metadata: full.metadata },
    ],
  ]
  it.each(overrides)('takes what is said: %j', async (body, expected) => {
    const { keyId } = await door.issue(full)
    const { json } = await post(`${issued}/${keyId}:rotate`, body)
    expect(json.issued_api_key).toMatchObject(expected)
  })

  it('both secrets verify within the grace period, and after it the new one only', async () => {
    const old = await door.issue()
    const path = `${issued}/${old.keyId}`
    const { json } = await post(`${path}:rotate`, { grace_period: '1h' })
    expect(json.old_issued_api_key).toMatchObject({
      status: 'KEY_STATUS_ACTIVE',
      replaced_by_key_id: expect.any(String),
    })
    expect(json.old_issued_api_key).not.toHaveProperty('revocation_reason')
    const end = new Date(json.old_issued_api_key.rotation.grace_end_time).getTime()
    expect(Math.abs(end - Date.now() - 3_600_000)).toBeLessThan(20_000)
    const told = (await post('/v2alpha1/admin/apiKeys:verify', { credential: old.secret })).json
    expect(new Date(told.expire_time).getTime()).toBe(end)
    expect([await verify(old.secret), await verify(json.secret)]).toEqual(['valid', 'valid'])
    await door.sql.query(`UPDATE api_key SET revoked_at = now() - interval '1 ms' WHERE id = $1`, [old.keyId])
    expect([await verify(old.secret), await verify(json.secret)]).toEqual(['REVOKED', 'valid'])
    expect(await get(path)).toMatchObject({ status: 'KEY_STATUS_REVOKED' })
  })

  it('tells who still comes with the old secret, within the grace period and after', async () => {
    const old = await door.issue()
    const path = `${issued}/${old.keyId}`
    await verify(old.secret, '192.0.2.9')
    const { secret } = (await post(`${path}:rotate`, { grace_period: '1h' })).json
    for (const ip of ['192.0.2.1', '2001:db8::1', '192.0.2.1']) await verify(old.secret, ip)
    await verify(secret, '192.0.2.77')
    await flushTraffic()
    const callers = (await get(path)).rotation.old_secret_callers
    expect(callers.map((one: { address: string; count: string }) => [one.address, one.count]).sort()).toEqual([
      ['192.0.2.1', '2'],
      ['2001:db8::1', '1'],
    ])
    expect(callers[0]).toMatchObject({ first_time: expect.any(String), last_time: expect.any(String) })
    await door.sql.query('UPDATE api_key SET revoked_at = now() WHERE id = $1', [old.keyId])
    await verify(old.secret, '198.51.100.1')
    await flushTraffic()
    const after = (await get(path)).rotation.old_secret_callers
    expect(after.map((one: { address: string }) => one.address)).toContain('198.51.100.1')
  })

  it('is refused to a key that is revoked, rotated, paused or expired', async () => {
    const ends = [
      'revoked_at = now()',
      'paused_at = now()',
      'expires_at = now()',
      "revoked_at = now() + interval '1 h'",
    ]
    for (const end of ends) {
      const { keyId } = await door.issue()
      await door.sql.query(`UPDATE api_key SET ${end} WHERE id = $1`, [keyId])
      const answer = await post(`${issued}/${keyId}:rotate`, {})
      expect(refusalOf(answer)).toEqual([409, 'FAILED_PRECONDITION', 'cannot rotate a non-active key'])
    }
  })

  it('at the same time makes one successor', async () => {
    const { keyId } = await door.issue()
    const body = { grace_period: '1h' }
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(`${issued}/${keyId}:rotate`, body)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
  })

  it('a rotated key can be changed and revoked while its grace lasts', async () => {
    const { keyId, secret } = await door.issue()
    const path = `${issued}/${keyId}`
    await post(`${path}:rotate`, { grace_period: '30d' })
    const list = { ip_restriction: { allowed_cidrs: ['192.0.2.1'] } }
    expect((await door.call('PATCH', path, { body: list })).status).toBe(200)
    expect([await verify(secret, '192.0.2.1'), await verify(secret, '192.0.2.2')]).toEqual(['valid', 'IP_NOT_ALLOWED'])
    expect((await post(`${path}:revoke`, { reason: 'REVOCATION_REASON_KEY_COMPROMISE' })).status).toBe(204)
    expect(await verify(secret, '192.0.2.1')).toBe('REVOKED')
    expect((await get(path)).revocation_reason).toBe('REVOCATION_REASON_KEY_COMPROMISE')
  })
})

describe('importing', () => {
  const conflicts: [string, () => Promise<string>, string][] = [
    ['our own', async () => (await door.issue()).secret, 'format conflicts with issued api key pattern'],
    ['a JWT', async () => 'eyJhbGciOiJFZERTQSJ9.e30.x', 'format conflicts with JWT'],
    ['a macaroon', async () => 'mc_v1_AgE', 'format conflicts with macaroon'],
  ]
  it.each(conflicts)('refuses a key that looks like %s', async (_, text, says) => {
    const raw_key = await text()
    expect(refusalOf(await importKey({ raw_key }))).toEqual([409, 'FAILED_PRECONDITION', `cannot import key: ${says}`])
    const batch = (await post(`${imported}:batchCreate`, { requests: [{ name: 'n', actor_id: 'a', raw_key }] })).json
    expect([batch.error.status, batch.error.message]).toEqual([
      'FAILED_PRECONDITION',
      `no key in the batch can be imported; cannot import key: ${says}`,
    ])
  })

  it('refuses the same key again, in this workspace and not in another, also at the same time', async () => {
    const raw_key = rawKey()
    const answers = await Promise.all(Array.from({ length: 6 }, () => importKey({ raw_key })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
    const refused = answers.find(({ status }) => status === 409)
    expect(refused && refusalOf(refused)).toEqual([409, 'ALREADY_EXISTS', 'key already imported (duplicate detected)'])
    const { tokens } = await door.addWorkspace()
    expect((await importKey({ raw_key }, tokens.write)).status).toBe(201)
    expect(await verify(raw_key)).toBe('valid')
  })

  it('batches that bring the same keys in another order do not stop each other', async () => {
    for (let round = 0; round < 3; round += 1) {
      const requests = Array.from({ length: 500 }, () => ({ name: 'n', actor_id: 'a', raw_key: rawKey() }))
      const orders = [requests, requests.toReversed(), requests, requests.toReversed()]
      const answers = await Promise.all(orders.map((order) => post(`${imported}:batchCreate`, { requests: order })))
      const failed = answers.filter(({ status }) => status !== 200)
      for (const answer of failed) expect(refusalOf(answer)[1]).toBe('ALREADY_EXISTS')
      expect(answers.length - failed.length).toBe(1)
    }
  })

  it('a batch tells each failure by its index', async () => {
    const twice = rawKey()
    const good = (raw_key: string) => ({ name: 'n', actor_id: 'a', raw_key })
    const requests = [good(rawKey()), { name: 'n', raw_key: 'x' }, good(twice), good(twice), good('eyJx'), 5]
    const { json } = await post(`${imported}:batchCreate`, { requests })
    expect([json.success_count, json.failure_count]).toEqual([2, 4])
    const told = json.results.map((one: Record<string, unknown>) => [one.index, one.error_code, one.error_message])
    const error = (word: string) => `BATCH_CREATE_IMPORTED_API_KEYS_ERROR_${word}`
    expect(told).toEqual([
      [0, undefined, undefined],
      [1, error('INVALID_ARGUMENT'), 'actor_id: is required'],
      [2, undefined, undefined],
      [3, error('ALREADY_EXISTS'), 'key already imported (duplicate detected)'],
      [4, error('FAILED_PRECONDITION'), 'cannot import key: format conflicts with JWT'],
      [5, error('INVALID_ARGUMENT'), 'requests[5]: must be a JSON object'],
    ])
    expect(json.results[2].imported_api_key).toMatchObject({ name: 'n', status: 'KEY_STATUS_ACTIVE' })
    const again = await post(`${imported}:batchCreate`, { requests: [good(twice), good(twice), good('eyJx')] })
    expect(refusalOf(again)).toEqual([409, 'ALREADY_EXISTS', 'all keys in batch already exist'])
    const all = await post(`${imported}:batchCreate`, { requests: Array.from({ length: 50 }, () => good(twice)) })
    expect(Object.keys(all.json.error.details[0].metadata)).toHaveLength(50)
    const bad = await post(`${imported}:batchCreate`, { requests: [{}, good(twice), {}] })
    expect(refusalOf(bad).slice(0, 2)).toEqual([400, 'INVALID_ARGUMENT'])
  })

  it('a thousand keys come in one call', async () => {
    const requests = Array.from({ length: 1000 }, (_, n) => ({
      ...{
        name: `n${n}`,
        actor_id: 'a',
        raw_key: rawKey(),
        ip_restriction: { allowed_cidrs: [`10.0.${n >> 8}.0/24`] },
      },
    }))
    const { json } = await post(`${imported}:batchCreate`, { requests })
    expect(json.success_count).toBe(1000)
    expect(await verify(requests[999]?.raw_key ?? '', '10.0.3.9')).toBe('valid')
    expect(await verify(requests[0]?.raw_key ?? '', '10.0.3.9')).toBe('IP_NOT_ALLOWED')
  })

  it('deleting takes a key away, whatever its state, and it can be imported again', async () => {
    for (const end of ['name = name', 'revoked_at = now()', 'expires_at = now()', 'paused_at = now()']) {
      const raw_key = rawKey()
      const { key_id } = (await importKey({ raw_key, ip_restriction: { allowed_cidrs: ['::1'] } })).json
      await door.sql.query(`UPDATE api_key SET ${end} WHERE id = $1`, [key_id])
      const gone = await door.call('DELETE', `${imported}/${key_id}`)
      expect([gone.status, gone.text]).toEqual([204, ''])
      expect((await door.call('GET', `${imported}/${key_id}`)).status).toBe(404)
      expect((await door.call('DELETE', `${imported}/${key_id}`)).status).toBe(404)
      expect(await verify(raw_key)).toBe('NOT_FOUND')
      expect((await importKey({ raw_key })).status).toBe(201)
      expect(await verify(raw_key)).toBe('valid')
    }
  })
})

describe('revoking by possession', () => {
  const selfRevoke = (credential: string, reason?: string) =>
    post('/v2alpha1/apiKeys:selfRevoke', { credential, ...(reason === undefined ? {} : { reason }) }, null)

  it('needs no token and no right address, and a second time changes nothing', async () => {
    const { keyId, secret } = await door.issue({ ip_restriction: { allowed_cidrs: ['203.0.113.7'] } })
    const answer = await selfRevoke(secret, 'REVOCATION_REASON_KEY_COMPROMISE')
    expect([answer.status, answer.text]).toEqual([200, '{}'])
    expect(await verify(secret, '203.0.113.7')).toBe('REVOKED')
    const before = await stateOf(door.sql)
    expect((await selfRevoke(secret, 'REVOCATION_REASON_SUPERSEDED')).text).toBe('{}')
    expect(await stateOf(door.sql)).toEqual(before)
    expect((await get(`${issued}/${keyId}`)).revocation_reason).toBe('REVOCATION_REASON_KEY_COMPROMISE')
  })

  it('revokes an imported key in every workspace that has it', async () => {
    const raw_key = rawKey()
    const other = await door.addWorkspace()
    const ids = [await importKey({ raw_key }), await importKey({ raw_key }, other.tokens.write)]
    expect((await selfRevoke(raw_key)).status).toBe(200)
    for (const [index, token] of [door.tokens.read, other.tokens.read].entries()) {
      const { json } = await door.call('GET', `${imported}/${ids[index]?.json.key_id}`, { token })
      expect(json.status).toBe('KEY_STATUS_REVOKED')
    }
    expect((await selfRevoke(raw_key)).status).toBe(200)
  })

  it('ends the grace of a rotated key', async () => {
    const { keyId, secret } = await door.issue()
    const next = (await post(`${issued}/${keyId}:rotate`, { grace_period: '1h' })).json
    expect((await selfRevoke(secret)).status).toBe(200)
    expect([await verify(secret), await verify(next.secret)]).toEqual(['REVOKED', 'valid'])
  })

  it('is refused to an address that tries too often, and to no other', async () => {
    const { secret } = await door.issue()
    const tryFrom = (from: string, credential: string) =>
      door.call('POST', '/v2alpha1/apiKeys:selfRevoke', { token: null, body: { credential }, from })
    // What cannot be a key of ours costs no attempt.
    for (let n = 0; n < 5; n += 1) await tryFrom('127.0.0.44', `${secret.slice(0, -1)}!`)
    const answers = await Promise.all(Array.from({ length: 110 }, () => tryFrom('127.0.0.44', rawKey())))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 404).length).toBeLessThanOrEqual(100)
    const over = answers.find(({ status }) => status === 429)
    expect(over?.json.error.status).toBe('RESOURCE_EXHAUSTED')
    expect(Number(over?.headers['retry-after'])).toBeGreaterThan(0)
    expect((await tryFrom('127.0.0.44', secret)).status).toBe(429)
    expect((await tryFrom('127.0.0.45', secret)).status).toBe(200)
  })

  it('is refused for derived tokens, and tells nothing of what it does not know', async () => {
    const { secret } = await door.issue()
    for (const algorithm of ['TOKEN_ALGORITHM_JWT', 'TOKEN_ALGORITHM_MACAROON']) {
      const { token } = (await post('/v2alpha1/admin/apiKeys:derive', { credential: secret, algorithm })).json
      const answer = await selfRevoke(token.token)
      expect([answer.status, answer.json.error.details[0].reason]).toEqual([400, 'DERIVED_TOKEN_NOT_REVOCABLE'])
    }
    expect(await verify(secret)).toBe('valid')
    const unknown = [rawKey(), `${secret.slice(0, -1)}!`, secret.slice(0, -1), door.tokens.write]
    for (const text of unknown) expect((await selfRevoke(text)).status).toBe(404)
  })
})
