import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'

let door: AdminDoor
beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

const admin = '/v2alpha1/admin'

async function makeKey(allowed_cidrs: readonly string[]): Promise<string> {
  const body = { name: 'versions', actor_id: 'a', ip_restriction: { allowed_cidrs } }
  const { json } = await door.call('POST', `${admin}/issuedApiKeys`, { body })
  return `${admin}/issuedApiKeys/${json.issued_api_key.key_id}`
}

const setList = (path: string, allowed_cidrs: readonly string[]) =>
  door.call('PATCH', path, { body: { ip_restriction: { allowed_cidrs } } })

const restore = (path: string, body: object, query = '', headers: Record<string, string> = {}) =>
  door.call('POST', `${path}:restore${query}`, { body, headers })

describe('the versions of a key', () => {
  it('tell who, when, from where, through which door, and how much each changed', async () => {
    const path = await makeKey(['198.51.100.0/24'])
    await setList(path, ['198.51.100.0/24', '10.0.0.0/8'])
    await door.call('POST', `${path}/allowlist/entries`, { body: { cidr: '203.0.113.7', note: 'office' } })
    const { json } = await door.call('GET', `${path}/allowlist/versions`)
    const shown = json.versions.map((version: Record<string, unknown>) => [
      ...[version.version_id, version.action, version.entry_count],
      ...[version.added_count, version.removed_count, version.changed_count],
    ])
    expect(shown).toEqual([
      ['3', 'key.allowlist', 3, 1, 0, 0],
      ['2', 'key.allowlist', 2, 1, 0, 0],
      ['1', 'key.create', 1, 1, 0, 0],
    ])
    expect(json.versions[0]).toMatchObject({
      ...{ door: 'api', address: '127.0.0.1', access_mode: 'ACCESS_MODE_ENFORCE' },
      actor: expect.stringMatching(/^token /),
      create_time: expect.stringMatching(/Z$/),
    })
  })

  it('go by pages, whose tokens are good for that key alone', async () => {
    const [path, other] = [await makeKey(['198.51.100.1']), await makeKey(['198.51.100.1'])]
    for (const last of [2, 3, 4, 5]) await setList(path, [`198.51.100.${last}`])
    const ids: string[] = []
    let token = ''
    do {
      const page = await door.call('GET', `${path}/allowlist/versions?page_size=2&page_token=${token}`)
      ids.push(...page.json.versions.map((version: { version_id: string }) => version.version_id))
      token = page.json.next_page_token
    } while (token !== '')
    expect(ids).toEqual(['5', '4', '3', '2', '1'])
    const first = await door.call('GET', `${path}/allowlist/versions?page_size=2`)
    const crossed = `${other}/allowlist/versions?page_token=${first.json.next_page_token}`
    expect(await door.call('GET', crossed)).toMatchObject({ status: 400 })
  })

  it('are compared in either direction, and read whole', async () => {
    const path = await makeKey(['10.0.0.0/8'])
    await setList(path, ['10.0.0.0/9', '::/0'])
    const diff = (from: number, to: number) => door.call('GET', `${path}/allowlist/versions:diff?from=${from}&to=${to}`)
    const there = (await diff(1, 2)).json
    expect(there).toMatchObject({
      ...{ from: { version_id: '1' }, to: { version_id: '2' }, access_mode: null, is_exact: true },
      ...{ added: [{ network: '10.0.0.0/9' }, { network: '::/0' }], removed: [{ network: '10.0.0.0/8' }], changed: [] },
      ...{ gained: { networks: ['::/0'] }, lost: { networks: ['10.128.0.0/9'], address_count: '8388608' } },
    })
    expect((await diff(2, 1)).json).toMatchObject({ added: there.removed, removed: there.added, gained: there.lost })
    const { json } = await door.call('GET', `${path}/allowlist/versions/1`)
    expect(json).toMatchObject({
      ...{ version_id: '1', is_exact: true, unsure_networks: [], allowlists: [] },
      entries: [{ network: '10.0.0.0/8', note: '', enabled: true }],
    })
  })

  it.each(['3', '0', 'x', '99999999999999999999'])('that were never made (%s) are not found', async (id) => {
    const path = await makeKey(['10.0.0.0/8'])
    const { status, json } = await door.call('GET', `${path}/allowlist/versions/${id}`)
    expect([status, json.error.details[0].reason]).toEqual([404, 'VERSION_NOT_FOUND'])
    expect((await door.call('GET', `${path}/allowlist/versions:diff?from=1&to=${id}`)).status).toBe(
      id === '3' ? 404 : 400,
    )
    expect((await restore(`${path}/allowlist`, { version_id: id })).status).toBe(id === '3' ? 404 : 400)
  })
})

