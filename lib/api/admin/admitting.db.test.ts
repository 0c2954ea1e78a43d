import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'

let door: AdminDoor
let listId: string

beforeAll(async () => {
  door = await openAdminDoor()
  const issued = { one: ['203.0.113.7'], wide: ['203.0.113.0/24'], elsewhere: ['198.51.100.0/24'] }
  for (const [name, allowed_cidrs] of Object.entries(issued))
    await door.issue({ name, ip_restriction: { allowed_cidrs } })
  const { keyId } = await door.issue({ name: 'lists', ip_restriction: { allowed_cidrs: ['198.51.100.1'] } })
  const { rows } = await door.sql.query(
    `INSERT INTO network_list (id, workspace_id, kind, name) VALUES (gen_random_uuid(), $1, 'shared', 'VPN') RETURNING id`,
    [door.id],
  )
  listId = rows[0].id
  await door.sql.query(
    `INSERT INTO allowlist_entry (id, workspace_id, list_id, network, position, note)
      VALUES (gen_random_uuid(), $1, $2, '203.0.113.0/28', 0, 'gateway')`,
    [door.id, listId],
  )
  await door.sql.query(`INSERT INTO key_list (key_id, list_id, added_by) VALUES ($1, $2, 'somebody')`, [keyId, listId])
})
afterAll(() => door.close())

const ask = (query: string, token?: string) =>
  door.call('GET', `/v2alpha1/admin/allowlists:admitting?${query}`, token === undefined ? {} : { token })

it('lists the keys that an address opens, and by what', async () => {
  const { json } = await ask('ip=203.0.113.7')
  expect(json).toMatchObject({ network: '203.0.113.7', admitting_count: 3, partly_admitting_count: 0, other_count: 1 })
  const through = json.api_keys.map((key: { name: string; entries: object[] }) => [key.name, key.entries[0]])
  expect(Object.fromEntries(through)).toMatchObject({
    one: { network: '203.0.113.7/32', note: '', allowlist: null },
    wide: { network: '203.0.113.0/24', allowlist: null },
    lists: { network: '203.0.113.0/28', note: 'gateway', allowlist: { allowlist_id: listId, name: 'VPN' } },
  })
})

it('tells keys that a network opens from those that part of it opens, page by page', async () => {
  const found: Record<string, string> = {}
  for (let token = ''; ; ) {
    const { json } = await ask(`ip=203.0.113.0/24&page_size=1&page_token=${token}`)
    expect([json.admitting_count, json.partly_admitting_count]).toEqual([1, 2])
    for (const { name, admits } of json.api_keys) found[name] = admits
    token = json.next_page_token
    if (token === '') break
  }
  expect(found).toEqual({ one: 'ADMITS_PART', wide: 'ADMITS_ALL', lists: 'ADMITS_PART' })
})

it.each([
  '',
  'ip=',
  'ip=office',
  'ip=203.0.113.1-203.0.113.3',
  'ip=203.0.113.7&page_token=eA',
  'ip=::1&page_size=1001',
])('refuses %j and says why', async (query) => {
  const { status, json } = await ask(query)
  expect([status, json.error.status]).toEqual([400, 'INVALID_ARGUMENT'])
})

it('a page token is good for its address and workspace only', async () => {
  const { json } = await ask('ip=203.0.113.7&page_size=1')
  expect(json.next_page_token).not.toBe('')
  expect((await ask(`ip=203.0.113.8&page_token=${json.next_page_token}`)).status).toBe(400)
  const other = await door.addWorkspace()
  expect((await ask(`ip=203.0.113.7&page_token=${json.next_page_token}`, other.tokens.read)).status).toBe(400)
  expect((await ask('ip=203.0.113.7', other.tokens.read)).json).toMatchObject({ admitting_count: 0, api_keys: [] })
})

it('the check of one key names the named list, the ceiling and the bypass', async () => {
  const { keyId } = await door.issue({ name: 'own', ip_restriction: { allowed_cidrs: ['198.51.100.1'] } })
  const check = async (ip: string) =>
    (await door.call('GET', `/v2alpha1/admin/issuedApiKeys/${keyId}/allowlist:check?ip=${ip}`)).json
  expect(await check('203.0.113.7')).toMatchObject({ allowed: false, through: null, nearest: { allowlist: null } })
  await door.sql.query(`INSERT INTO key_list (key_id, list_id, added_by) VALUES ($1, $2, 'somebody')`, [keyId, listId])
  expect(await check('203.0.113.7')).toMatchObject({
    ...{ allowed: true, through: 'THROUGH_ENTRY', allowlist: { name: 'VPN' }, ceiling: null, would_deny: false },
    explanation: 'Let through: 203.0.113.0/28 (gateway) of the named list VPN admits it.',
  })
  await door.sql.query(
    `UPDATE api_key SET bypass_from = now(), bypass_until = now() + interval '5 minutes', bypass_reason = 'r', bypass_by = 'b'
      WHERE id = $1`,
    [keyId],
  )
  expect(await check('192.0.2.1')).toMatchObject({ allowed: true, through: 'THROUGH_BYPASS', would_deny: true })
  await door.sql.query(
    `WITH made AS (INSERT INTO network_list (id, workspace_id, kind, name, access_mode)
      VALUES (gen_random_uuid(), $1, 'ceiling', 'Ceiling', 'enforce') RETURNING id)
    INSERT INTO allowlist_entry (id, workspace_id, list_id, network, position)
      SELECT gen_random_uuid(), $1, id, '203.0.113.0/24', 0 FROM made`,
    [door.id],
  )
  const refused = await check('192.0.2.1')
  expect(refused).toMatchObject({
    ...{
      allowed: false,
      through: null,
      would_deny: false,
      ceiling: { access_mode: 'ACCESS_MODE_ENFORCE', entry: null },
    },
    nearest: { entry: { network: '203.0.113.0/24' } },
  })
  expect(refused.explanation).toContain('ceiling')
})
