import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flushTraffic } from '#lib/traffic/record-call'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'
import { stateOf } from '#test/admin/state'

let door: AdminDoor

beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

const lists = '/v2alpha1/admin/allowlists'
const ceiling = '/v2alpha1/admin/ceiling'

let count = 0

async function makeList(allowed_cidrs: readonly string[] = ['198.51.100.0/26']) {
  const { status, json } = await door.call('POST', lists, { body: { name: `List ${++count}`, allowed_cidrs } })
  expect(status).toBe(201)
  return { id: json.allowlist_id as string, path: `${lists}/${json.allowlist_id}`, name: json.name as string }
}

async function makeKey(...allowed_cidrs: string[]) {
  const { keyId, secret } = await door.issue(allowed_cidrs.length === 0 ? {} : { ip_restriction: { allowed_cidrs } })
  return { path: `/v2alpha1/admin/issuedApiKeys/${keyId}`, keyId, secret }
}

const use = (key: { path: string }, ...allowlist_ids: string[]) =>
  door.call('PUT', `${key.path}/allowlist/lists`, { body: { allowlist_ids } })

async function admits(credential: string, client_ip: string): Promise<boolean> {
  const body = { credential, client_ip }
  const { json } = await door.call('POST', '/v2alpha1/admin/apiKeys:verify', { body })
  await flushTraffic()
  return json.is_valid
}

