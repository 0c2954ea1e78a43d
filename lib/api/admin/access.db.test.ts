import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { flushTraffic } from '#lib/traffic/record-call'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'

let door: AdminDoor

beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

const ISSUED = '/v2alpha1/admin/issuedApiKeys'

async function made(...allowed_cidrs: string[]) {
  const { keyId, secret } = await door.issue(allowed_cidrs.length === 0 ? {} : { ip_restriction: { allowed_cidrs } })
  return { path: `${ISSUED}/${keyId}`, secret }
}

async function verifyFrom(credential: string, client_ip: string) {
  const answer = await door.call('POST', '/v2alpha1/admin/apiKeys:verify', { body: { credential, client_ip } })
  return answer.json
}

const setMode = (path: string, access_mode: string, query = '') =>
  door.call('POST', `${path}/allowlist:setMode${query}`, { body: { access_mode } })

const bypass = (path: string, body: object) => door.call('POST', `${path}/allowlist:bypass`, { body })

describe('the access mode', () => {
  it('lets unlisted callers through in report mode and says that enforcing would not', async () => {
    const { path, secret } = await made('203.0.113.0/24')
    const { status, json } = await setMode(path, 'ACCESS_MODE_REPORT')
    expect([status, json.access_mode, json.ip_restriction.allowed_cidrs]).toEqual([
      200,
      'ACCESS_MODE_REPORT',
      ['203.0.113.0/24'],
    ])
    expect(await verifyFrom(secret, '198.51.100.7')).toMatchObject({ is_valid: true, would_deny: true })
    expect(await verifyFrom(secret, '203.0.113.7')).toMatchObject({ is_valid: true, would_deny: false })
  })

  it('opens a key and closes it again with the list that it had', async () => {
    const { path, secret } = await made('203.0.113.0/24')
    await setMode(path, 'ACCESS_MODE_OPEN')
    expect((await verifyFrom(secret, '198.51.100.7')).is_valid).toBe(true)
    await setMode(path, 'ACCESS_MODE_ENFORCE', '?confirm_lockout=198.51.100.7')
    expect((await verifyFrom(secret, '198.51.100.7')).is_valid).toBe(false)
  })

  it.each([{}, { access_mode: 'open' }, { access_mode: 'ACCESS_MODE_UNSPECIFIED' }])('refuses %j', async (body) => {
    const { path } = await made()
    expect((await door.call('POST', `${path}/allowlist:setMode`, { body })).status).toBe(400)
  })
})

describe('a bypass', () => {
  it('opens the key at once, is told of, and ends at once', async () => {
    const { path, secret } = await made('203.0.113.0/24')
    const opened = await bypass(path, { duration: '15m', reason: 'Outage' })
    expect([opened.status, opened.json.reason]).toEqual([200, 'Outage'])
    expect(Date.parse(opened.json.end_time) - Date.parse(opened.json.start_time)).toBe(900_000)
    expect(await verifyFrom(secret, '198.51.100.7')).toMatchObject({ is_valid: true, would_deny: true })
    expect((await door.call('GET', path)).json.bypass).toEqual(opened.json)
    expect((await door.call('POST', `${path}/allowlist:endBypass`)).status).toBe(204)
    expect((await verifyFrom(secret, '198.51.100.7')).is_valid).toBe(false)
    expect((await door.call('GET', path)).json.bypass).toBeUndefined()
  })

  it.each([
    { duration: '61m', reason: 'x' },
    { duration: '59s', reason: 'x' },
    { duration: '15m' },
    { duration: '15m', reason: ' ' },
    { reason: 'x' },
  ])('is refused for %j', async (body) => {
    const { path } = await made('203.0.113.0/24')
    expect((await bypass(path, body)).status).toBe(400)
  })

  it('has no sense for a key that lets everybody through', async () => {
    const { path } = await made()
    const answer = await bypass(path, { duration: '15m', reason: 'x' })
    expect([answer.status, answer.json.error.message]).toEqual([409, 'the key lets every address through already'])
  })

  it('is not opened by a token that only reads, nor for a key of others', async () => {
    const { path } = await made('203.0.113.0/24')
    const body = { duration: '15m', reason: 'x' }
    const other = await door.addWorkspace()
    for (const [token, status] of [
      [door.tokens.read, 403],
      [door.tokens.verify, 403],
      [other.tokens.write, 404],
    ] as const) {
      for (const verb of ['bypass', 'endBypass', 'setMode']) {
        const sent = verb === 'setMode' ? { access_mode: 'ACCESS_MODE_OPEN' } : verb === 'bypass' ? body : {}
        const answer = await door.call('POST', `${path}/allowlist:${verb}`, { token, body: sent })
        expect([verb, answer.status]).toEqual([verb, status])
      }
    }
  })
})

