import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AdminDoor, openAdminDoor, type Workspace } from '#test/admin/door'

let door: AdminDoor
/** One without keys, for each test. */
let own: Workspace

beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())
beforeEach(async () => {
  own = await door.addWorkspace()
})

const issued = '/v2alpha1/admin/issuedApiKeys'
const imported = '/v2alpha1/admin/importedApiKeys'

const make = (name: string, fields: object = {}) => door.issue({ name, ...fields }, { token: own.tokens.write })

async function list(query: Record<string, string> = {}, path = issued) {
  const answer = await door.call('GET', `${path}?${new URLSearchParams(query)}`, { token: own.tokens.read })
  expect(answer.status, answer.text.slice(0, 300)).toBe(200)
  const { next_page_token: next, issued_api_keys, imported_api_keys } = answer.json
  const keys: { name: string; key_id: string; status: string }[] = issued_api_keys ?? imported_api_keys
  return { keys, next: String(next), names: keys.map(({ name }) => name) }
}

const named = async (filter: string) => (await list({ filter })).names.sort()

describe('pages', () => {
  it('are newest first, whole, and end with an empty token', async () => {
    for (let n = 1; n <= 7; n += 1) await make(`k${n}`)
    const all = ['k7', 'k6', 'k5', 'k4', 'k3', 'k2', 'k1']
    expect(await list()).toMatchObject({ names: all, next: '' })
    expect(await list({ page_size: '0' })).toMatchObject({ names: all, next: '' })
    expect(await list({ page_size: '7' })).toMatchObject({ names: all, next: '' })
    for (const size of [1, 2, 3, 6, 1000]) {
      const seen: string[] = []
      let token = ''
      do {
        const { names, next } = await list({ page_size: String(size), page_token: token })
        expect(names.length).toBeLessThanOrEqual(size)
        expect(names).not.toHaveLength(0)
        seen.push(...names)
        token = next
      } while (token !== '')
      expect(seen).toEqual(all)
    }
  })

  it('have 50 keys when nothing is said', async () => {
    const requests = Array.from({ length: 51 }, (_, n) => ({
      name: `k${n}`,
      actor_id: 'a',
      raw_key: `raw ${own.id} ${n}`,
    }))
    const token = own.tokens.write
    await door.call('POST', `${imported}:batchCreate`, { body: { requests }, token })
    const first = await list({}, imported)
    expect(first.names).toHaveLength(50)
    // Keys of one moment too are each in one page.
    const second = await list({ page_token: first.next }, imported)
    expect([second.names.length, second.next]).toEqual([1, ''])
    expect(new Set([...first.names, ...second.names]).size).toBe(51)
  })

  it('end early rather than carry more than 4 MiB of metadata', async () => {
    const metadata = { a: 'x'.repeat(65_000) }
    const requests = Array.from({ length: 10 }, (_, n) => ({
      ...{ name: `k${n}`, actor_id: 'a', raw_key: `raw ${own.id} ${n}`, metadata },
    }))
    const token = own.tokens.write
    for (let batch = 0; batch < 7; batch += 1) {
      const renamed = requests.map((one) => ({ ...one, raw_key: `${one.raw_key} ${batch}` }))
      await door.call('POST', `${imported}:batchCreate`, { body: { requests: renamed }, token })
    }
    const first = await list({ page_size: '1000' }, imported)
    const second = await list({ page_size: '1000', page_token: first.next }, imported)
    expect([first.names.length, second.names.length, second.next]).toEqual([64, 6, ''])
  })

  it('stay as they are while keys are added, changed and taken away', async () => {
    for (let n = 1; n <= 9; n += 1) await make(`k${n}`)
    const seen: string[] = []
    let token = ''
    do {
      const { keys, names, next } = await list({ page_size: '2', page_token: token })
      seen.push(...names)
      token = next
      await make(`new ${seen.length}`)
      // What is changed moves nowhere, and the end of a page may go.
      const { key_id } = keys.at(-1) ?? { key_id: '' }
      await door.call('PATCH', `${issued}/${keys[0]?.key_id}`, { body: { scopes: ['x'] }, token: own.tokens.write })
      await door.sql.query('DELETE FROM api_key WHERE id = $1', [key_id])
    } while (token !== '')
    expect(seen).toEqual(['k9', 'k8', 'k7', 'k6', 'k5', 'k4', 'k3', 'k2', 'k1'])
    expect((await list({ page_size: '1' })).names).toEqual(['new 9'])
  })

  it('a token is good for its filter, kind and workspace only, and for any page size', async () => {
    for (let n = 1; n <= 4; n += 1) await make('k', { actor_id: n % 2 === 0 ? 'even' : 'odd' })
    const filter = 'actor_id="even"'
    const { next } = await list({ page_size: '1', filter })
    expect((await list({ page_token: next, page_size: '9', filter })).names).toHaveLength(1)
    const other = await door.addWorkspace()
    const refused: [string, Record<string, string>, string][] = [
      [issued, {}, own.tokens.read],
      [issued, { filter: 'actor_id="odd"' }, own.tokens.read],
      [imported, { filter }, own.tokens.read],
      [issued, { filter }, other.tokens.read],
    ]
    for (const [path, query, token] of refused) {
      const target = `${path}?${new URLSearchParams({ ...query, page_token: next })}`
      const { status, json } = await door.call('GET', target, { token })
      expect([status, json.error.message]).toEqual([400, 'invalid page token (it is good for the same filter only)'])
    }
    const tampered = `${next.slice(0, 20)}${next[20] === 'A' ? 'B' : 'A'}${next.slice(21)}`
    const target = `${issued}?${new URLSearchParams({ filter, page_token: tampered })}`
    expect((await door.call('GET', target, { token: own.tokens.read })).status).toBe(400)
    // It tells nothing of where the page ended.
    expect(Buffer.from(next, 'base64url').toString('latin1')).not.toMatch(/createdAt|[0-9a-f]{8}-/)
  })

  it('end early rather than carry very many entries', async () => {
    for (let n = 1; n <= 7; n += 1) await make(`k${n}`)
    await door.sql.query(
      `INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position)
       SELECT gen_random_uuid(), k.workspace_id, k.id, '10.0.0.0'::inet + n, n
       FROM api_key k, generate_series(0, 9999) AS n WHERE k.workspace_id = $1`,
      [own.id],
    )
    const first = await list({ page_size: '1000' })
    expect(first.names).toEqual(['k7', 'k6', 'k5', 'k4', 'k3'])
    expect(await list({ page_size: '1000', page_token: first.next })).toMatchObject({ names: ['k2', 'k1'], next: '' })
  })
})

