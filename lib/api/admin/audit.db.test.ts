import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminDoor, openAdminDoor, type Received } from '#test/admin/door'
import { stateOf } from '#test/admin/state'

let door: AdminDoor
let tokenId: string

beforeAll(async () => {
  door = await openAdminDoor()
  const { rows } = await door.sql.query(`SELECT id FROM management_token WHERE name = 'write token'`)
  tokenId = rows[0].id
})
afterAll(() => door.close())

const issued = '/v2alpha1/admin/issuedApiKeys'
const imported = '/v2alpha1/admin/importedApiKeys'

let count = 0
const rawKey = () => `sk_live_${process.pid}_${Date.now()}_${count++}`
const importOne = async () =>
  (await door.call('POST', imported, { body: { name: 'i', actor_id: 'a', raw_key: rawKey() } })).json.key_id

async function entryPath(): Promise<string> {
  const { keyId } = await door.issue({ ip_restriction: { allowed_cidrs: ['203.0.113.0/24'] } })
  const { entries } = (await door.call('GET', `${issued}/${keyId}/allowlist/entries`)).json
  return `${issued}/${keyId}/allowlist/entries/${entries[0].entry_id}`
}

type Write = { method: string; path: string; body?: object }

/** Every write, and the audit events it makes. */
const writes: [string, () => Promise<Write>, string[]][] = [
  ['issuing', async () => ({ method: 'POST', path: issued, body: { name: 'n', actor_id: 'a' } }), ['key.create']],
  [
    'importing',
    async () => ({ method: 'POST', path: imported, body: { name: 'n', actor_id: 'a', raw_key: rawKey() } }),
    ['key.import'],
  ],
  [
    'importing many',
    async () => ({
      ...{ method: 'POST', path: `${imported}:batchCreate` },
      body: { requests: [1, 2].map((n) => ({ name: `n${n}`, actor_id: 'a', raw_key: rawKey() })) },
    }),
    ['key.import', 'key.import'],
  ],
  [
    'changing a field',
    async () => ({ method: 'PATCH', path: `${issued}/${(await door.issue()).keyId}`, body: { name: 'new' } }),
    ['key.update'],
  ],
  [
    'changing the list',
    async () => ({
      ...{ method: 'PATCH', path: `${imported}/${await importOne()}` },
      body: { ip_restriction: { allowed_cidrs: ['::1'] } },
    }),
    ['key.allowlist'],
  ],
  [
    'rotating',
    async () => ({ method: 'POST', path: `${issued}/${(await door.issue()).keyId}:rotate`, body: {} }),
    ['key.rotate', 'key.create'],
  ],
  [
    'revoking',
    async () => ({ method: 'POST', path: `${imported}/${await importOne()}:revoke`, body: {} }),
    ['key.revoke'],
  ],
  ['deleting', async () => ({ method: 'DELETE', path: `${imported}/${await importOne()}` }), ['key.delete']],
  [
    'adding an entry',
    async () => ({
      ...{ method: 'POST', path: `${issued}/${(await door.issue()).keyId}/allowlist/entries`, body: { cidr: '::1' } },
    }),
    ['key.allowlist'],
  ],
  [
    'changing an entry',
    async () => ({ method: 'PATCH', path: await entryPath(), body: { note: 'n' } }),
    ['key.allowlist'],
  ],
  ['removing an entry', async () => ({ method: 'DELETE', path: await entryPath() }), ['key.allowlist']],
]

const send = ({ method, path, body }: Write, sent: object = {}): Promise<Received> =>
  door.call(method, path, { ...(body === undefined ? {} : { body }), ...sent })

async function lastEvent(): Promise<string> {
  const { rows } = await door.sql.query('SELECT coalesce(max(id), 0) AS id FROM audit_event')
  return rows[0].id
}

async function eventsAfter(id: string) {
  const { rows } = await door.sql.query(
    `SELECT action, actor_id, actor_label, door, host(address) AS address, request_id, workspace_id, key_id, before, after
     FROM audit_event WHERE id > $1 ORDER BY id`,
    [id],
  )
  return rows
}

