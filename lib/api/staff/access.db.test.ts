import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StaffActor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { newSecret } from '#lib/keys/secret'
import { makeStaff, makeStaffToken } from '#lib/staff-tokens/fixtures'
import { revokeStaffToken } from '#lib/staff-tokens/revoke-token'
import { type AdminDoor, openAdminDoor, type Received } from '#test/admin/door'
import { api } from '../app.ts'
import type { StaffOperation } from './operation.ts'
import { staffOperations } from './routes.ts'

let door: AdminDoor
let staff: StaffActor
let auditor: StaffActor
let tokens: Record<'staff' | 'auditor' | 'demoted' | 'reader', string>
/** Everything that must look as if nothing were there. */
let outsiders: readonly (readonly [string, string | null])[]

beforeAll(async () => {
  door = await openAdminDoor()
  staff = await makeStaff('staff')
  auditor = await makeStaff('auditor')
  const [former, demoted] = [await makeStaff('staff'), await makeStaff('staff')]
  const secretOf = async (holder: StaffActor, choice = {}) => (await makeStaffToken(holder, choice)).secret
  tokens = {
    staff: await secretOf(staff),
    auditor: await secretOf(auditor),
    demoted: await secretOf(demoted),
    reader: await secretOf(staff, { role: 'auditor' }),
  }
  const formerToken = await secretOf(former)
  await prisma().user.update({ where: { id: former.userId }, data: { staffRole: null }, select: { id: true } })
  await prisma().user.update({ where: { id: demoted.userId }, data: { staffRole: 'auditor' }, select: { id: true } })
  const revoked = await makeStaffToken(staff)
  await revokeStaffToken(staff, { tokenId: revoked.id })
  const expired = await makeStaffToken(staff)
  await door.sql.query(`UPDATE staff_token SET expires_at = now() - interval '1 second' WHERE id = $1`, [expired.id])
  const { secret: key } = await door.issue()
  outsiders = [
    ['nobody', null],
    ['a key', key],
    ['a management token', door.tokens.write],
    ['a token that was never made', newSecret('gl_staff').secret],
    ['nonsense', 'gl_staff_nonsense'],
    ['a revoked token', revoked.secret],
    ['an expired token', expired.secret],
    ['a token of somebody who is not staff any more', formerToken],
    ['a good token from an address that it does not list', await secretOf(staff, { allowedIps: '192.0.2.0/24' })],
  ]
})
afterAll(() => door.close())

const named = staffOperations.map((operation) => [operation.description.operationId ?? '', operation] as const)

function addressOf({ description }: StaffOperation): string {
  return description.path.replaceAll(/\{rule\}/g, 'any-address').replaceAll(/\{\w+\}/g, randomUUID())
}

function callOf(operation: StaffOperation, token: string | null): Promise<Received> {
  const method = operation.description.method.toUpperCase()
  return door.call(method, addressOf(operation), { token, ...(method === 'GET' ? {} : { body: {} }) })
}

/** All of an answer that does not differ from call to call. */
function seen({ status, headers, text }: Received) {
  const { date: _, 'x-request-id': __, ...kept } = headers
  return { status, headers: kept, text }
}