describe('the filter', () => {
  it('by actor, name and metadata takes what is meant and leaves the rest', async () => {
    await make('Pay', { actor_id: 'u 1', metadata: { team: 'core', n: 7, on: true, deep: { a: { b: null } } } })
    await make('Payments', { actor_id: 'u', metadata: { team: 'Core', n: '7', on: 'true' } })
    await make('pay_1%', { actor_id: 'U 1', metadata: { team: ['core'] } })
    await make('a*', {})
    const rows: [string, string[]][] = [
      ['actor_id="u 1"', ['Pay']],
      ['actor_id=u', ['Payments']],
      ['actor_id="nobody"', []],
      ['name=Pay', ['Pay']],
      ['name="Pay*"', ['Pay', 'Payments']],
      ['name=pay_*', ['pay_1%']],
      ['name="%"', []],
      ['name="*"', ['Pay', 'Payments', 'a*', 'pay_1%']],
      ['metadata.team="core"', ['Pay']],
      ['metadata.team=core', ['Pay']],
      ['metadata.n=7', ['Pay']],
      ['metadata.n="7"', ['Payments']],
      ['metadata.on=true', ['Pay']],
      ['metadata.on="true"', ['Payments']],
      ['metadata.deep.a.b=null', ['Pay']],
      ['metadata.deep.a=null', []],
      ['metadata.team=core AND metadata.n=7 AND name=Pay', ['Pay']],
      ['metadata.team=core and name=Payments', []],
      ['  actor_id = "u 1"  ', ['Pay']],
      ["name=\"x' OR '1'='1\"", []],
      ['', ['Pay', 'Payments', 'a*', 'pay_1%']],
    ]
    for (const [filter, expected] of rows) expect([filter, await named(filter)]).toEqual([filter, expected])
  })

  it('by status tells expired keys as expired, and a paused key has none of these', async () => {
    const ends: Record<string, string> = {
      active: 'name = name',
      'revoked in an hour': "revoked_at = now() + interval '1 hour'",
      revoked: 'revoked_at = now()',
      expired: 'expires_at = now()',
      'revoked and expired': 'revoked_at = now(), expires_at = now()',
      'paused and expired': 'paused_at = now(), expires_at = now()',
      paused: 'paused_at = now()',
    }
    for (const [name, end] of Object.entries(ends)) {
      const { keyId } = await make(name)
      await door.sql.query(`UPDATE api_key SET ${end} WHERE id = $1`, [keyId])
    }
    const rows: [string, string[]][] = [
      ['KEY_STATUS_ACTIVE', ['active', 'revoked in an hour']],
      ['KEY_STATUS_REVOKED', ['revoked', 'revoked and expired']],
      ['KEY_STATUS_EXPIRED', ['expired', 'paused and expired']],
    ]
    for (const [status, expected] of rows) {
      const { keys } = await list({ filter: `status=${status}` })
      expect(keys.map(({ name }) => name).sort()).toEqual(expected)
      for (const key of keys) expect(key.status).toBe(status)
    }
    const paused = (await list()).keys.find(({ name }) => name === 'paused')
    expect(paused?.status).toBe('KEY_STATUS_UNSPECIFIED')
  })

  it('by mode and by whom a key admits agrees with verification', async () => {
    const made: Record<string, { keyId: string; secret: string }> = {
      open: await make('open'),
      office: await make('office', { ip_restriction: { allowed_cidrs: ['203.0.113.0/24', '2001:db8::/32'] } }),
      home: await make('home', { ip_restriction: { allowed_cidrs: ['198.51.100.7'] } }),
      report: await make('report', { ip_restriction: { allowed_cidrs: ['198.51.100.7'] } }),
      off: await make('off', { ip_restriction: { allowed_cidrs: ['203.0.113.0/24'] } }),
      over: await make('over', { ip_restriction: { allowed_cidrs: ['203.0.113.0/24'] } }),
      nobody: await make('nobody', { ip_restriction: { allowed_cidrs: ['::1'] } }),
    }
    const sql = (text: string, name: string) => door.sql.query(`${text} = $1`, [made[name]?.keyId])
    await sql("UPDATE api_key SET access_mode = 'report' WHERE id", 'report')
    await sql('UPDATE allowlist_entry SET enabled = false WHERE key_id', 'off')
    await sql('UPDATE allowlist_entry SET expires_at = now() WHERE key_id', 'over')
    await sql('DELETE FROM allowlist_entry WHERE key_id', 'nobody')
    const enforcing = ['home', 'nobody', 'off', 'office', 'over']
    expect(await named('access_mode=enforce')).toEqual(enforcing)
    expect(await named('access_mode=ACCESS_MODE_ENFORCE')).toEqual(enforcing)
    expect(await named('access_mode="open"')).toEqual(['open'])
    expect(await named('access_mode=report')).toEqual(['report'])
    const rows: [string, string[]][] = [
      ['203.0.113.7', ['office', 'open', 'report']],
      ['::ffff:203.0.113.7', ['office', 'open', 'report']],
      ['203.0.114.7', ['open', 'report']],
      ['2001:DB8:1::', ['office', 'open', 'report']],
      ['198.51.100.7', ['home', 'open', 'report']],
    ]
    for (const [ip, expected] of rows) {
      expect([ip, await named(`admits="${ip}"`)]).toEqual([ip, expected])
      const requests = Object.values(made).map(({ secret }) => ({ credential: secret, client_ip: ip }))
      const body = { requests }
      const { json } = await door.call('POST', '/v2alpha1/admin/apiKeys:batchVerify', {
        body,
        token: own.tokens.verify,
      })
      const admitting = Object.keys(made).filter((_, index) => json.results[index].is_valid)
      expect([ip, admitting.sort()]).toEqual([ip, expected])
    }
    expect(await named('admits="203.0.113.7" AND access_mode=enforce AND status=KEY_STATUS_ACTIVE')).toEqual(['office'])
  })

  it('knows issued and imported keys apart', async () => {
    await make('issued')
    const body = { name: 'imported', actor_id: 'a', raw_key: `raw ${own.id}` }
    await door.call('POST', imported, { body, token: own.tokens.write })
    expect((await list()).names).toEqual(['issued'])
    expect((await list({}, imported)).names).toEqual(['imported'])
  })
})