describe('a change that would refuse who called in the last hour', () => {
  async function calledFrom(...addresses: string[]) {
    const key = await made('203.0.113.0/24', '2001:db8::/64')
    for (const address of addresses) await verifyFrom(key.secret, address)
    await flushTraffic()
    return key
  }

  const narrow = (path: string, query = '') =>
    door.call('PATCH', `${path}${query}`, { body: { ip_restriction: { allowed_cidrs: ['203.0.113.8'] } } })

  it('is a 409 that names each of them, and changes nothing', async () => {
    const { path, secret } = await calledFrom('203.0.113.7', '203.0.113.8', '2001:db8::1')
    const { status, json } = await narrow(path)
    expect([status, json.error.status, json.error.details[0].reason]).toEqual([
      409,
      'FAILED_PRECONDITION',
      'LOCKOUT_RISK',
    ])
    const { callers, own_address } = json.error.details[1]
    expect([callers.map((one: { address: string }) => one.address).sort(), own_address]).toEqual([
      ['2001:db8::1', '203.0.113.7'],
      null,
    ])
    expect((await verifyFrom(secret, '203.0.113.7')).is_valid).toBe(true)
  })

  it.each([
    ['203.0.113.7', 409],
    ['203.0.113.7,2001:db8::/64', 200],
    ['0.0.0.0/0,::/0', 200],
    ['all', 400],
  ])('confirmed by %s answers %i', async (confirmed, status) => {
    const { path } = await calledFrom('203.0.113.7', '2001:db8::1')
    expect((await narrow(path, `?confirm_lockout=${confirmed}`)).status).toBe(status)
  })

  it('is told by a dry run, which needs no confirmation', async () => {
    const { path } = await calledFrom('203.0.113.7', '203.0.113.8')
    const { status, json } = await narrow(path, '?dry_run=true')
    expect(status).toBe(200)
    expect(json.effect).toMatchObject({
      days: 7,
      callers: 2,
      refused_callers: ['203.0.113.7'],
      lockout_risk: { caller_count: 1, callers: [{ address: '203.0.113.7', calls: '1' }] },
    })
  })

  it('is a 409 for single entries as well', async () => {
    const { path } = await calledFrom('203.0.113.7')
    const { json } = await door.call('GET', `${path}/allowlist/entries`)
    const entry = `${path}/allowlist/entries/${json.entries[0].entry_id}`
    expect((await door.call('DELETE', entry)).status).toBe(409)
    expect((await door.call('PATCH', entry, { body: { enabled: false } })).status).toBe(409)
    expect((await door.call('PATCH', entry, { body: { note: 'Office' } })).status).toBe(200)
    expect((await door.call('DELETE', `${entry}?confirm_lockout=203.0.113.7`)).status).toBe(204)
  })

  it('is not confirmed by a parameter that is misspelt', async () => {
    const { path } = await calledFrom('203.0.113.7')
    expect((await narrow(path, '?confirm-lockout=203.0.113.7')).status).toBe(400)
  })
})

describe('the callers of a key', () => {
  it('are told with how their calls ended, to whoever may read', async () => {
    const { path, secret } = await made('203.0.113.0/24')
    for (const address of ['203.0.113.7', '203.0.113.7', '198.51.100.7']) await verifyFrom(secret, address)
    await flushTraffic()
    const { json } = await door.call('GET', `${path}/allowlist/callers`, { token: door.tokens.read })
    const told = json.callers.map((one: Record<string, unknown>) => [
      one.address,
      one.outcome,
      one.is_let_through,
      one.count,
    ])
    expect(told.sort()).toEqual([
      ['198.51.100.7', 'ip_not_allowed', false, '1'],
      ['203.0.113.7', 'allowed', true, '2'],
    ])
  })

  it.each(['0', '31', 'x', '1.5'])('are not told for %s days', async (days) => {
    const { path } = await made()
    expect((await door.call('GET', `${path}/allowlist/callers?days=${days}`)).status).toBe(400)
  })

  it('of a key of others are those of none', async () => {
    const { path } = await made()
    const { tokens } = await door.addWorkspace()
    expect((await door.call('GET', `${path}/allowlist/callers`, { token: tokens.read })).status).toBe(404)
  })
})
