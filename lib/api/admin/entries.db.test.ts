import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import { stateOf } from '#test/admin/state'

let door: AdminDoor

beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

let count = 0

describe.each(['issued', 'imported'])('the entries of an %s key', (kind) => {
  const collection = `/v2alpha1/admin/${kind}ApiKeys`

  async function made(...allowed_cidrs: string[]): Promise<{ path: string; credential: string }> {
    const fields = allowed_cidrs.length === 0 ? {} : { ip_restriction: { allowed_cidrs } }
    if (kind === 'issued') {
      const { keyId, secret } = await door.issue(fields)
      return { path: `${collection}/${keyId}`, credential: secret }
    }
    const raw_key = `sk_live_${process.pid}_${count++}`
    const body = { name: 'i', actor_id: 'a', raw_key, ...fields }
    const { json } = await door.call('POST', collection, { body })
    return { path: `${collection}/${json.key_id}`, credential: raw_key }
  }

  const get = async (path: string) => (await door.call('GET', path)).json
  const entriesOf = async (path: string) => (await get(`${path}/allowlist/entries`)).entries
  const add = (path: string, body: object) => door.call('POST', `${path}/allowlist/entries`, { body })

  async function admits(credential: string, ip: string): Promise<boolean> {
    const body = { credential, client_ip: ip }
    return (await door.call('POST', '/v2alpha1/admin/apiKeys:verify', { body })).json.is_valid
  }

  it('are listed in their order, with all that is known of them', async () => {
    const { path } = await made('203.0.113.9/24', '2001:DB8::', '10.0.0.1')
    const entries = await entriesOf(path)
    expect(entries).toMatchObject([
      { cidr: '203.0.113.9/24', network: '203.0.113.0/24', address_count: '256', note: '', enabled: true },
      { cidr: '2001:DB8::', network: '2001:db8::/128', address_count: '1' },
      { cidr: '10.0.0.1', network: '10.0.0.1/32', address_count: '1' },
    ])
    for (const entry of entries) {
      expect(await get(`${path}/allowlist/entries/${entry.entry_id}`)).toEqual(entry)
      expect(entry).not.toHaveProperty('expire_time')
    }
  })

  it('one more is at the end, at the place it is told to be, and at work at once', async () => {
    const { path, credential } = await made('203.0.113.0/24')
    expect(await admits(credential, '198.51.100.7')).toBe(false)
    const answer = await add(path, { cidr: '198.51.100.77/24', note: ' Home ' })
    expect(answer.status).toBe(201)
    expect(answer.json).toMatchObject({ cidr: '198.51.100.77/24', network: '198.51.100.0/24', note: 'Home' })
    expect(answer.headers.location).toBe(`${path}/allowlist/entries/${answer.json.entry_id}`)
    expect(await get(answer.headers.location ?? '')).toEqual(answer.json)
    expect((await entriesOf(path)).at(-1)).toEqual(answer.json)
    expect((await get(path)).ip_restriction.allowed_cidrs).toEqual(['203.0.113.0/24', '198.51.100.77/24'])
    expect(await admits(credential, '198.51.100.7')).toBe(true)
  })

  it('the same network again is refused, with the id of the one that is there', async () => {
    const { path } = await made('203.0.113.0/24')
    const [{ entry_id }] = await entriesOf(path)
    const before = await stateOf(door.sql)
    for (const cidr of ['203.0.113.0/24', '203.0.113.99/24', '::ffff:203.0.113.0/120']) {
      const { status, json } = await add(path, { cidr, note: 'again' })
      expect([status, json.error.status]).toEqual([409, 'ALREADY_EXISTS'])
      expect(json.error.details[0]).toMatchObject({ reason: 'ENTRY_EXISTS', metadata: { entry_id } })
    }
    expect(await stateOf(door.sql)).toEqual(before)
  })

  it('the same network at the same time is added once', async () => {
    const { path } = await made()
    const answers = await Promise.all(Array.from({ length: 6 }, () => add(path, { cidr: '::1' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
    expect(await entriesOf(path)).toHaveLength(1)
  })

  it('the first one makes an open key enforce; one that reports goes on reporting', async () => {
    for (const [mode, after, isRefused] of [
      ['open', 'ACCESS_MODE_ENFORCE', true],
      ['report', 'ACCESS_MODE_REPORT', false],
    ] as const) {
      const { path, credential } = await made()
      const { key_id } = await get(path)
      await door.sql.query('UPDATE api_key SET access_mode = $2::access_mode WHERE id = $1', [key_id, mode])
      expect(await admits(credential, '192.0.2.1')).toBe(true)
      // Whoever just called is locked out by that, which is to be confirmed.
      const body = { cidr: '203.0.113.0/24' }
      await door.call('POST', `${path}/allowlist/entries?confirm_lockout=192.0.2.1`, { body })
      expect((await get(path)).access_mode).toBe(after)
      expect(await admits(credential, '192.0.2.1')).toBe(!isRefused)
      expect(await admits(credential, '203.0.113.1')).toBe(true)
    }
  })

  it('can be switched off and on, told apart by a note, and given an end', async () => {
    const { path, credential } = await made('203.0.113.0/24')
    const [{ entry_id }] = await entriesOf(path)
    const entry = `${path}/allowlist/entries/${entry_id}`
    const change = async (body: object) => (await door.call('PATCH', entry, { body })).json
    expect(await change({ enabled: false })).toMatchObject({ enabled: false, note: '' })
    expect(await admits(credential, '203.0.113.1')).toBe(false)
    expect((await get(path)).ip_restriction).toEqual({ allowed_cidrs: [], canonical_cidrs: [] })
    expect(await change({ note: 'Office' })).toMatchObject({ enabled: false, note: 'Office' })
    expect(await change({ enabled: true })).toMatchObject({ enabled: true, note: 'Office' })
    expect(await admits(credential, '203.0.113.1')).toBe(true)
    const until = new Date(Date.now() + 86_400_000).toISOString()
    expect(await change({ expire_time: until })).toMatchObject({ expire_time: until, note: 'Office' })
    expect(await change({ note: '' })).toMatchObject({ expire_time: until, note: '' })
    const before = await stateOf(door.sql)
    expect(await change({})).toMatchObject({ expire_time: until })
    expect(await change({ enabled: true, note: '  ', expireTime: until })).toMatchObject({ expire_time: until })
    expect(await stateOf(door.sql)).toEqual(before)
    expect(await change({ expire_time: null })).not.toHaveProperty('expire_time')
  })

  it('admit until their time is over, by the clock of the database', async () => {
    const { path, credential } = await made()
    const { json } = await add(path, { cidr: '203.0.113.0/24', ttl: '1h' })
    expect(Math.abs(new Date(json.expire_time).getTime() - Date.now() - 3_600_000)).toBeLessThan(20_000)
    expect(await admits(credential, '203.0.113.1')).toBe(true)
    await door.sql.query(`UPDATE allowlist_entry SET expires_at = now() - interval '1 ms' WHERE id = $1`, [
      json.entry_id,
    ])
    expect(await admits(credential, '203.0.113.1')).toBe(false)
    expect((await entriesOf(path))[0]).toMatchObject({ entry_id: json.entry_id, enabled: true })
    // Without a call of SQL or ours: time alone.
    await door.call('PATCH', `${path}/allowlist/entries/${json.entry_id}`, { body: { ttl: '1s' } })
    expect(await admits(credential, '203.0.113.1')).toBe(true)
    await expect.poll(() => admits(credential, '203.0.113.1'), { timeout: 5_000, interval: 100 }).toBe(false)
  })

  it('have one end at most', async () => {
    const { path } = await made('203.0.113.0/24')
    const [{ entry_id }] = await entriesOf(path)
    const before = await stateOf(door.sql)
    const ends = [
      { ttl: '1h', expire_time: '2999-01-01T00:00:00Z' },
      { ttl: '1h', expireTime: '2999-01-01T00:00:00Z' },
    ]
    for (const end of ends) {
      const answers = [
        await add(path, { cidr: '::1', ...end }),
        await door.call('PATCH', `${path}/allowlist/entries/${entry_id}`, { body: end }),
        await door.call('PATCH', `${path}/allowlist/entries/${entry_id}`, { body: { ttl: '1h', expire_time: null } }),
      ]
      for (const { status, json } of answers) {
        expect([status, json.error.message]).toEqual([400, 'ttl: cannot be given together with expire_time'])
      }
    }
    expect(await stateOf(door.sql)).toEqual(before)
  })

  it('when the last one is gone the key refuses everybody, and says so', async () => {
    const { path, credential } = await made('203.0.113.0/24')
    const [{ entry_id }] = await entriesOf(path)
    const entry = `${path}/allowlist/entries/${entry_id}`
    const gone = await door.call('DELETE', entry)
    expect([gone.status, gone.text]).toEqual([204, ''])
    expect((await door.call('GET', entry)).status).toBe(404)
    expect((await door.call('DELETE', entry)).json.error.details[0].reason).toBe('ENTRY_NOT_FOUND')
    expect(await get(path)).toMatchObject({
      access_mode: 'ACCESS_MODE_ENFORCE',
      ip_restriction: { allowed_cidrs: [], canonical_cidrs: [] },
    })
    for (const ip of ['203.0.113.1', '127.0.0.1']) expect(await admits(credential, ip)).toBe(false)
  })

  it('that are changed by plain SQL are told as they are now', async () => {
    const { path } = await made('203.0.113.9/24')
    const [{ entry_id }] = await entriesOf(path)
    await door.sql.query(`UPDATE allowlist_entry SET network = '198.51.100.0/24' WHERE id = $1`, [entry_id])
    expect((await get(path)).ip_restriction).toEqual({
      allowed_cidrs: ['198.51.100.0/24'],
      canonical_cidrs: ['198.51.100.0/24'],
    })
    expect((await entriesOf(path))[0]).toMatchObject({ cidr: '198.51.100.0/24', network: '198.51.100.0/24' })
  })

  it('of a revoked key stay as they are', async () => {
    const { path } = await made('203.0.113.0/24')
    const [{ entry_id }] = await entriesOf(path)
    await door.call('POST', `${path}:revoke`, { body: {} })
    const answers = [
      await add(path, { cidr: '::1' }),
      await door.call('PATCH', `${path}/allowlist/entries/${entry_id}`, { body: { note: 'n' } }),
      await door.call('DELETE', `${path}/allowlist/entries/${entry_id}`),
    ]
    for (const { status, json } of answers) {
      expect([status, json.error.message]).toEqual([409, 'cannot update a revoked key'])
    }
    expect(await entriesOf(path)).toHaveLength(1)
  })

  it('the key is asked whether it admits an address, by which entry, and else what is nearest', async () => {
    const { path } = await made('203.0.113.0/24', '2001:db8::/32', '203.0.113.128/25')
    const check = (ip: string) => get(`${path}/allowlist:check?ip=${ip}`)
    const [wide, six] = await entriesOf(path)
    expect(await check('203.0.113.7')).toEqual({
      ...{ allowed: true, would_deny: false, access_mode: 'ACCESS_MODE_ENFORCE', address: '203.0.113.7' },
      ...{ through: 'THROUGH_ENTRY', entry: wide, allowlist: null, ceiling: null, nearest: null },
      explanation: 'Let through: 203.0.113.0/24 admits it.',
    })
    expect((await check('2001:0DB8:0::7')).entry).toEqual(six)
    expect((await check('::ffff:203.0.113.7')).address).toBe('203.0.113.7')
    const missed = await check('203.0.114.7')
    expect(missed).toMatchObject({ allowed: false, entry: null, nearest: { entry: wide } })
    expect(missed.nearest.suggestion).toContain('Add 203.0.114.7')
    expect(missed.nearest.message).not.toBe('')
    await door.call('PATCH', `${path}/allowlist/entries/${wide.entry_id}`, { body: { enabled: false } })
    expect(await check('203.0.113.7')).toMatchObject({ allowed: false, entry: null })
    expect(await check('203.0.113.200')).toMatchObject({ allowed: true, entry: { network: '203.0.113.128/25' } })
  })

  it('a key without entries is asked the same', async () => {
    const { path } = await made()
    const check = () => get(`${path}/allowlist:check?ip=::1`)
    expect(await check()).toMatchObject({ allowed: true, access_mode: 'ACCESS_MODE_OPEN', entry: null })
    const { json } = await add(path, { cidr: '::2' })
    await door.call('DELETE', `${path}/allowlist/entries/${json.entry_id}`)
    expect(await check()).toMatchObject({
      allowed: false,
      access_mode: 'ACCESS_MODE_ENFORCE',
      nearest: { entry: null },
    })
  })

  it('a token that only reads may list and ask, and may not change', async () => {
    const { path } = await made('203.0.113.0/24')
    const [{ entry_id }] = await entriesOf(path)
    const entry = `${path}/allowlist/entries/${entry_id}`
    const token = door.tokens.read
    for (const read of [entry, `${path}/allowlist/entries`, `${path}/allowlist:check?ip=::1`]) {
      expect((await door.call('GET', read, { token })).status).toBe(200)
      expect((await door.call('GET', read, { token: door.tokens.verify })).status).toBe(403)
    }
    const before = await stateOf(door.sql)
    for (const [method, target, body] of [
      ['POST', `${path}/allowlist/entries`, { cidr: '::1' }],
      ['PATCH', entry, { note: 'n' }],
      ['DELETE', entry, {}],
    ] as const) {
      expect((await door.call(method, target, { token, body })).status).toBe(403)
    }
    expect(await stateOf(door.sql)).toEqual(before)
  })
})