describe('a named list', () => {
  it('is made, read, listed, changed and deleted', async () => {
    const body = { name: ' Office ', description: 'Floors', allowed_cidrs: ['198.51.100.9/26', '2001:DB8::/32'] }
    const made = await door.call('POST', lists, { body })
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({
      name: 'Office',
      description: 'Floors',
      entry_count: 2,
      key_count: 0,
      allowed_cidrs: ['198.51.100.9/26', '2001:DB8::/32'],
      canonical_cidrs: ['198.51.100.0/26', '2001:db8::/32'],
    })
    const path = `${lists}/${made.json.allowlist_id}`
    expect(made.headers.location).toBe(path)
    const got = await door.call('GET', path)
    expect([got.json, got.headers.etag]).toEqual([made.json, made.headers.etag])
    const changed = await door.call('PATCH', path, { body: { description: '', allowed_cidrs: ['198.51.100.0/26'] } })
    expect(changed.json).toMatchObject({ name: 'Office', description: '', entry_count: 1, address_count: '64' })
    expect(changed.headers.etag).not.toBe(got.headers.etag)
    const { allowlists } = (await door.call('GET', lists)).json
    const { allowed_cidrs: _, canonical_cidrs: __, ...row } = changed.json
    expect(allowlists).toContainEqual(row)
    expect((await door.call('DELETE', path)).status).toBe(204)
    expect((await door.call('GET', path)).json.error).toMatchObject({ code: 404, message: 'Named list not found' })
  })

  it('has a name of its own, whatever the case', async () => {
    const { name } = await makeList()
    const taken = await door.call('POST', lists, { body: { name: name.toUpperCase() } })
    expect(taken.json.error).toMatchObject({
      code: 409,
      status: 'ALREADY_EXISTS',
      details: [{ reason: 'ALLOWLIST_EXISTS' }],
    })
    const other = await makeList()
    expect((await door.call('PATCH', other.path, { body: { name: name.toLowerCase() } })).status).toBe(409)
  })

  it('that is sent is exactly the list afterwards and all of it in force; entries that stay keep their note', async () => {
    const { path } = await makeList([])
    const add = (body: object) => door.call('POST', `${path}/entries`, { body })
    await add({ cidr: '203.0.113.0/24', note: 'Egress', enabled: false })
    await add({ cidr: '192.0.2.1' })
    const { json } = await door.call('PATCH', path, { body: { allowed_cidrs: ['198.51.100.7', '203.0.113.0/24'] } })
    expect(json.allowed_cidrs).toEqual(['198.51.100.7', '203.0.113.0/24'])
    expect((await door.call('GET', `${path}/entries`)).json.entries).toMatchObject([
      { cidr: '198.51.100.7', note: '' },
      { cidr: '203.0.113.0/24', note: 'Egress', enabled: true, added_by: 'token write token' },
    ])
  })

  it('is not deleted while keys use it, and says which', async () => {
    const list = await makeList()
    const key = await makeKey('203.0.113.7')
    expect((await use(key, list.id)).status).toBe(200)
    const refused = await door.call('DELETE', list.path)
    expect([refused.status, refused.json.error.message]).toEqual([
      409,
      '1 key uses this list: key. Take the list off it first.',
    ])
    expect((await use(key)).status).toBe(200)
    expect((await door.call('DELETE', list.path)).status).toBe(204)
  })

  it('is read by a read token, and changed by none but a write token', async () => {
    const { path } = await makeList()
    const { read, verify } = door.tokens
    expect((await door.call('GET', path, { token: read })).status).toBe(200)
    expect((await door.call('GET', path, { token: verify })).status).toBe(403)
    for (const token of [read, verify]) {
      const body = { name: 'other' }
      expect((await door.call('PATCH', path, { token, body })).status).toBe(403)
      expect((await door.call('DELETE', path, { token })).status).toBe(403)
      expect((await door.call('PATCH', ceiling, { token, body: {} })).status).toBe(403)
    }
  })

  it.each([
    [{}, 'name: is required'],
    [{ name: '' }, 'name: must have 1 to 80 characters'],
    [{ name: 'x'.repeat(81) }, 'name: must have 1 to 80 characters'],
    [{ name: 'x', allowed_cidrs: ['010.0.0.1'] }, 'allowed_cidrs[0]: invalid CIDR address'],
    [{ name: 'x', allowed_ips: [] }, 'allowed_ips: is not a field here'],
    [{ allowlist: { name: 'x' } }, 'allowlist: send the bare resource'],
  ])('is refused when it is not one: %j', async (body, message) => {
    const { status, json } = await door.call('POST', lists, { body })
    expect(status).toBe(400)
    expect(json.error.message).toContain(message)
  })

  it('is changed under If-Match by whoever saw it as it is, once under an Idempotency-Key, and not at all by a dry run', async () => {
    const { path } = await makeList()
    const { headers } = await door.call('GET', path)
    const match = { 'If-Match': headers.etag ?? '' }
    const before = await stateOf(door.sql)
    const dry = await door.call('PATCH', `${path}?dry_run=true`, { body: { name: `Dry ${count}`, allowed_cidrs: [] } })
    expect(dry.json).toMatchObject({
      dry_run: true,
      changes: { fields: ['name'], allowlist: { removed: ['198.51.100.0/26'], addresses_lost: '64' } },
      effect: { callers: 0, refused_callers: [], lockout_risk: null },
    })
    expect(await stateOf(door.sql)).toEqual(before)
    const body = { description: 'Floors' }
    expect((await door.call('PATCH', path, { body, headers: match })).status).toBe(200)
    const late = await door.call('PATCH', path, { body: { description: 'Late' }, headers: match })
    expect([late.status, late.json.error.details[0].reason]).toEqual([412, 'ETAG_MISMATCH'])
    const once = { body: { cidr: '192.0.2.1' }, headers: { 'Idempotency-Key': `once-${count}` } }
    const [first, again] = [
      await door.call('POST', `${path}/entries`, once),
      await door.call('POST', `${path}/entries`, once),
    ]
    expect([first.status, again.status, again.json]).toEqual([201, 201, first.json])
  })
})