describe('restoring', () => {
  it('is a write like any other: dry run, If-Match, Idempotency-Key', async () => {
    const path = await makeKey(['198.51.100.7'])
    const opened = await setList(path, [])
    const list = `${path}/allowlist`
    const dry = await restore(list, { version_id: '1', restore_access_mode: true }, '?dry_run=true')
    expect(dry.json).toMatchObject({
      dry_run: true,
      changes: { allowlist: { added: ['198.51.100.7/32'] } },
      effect: { access_mode_before: 'ACCESS_MODE_OPEN', access_mode_after: 'ACCESS_MODE_ENFORCE' },
    })
    const stale = await restore(list, { version_id: '1' }, '', { 'If-Match': '"no such tag"' })
    expect(stale.status).toBe(412)
    const once = { 'If-Match': String(opened.headers.etag), 'Idempotency-Key': 'restore-once' }
    const done = await restore(list, { version_id: '1' }, '', once)
    expect([done.status, done.json.access_mode]).toEqual([200, 'ACCESS_MODE_OPEN'])
    expect(await restore(list, { version_id: '1' }, '', once)).toMatchObject({ status: 200, json: done.json })
    const { json } = await door.call('GET', `${list}/versions`)
    expect(json.versions).toHaveLength(3)
    expect(json.versions[0]).toMatchObject({ version_id: '3', action: 'key.restore', entry_count: 1 })
  })

  it('that takes the caller’s own address away must name it', async () => {
    const path = await makeKey(['198.51.100.7'])
    await setList(path, ['198.51.100.7', '127.0.0.0/8'])
    const refused = await restore(`${path}/allowlist`, { version_id: '1' })
    expect([refused.status, refused.json.error.details[0].reason]).toEqual([409, 'LOCKOUT_RISK'])
    const confirmed = await restore(`${path}/allowlist`, { version_id: '1' }, '?confirm_lockout=127.0.0.1')
    expect(confirmed.json.ip_restriction.canonical_cidrs).toEqual(['198.51.100.7/32'])
  })

  it('works for named lists and the ceiling, whose paths do not find each other', async () => {
    const made = await door.call('POST', `${admin}/allowlists`, {
      body: { name: 'R', allowed_cidrs: ['198.51.100.1'] },
    })
    const list = `${admin}/allowlists/${made.json.allowlist_id}`
    await door.call('PATCH', list, { body: { allowed_cidrs: ['198.51.100.2'] } })
    expect((await restore(list, { version_id: '1' })).json).toMatchObject({ canonical_cidrs: ['198.51.100.1/32'] })
    const empty = await door.call('GET', `${admin}/ceiling/versions`)
    expect(empty.json).toEqual({ versions: [], next_page_token: '' })
    expect((await restore(`${admin}/ceiling`, { version_id: '1' })).status).toBe(404)
    await door.call('PATCH', `${admin}/ceiling`, { body: { allowed_cidrs: ['198.51.100.1'] } })
    await door.call('PATCH', `${admin}/ceiling`, { body: { access_mode: 'ACCESS_MODE_REPORT' } })
    await door.call('PATCH', `${admin}/ceiling`, { body: { allowed_cidrs: ['198.51.100.2'] } })
    const back = await restore(`${admin}/ceiling`, { version_id: '1', restore_access_mode: true })
    expect(back.json).toMatchObject({ access_mode: 'ACCESS_MODE_OPEN', canonical_cidrs: ['198.51.100.1/32'] })
    const { rows } = await door.sql.query<{ id: string }>("SELECT id FROM network_list WHERE kind = 'ceiling'")
    const crossed = `${admin}/allowlists/${rows[0]?.id}`
    expect((await door.call('GET', `${crossed}/versions`)).status).toBe(404)
    expect((await restore(crossed, { version_id: '1' })).status).toBe(404)
  })
})