describe.each(writes)('%s', (_, prepare, actions) => {
  it.each([
    ['api', {}],
    ['api', { 'User-Agent': 'curl/8.0 gatelist-cli/1' }],
    ['cli', { 'User-Agent': 'gatelist-cli/1.2.3' }],
  ])('is noted with who did it, from where, and by which door: %s %j', async (by, headers) => {
    const write = await prepare()
    const before = await lastEvent()
    const answer = await send(write, { headers, from: '127.0.0.9' })
    expect(answer.status, answer.text).toBeLessThan(300)
    const events = await eventsAfter(before)
    expect(events.map(({ action }) => action)).toEqual(actions)
    for (const event of events) {
      expect(event).toMatchObject({
        ...{ actor_id: tokenId, actor_label: 'token write token', door: by, address: '127.0.0.9' },
        ...{ request_id: answer.headers['x-request-id'], workspace_id: door.id, key_id: expect.any(String) },
      })
      expect(JSON.stringify(event)).not.toMatch(/gl_live_\w{40}|sk_live_/)
    }
  })

  it('is not done when it cannot be noted, and not noted when it cannot be done', async () => {
    const write = await prepare()
    const before = await stateOf(door.sql)
    const headers = { 'Idempotency-Key': rawKey() }
    for (const [table, when] of [
      ['audit_event', 'BEFORE INSERT'],
      // At the very end: when all else has been done.
      ['idempotent_answer', 'BEFORE UPDATE'],
    ]) {
      await door.sql.query(`CREATE OR REPLACE FUNCTION test_fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'this cannot be written'; END $$`)
      await door.sql.query(`CREATE TRIGGER test_fail ${when} ON ${table} EXECUTE FUNCTION test_fail()`)
      const failed = await send(write, { headers })
      await door.sql.query(`DROP TRIGGER test_fail ON ${table}`)
      expect([failed.status, failed.json.error.status]).toEqual([500, 'INTERNAL'])
      expect(failed.text).not.toContain('cannot be written')
      expect(await stateOf(door.sql)).toEqual(before)
    }
    expect((await send(write, { headers })).status).toBeLessThan(300)
  })
})

describe('an event', () => {
  it('tells what was and what is', async () => {
    const { keyId } = await door.issue({ scopes: ['a'], ip_restriction: { allowed_cidrs: ['::1'] } })
    const before = await lastEvent()
    const body = { name: 'new', scopes: ['b'], ip_restriction: { allowed_cidrs: ['::1', '::2'] } }
    await door.call('PATCH', `${issued}/${keyId}`, { body })
    const [event] = await eventsAfter(before)
    expect(event).toMatchObject({
      before: { name: 'key', scopes: ['a'], accessMode: 'enforce', list: { form: 'whole', entries: 1 } },
      after: { name: 'new', scopes: ['b'], accessMode: 'enforce', list: { form: 'whole', entries: 2 } },
    })
    expect(event.after.list.text).toContain('::2')
  })

  it('of a revocation by possession names nobody, but the address', async () => {
    const { secret, keyId } = await door.issue()
    const before = await lastEvent()
    const body = { credential: secret, reason: 'REVOCATION_REASON_KEY_COMPROMISE' }
    await door.call('POST', '/v2alpha1/apiKeys:selfRevoke', { token: null, body, from: '127.0.0.7' })
    expect(await eventsAfter(before)).toMatchObject([
      {
        ...{ action: 'key.revoke', actor_id: null, actor_label: 'holder of the key', address: '127.0.0.7' },
        ...{
          door: 'api',
          key_id: keyId,
          workspace_id: door.id,
          after: { status: 'revoked', reason: 'key_compromise' },
        },
      },
    ])
  })

  it('is made by no read and by no refused write', async () => {
    const { keyId, secret } = await door.issue()
    const before = await lastEvent()
    const path = `${issued}/${keyId}`
    for (const target of [path, issued, `${path}/allowlist/entries`, `${path}/allowlist:check?ip=::1`]) {
      await door.call('GET', target)
    }
    for (const [method, target, body] of [
      ['POST', '/v2alpha1/admin/apiKeys:verify', { credential: secret }],
      ['POST', '/v2alpha1/admin/apiKeys:derive', { credential: secret }],
      ['POST', `${path}:revoke`, { reason: 'x' }],
      ['PATCH', `${path}?dry_run=true`, { name: 'n' }],
      ['POST', `${imported}:batchCreate`, { requests: [{}] }],
    ] as const) {
      await door.call(method, target, { body })
    }
    await door.call('PATCH', path, { body: { name: 'n' }, headers: { 'If-Match': '"x"' } })
    expect(await eventsAfter(before)).toEqual([])
  })
})