describe('the named lists of a key', () => {
  it('admit from the next request on, and their changes too', async () => {
    const list = await makeList()
    const [one, two] = [await makeKey('203.0.113.7'), await makeKey('203.0.113.7')]
    expect(await admits(one.secret, '198.51.100.7')).toBe(false)
    for (const key of [one, two])
      expect((await use(key, list.id)).json).toEqual({ allowlists: [{ allowlist_id: list.id, name: list.name }] })
    expect((await door.call('GET', one.path)).json.allowlist_ids).toEqual([list.id])
    expect([await admits(one.secret, '198.51.100.7'), await admits(two.secret, '198.51.100.7')]).toEqual([true, true])
    const body = { allowed_cidrs: ['198.51.100.8'] }
    const risky = await door.call('PATCH', list.path, { body })
    expect([risky.status, risky.json.error.details[0].reason]).toEqual([409, 'LOCKOUT_RISK'])
    expect(risky.json.error.details[1]).toMatchObject({ caller_count: 2, callers: [{ address: '198.51.100.7' }, {}] })
    const dry = await door.call('PATCH', `${list.path}?dry_run=true`, { body })
    expect(dry.json.effect).toMatchObject({
      callers: 2,
      refused_callers: ['198.51.100.7'],
      lockout_risk: { caller_count: 2 },
    })
    expect((await door.call('PATCH', `${list.path}?confirm_lockout=198.51.100.7`, { body })).status).toBe(200)
    expect([await admits(one.secret, '198.51.100.7'), await admits(two.secret, '198.51.100.7')]).toEqual([false, false])
    expect(await admits(one.secret, '203.0.113.7')).toBe(true)
  })

  it('are replaced as a whole; a list that is not there changes nothing', async () => {
    const [a, b] = [await makeList(), await makeList()]
    const key = await makeKey('203.0.113.7')
    await use(key, a.id)
    const missing = await use(key, b.id, '0192b7c0-0000-7000-8000-000000000000')
    expect(missing.json.error).toMatchObject({ code: 404, details: [{ reason: 'ALLOWLIST_NOT_FOUND' }] })
    expect((await use(key, b.id)).json.allowlists).toEqual([{ allowlist_id: b.id, name: b.name }])
    expect((await door.call('GET', `${key.path}/allowlist/lists`)).json.allowlists).toHaveLength(1)
    expect((await use(key)).json).toEqual({ allowlists: [] })
  })

  it('keep a key from opening when its own list is emptied', async () => {
    const list = await makeList()
    const key = await makeKey('203.0.113.7')
    await use(key, list.id)
    const { json } = await door.call('PATCH', key.path, { body: { ip_restriction: { allowed_cidrs: [] } } })
    expect(json.access_mode).toBe('ACCESS_MODE_ENFORCE')
    expect([await admits(key.secret, '198.51.100.7'), await admits(key.secret, '203.0.113.7')]).toEqual([true, false])
  })

  it('leave an open key open', async () => {
    const list = await makeList()
    const key = await makeKey()
    await use(key, list.id)
    expect((await door.call('GET', key.path)).json.access_mode).toBe('ACCESS_MODE_OPEN')
    expect(await admits(key.secret, '192.0.2.1')).toBe(true)
  })

  it('are chosen when a key is issued, which then is never open', async () => {
    const list = await makeList()
    const { keyId, secret } = await door.issue({ allowlist_ids: [list.id] })
    const { json } = await door.call('GET', `/v2alpha1/admin/issuedApiKeys/${keyId}`)
    expect(json).toMatchObject({ access_mode: 'ACCESS_MODE_ENFORCE', allowlist_ids: [list.id] })
    expect([await admits(secret, '198.51.100.7'), await admits(secret, '192.0.2.1')]).toEqual([true, false])
    const unknown = { name: 'k', actor_id: 'a', allowlist_ids: ['0192b7c0-0000-7000-8000-000000000000'] }
    expect((await door.call('POST', '/v2alpha1/admin/issuedApiKeys', { body: unknown })).status).toBe(404)
  })

  it('are changed with the key, and what was read of a key can be sent back', async () => {
    const [a, b] = [await makeList(), await makeList()]
    const key = await makeKey('203.0.113.7')
    const patch = (body: object) => door.call('PATCH', key.path, { body })
    expect((await patch({ allowlist_ids: [a.id], ip_restriction: { allowed_cidrs: [] } })).json).toMatchObject({
      ...{ access_mode: 'ACCESS_MODE_ENFORCE', allowlist_ids: [a.id], ip_restriction: { allowed_cidrs: [] } },
    })
    const read = (await door.call('GET', key.path)).json
    expect((await patch(read)).json).toMatchObject({ allowlist_ids: [a.id], access_mode: 'ACCESS_MODE_ENFORCE' })
    expect((await patch({ allowlist_ids: [b.id] })).json.allowlist_ids).toEqual([b.id])
    expect((await patch({ name: 'renamed' })).json.allowlist_ids).toEqual([b.id])
  })

  it('are inherited by the key that it is rotated to', async () => {
    const list = await makeList()
    const key = await makeKey('203.0.113.7')
    await use(key, list.id)
    const { json } = await door.call('POST', `${key.path}:rotate`, { body: {} })
    expect(json.issued_api_key.allowlist_ids).toEqual([list.id])
    expect(await admits(json.secret, '198.51.100.7')).toBe(true)
  })

  it('are at most twenty', async () => {
    const key = await makeKey('203.0.113.7')
    const ids = Array.from({ length: 21 }, (_, index) => `0192b7c0-0000-7000-8000-0000000000${10 + index}`)
    const { status, json } = await use(key, ...ids)
    expect([status, json.error.message]).toEqual([400, 'allowlist_ids: must have at most 20 items'])
  })
})