describe.each(named)('%s', (_, operation) => {
  it('is not there for whoever comes without a good staff token, whatever the method', async () => {
    const nothing = seen(await door.call('GET', '/v2alpha1/no-such-thing', { token: null }))
    expect(nothing.status).toBe(404)
    for (const [who, token] of outsiders) {
      expect([who, seen(await callOf(operation, token))]).toEqual([who, nothing])
    }
    const address = addressOf(operation)
    expect(seen(await door.call('PATCH', address, { token: null }))).toEqual(nothing)
    expect(seen(await door.call('GET', `/api${address}?x=1`, { token: door.tokens.read }))).toEqual(nothing)
  })

  it('answers staff, and auditors where it only reads', async () => {
    const refused = operation.right === 'act' ? [403] : [200, 400, 404]
    for (const token of [tokens.auditor, tokens.demoted, tokens.reader]) {
      const { status, text } = await callOf(operation, token)
      expect(refused, text).toContain(status)
    }
    const { status, text } = await callOf(operation, tokens.staff)
    // With an empty body and ids of nothing, an act is refused for what it says, not for who says it.
    const answered = operation.description.operationId === 'staffApprove' ? [403] : [200, 400, 404]
    expect(answered, text).toContain(status)
    if (
      !/[{]|\/lookup\//.test(operation.description.path) &&
      operation.right === 'read' &&
      operation.description.method === 'get'
    ) {
      expect(status, text).toBe(200)
    }
  })
})

describe('the staff API', () => {
  it('refuses a token at the next request after it is revoked or its holder loses the role', async () => {
    const holder = await makeStaff('staff')
    const token = await makeStaffToken(holder)
    const look = async () => (await door.call('GET', '/v2alpha1/staff/people', { token: token.secret })).status
    expect(await look()).toBe(200)
    await prisma().user.update({ where: { id: holder.userId }, data: { staffRole: null }, select: { id: true } })
    expect(await look()).toBe(404)
    await prisma().user.update({ where: { id: holder.userId }, data: { staffRole: 'auditor' }, select: { id: true } })
    expect(await look()).toBe(200)
    await revokeStaffToken(holder, { tokenId: token.id })
    expect(await look()).toBe(404)
  })

  it('never takes a filter that it does not know for none', async () => {
    for (const query of ['acces=open', 'access=opened', 'dry_run=true', 'state=all&state=live']) {
      const answer = await door.call('GET', `/v2alpha1/staff/keys?${query}`, { token: tokens.staff })
      expect([query, answer.status]).toEqual([query, 400])
    }
  })

  it('pages through all keys without telling of a secret', async () => {
    const { secret } = await door.issue({ name: 'paged' })
    const { text, json } = await door.call('GET', '/v2alpha1/staff/keys?q=paged&sort=name', { token: tokens.auditor })
    expect(json.keys).toMatchObject([{ name: 'paged', status: 'active', access_mode: 'open' }])
    expect(text).not.toContain(secret)
    const one = await door.call('GET', `/v2alpha1/staff/keys/${json.keys[0].id}`, { token: tokens.auditor })
    expect(one.json.key.name).toBe('paged')
    expect(one.text).not.toContain(secret)
    expect(one.text).not.toContain('digest')
    const forged = `/v2alpha1/staff/keys?sort=widest&page_token=${'A'.repeat(80)}`
    expect((await door.call('GET', forged, { token: tokens.auditor })).status).toBe(400)
  })

  it('looks up who gets in from an address, and whose secret a text is, without keeping that', async () => {
    const ip_restriction = { allowed_cidrs: ['198.51.100.0/24'] }
    const { keyId, secret } = await door.issue({ name: 'looked up', ip_restriction })
    const look = (path: string) => door.call('GET', `/v2alpha1/staff/lookup/${path}`, { token: tokens.auditor })
    const { json } = await look('admitting?address=198.51.100.7&reach=all')
    expect(json).toMatchObject({ asked: '198.51.100.7', keys: [{ id: keyId, reach: 'all' }], next_page_token: '' })
    expect((await look('seen?address=198.51.100.0/24')).json.seen).toEqual([])
    expect((await look('open?address=nonsense')).status).toBe(400)
    const body = { credential: secret }
    const path = '/v2alpha1/staff/lookup/credential'
    const found = await door.call('POST', path, { token: tokens.auditor, body })
    expect(found.json).toMatchObject({ how: 'secret', keys: [{ id: keyId }] })
    expect(found.text).not.toContain(secret)
    const { rows } = await door.sql.query('SELECT count(*)::int AS kept FROM audit_event e WHERE e::text LIKE $1', [
      `%${secret.slice(-40)}%`,
    ])
    expect(rows).toEqual([{ kept: 0 }])
  })

  it('acts with a reason, in the name of the holder of the token', async () => {
    const { keyId } = await door.issue({ name: 'to be paused' })
    const pause = (body: object) =>
      door.call('POST', `/v2alpha1/staff/keys/${keyId}:pause`, { token: tokens.staff, body })
    expect((await pause({})).json.error.details[1].field_violations).toMatchObject([{ field: 'reason' }])
    expect((await pause({ reason: 'looks leaked', why: 'x' })).status).toBe(400)
    expect((await pause({ reason: 'looks leaked' })).status).toBe(200)
    const [event] = await prisma().auditEvent.findMany({
      where: { keyId, action: 'key.hold' },
      select: { actorId: true, staffRole: true, tokenId: true, door: true },
    })
    expect(event).toMatchObject({ actorId: staff.userId, staffRole: 'staff', door: 'api' })
    expect(event?.tokenId).not.toBeNull()
  })

  it('streams an export by either door, and answers HEAD without beginning one', async () => {
    const path = '/v2alpha1/staff/exports/keys'
    const begun = () => prisma().auditEvent.count({ where: { action: 'staff.export' } })
    const before = await begun()
    const head = await door.call('HEAD', path, { token: tokens.auditor })
    expect([head.status, head.headers['x-total-rows-kind'], head.text]).toEqual([200, 'exact', ''])
    expect(await begun()).toBe(before)
    const direct = await door.call('GET', path, { token: tokens.auditor })
    expect(direct.headers['content-disposition']).toMatch(/^attachment; filename="gatelist-keys-/)
    const mounted = await api.fetch(
      new Request(`http://localhost/api${path}`, { headers: { Authorization: `Bearer ${tokens.auditor}` } }),
    )
    expect(await mounted.text()).toBe(direct.text)
    expect(direct.text.split('\r\n').length).toBe(Number(head.headers['x-total-rows']) + 2)
    expect(await begun()).toBe(before + 2)
    const posted = await door.call('POST', path, { token: tokens.auditor, body: {} })
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD'])
  })
})