describe('the ceiling', () => {
  const set = (body: object, query = '') => door.call('PATCH', `${ceiling}${query}`, { body })

  it('is off and empty at first, narrows every key while it is enforced, and then no longer', async () => {
    expect((await door.call('GET', ceiling)).json).toMatchObject({ access_mode: 'ACCESS_MODE_OPEN', allowed_cidrs: [] })
    const [open, listed] = [await makeKey(), await makeKey('203.0.113.7', '198.51.100.7')]
    const empty = await set({ access_mode: 'ACCESS_MODE_ENFORCE' })
    expect([empty.status, empty.json.error.status]).toEqual([409, 'FAILED_PRECONDITION'])
    expect((await set({ allowed_cidrs: ['203.0.113.0/24'] })).json).toMatchObject({
      entry_count: 1,
      address_count: '256',
    })
    expect(await admits(open.secret, '198.51.100.7')).toBe(true)
    const enforce = { access_mode: 'ACCESS_MODE_ENFORCE' }
    expect((await set(enforce)).json.error.details[0].reason).toBe('LOCKOUT_RISK')
    const dry = await set(enforce, '?dry_run=true')
    expect(dry.json).toMatchObject({
      changes: { fields: ['access_mode'] },
      effect: { access_mode_before: 'ACCESS_MODE_OPEN', access_mode_after: 'ACCESS_MODE_ENFORCE', opens_to_any: false },
    })
    expect(dry.json.effect.refused_callers).toContain('198.51.100.7')
    expect((await set(enforce, '?confirm_lockout=0.0.0.0/0,::/0')).json.access_mode).toBe('ACCESS_MODE_ENFORCE')
    const outside = [await admits(open.secret, '198.51.100.7'), await admits(listed.secret, '198.51.100.7')]
    expect(outside).toEqual([false, false])
    expect([await admits(open.secret, '203.0.113.9'), await admits(listed.secret, '203.0.113.7')]).toEqual([true, true])
    expect((await set({ access_mode: 'ACCESS_MODE_OPEN' })).status).toBe(200)
    expect(await admits(listed.secret, '198.51.100.7')).toBe(true)
  })

  it('is changed under If-Match by whoever saw it as it is', async () => {
    const { headers } = await door.call('GET', ceiling)
    const match = { 'If-Match': headers.etag ?? '' }
    const body = { allowed_cidrs: ['203.0.113.0/24', '2001:db8::/32'] }
    expect((await door.call('PATCH', ceiling, { body, headers: match })).status).toBe(200)
    expect((await door.call('PATCH', ceiling, { body: { allowed_cidrs: [] }, headers: match })).status).toBe(412)
  })
})
