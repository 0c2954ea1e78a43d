import { hash } from 'node:crypto'
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
const unique = () => `${process.pid}-${Date.now()}-${count++}`
const rawKey = () => `sk_live_${unique()}`

async function importKey(fields: object = {}): Promise<string> {
  const body = { name: 'i', actor_id: 'a', raw_key: rawKey(), ...fields }
  return (await door.call('POST', imported, { body })).json.key_id
}

async function keyWithList(...cidrs: string[]): Promise<{ path: string; secret: string; entry: string }> {
  const { keyId, secret } = await door.issue({ ip_restriction: { allowed_cidrs: cidrs } })
  const { entries } = (await door.call('GET', `${issued}/${keyId}/allowlist/entries`)).json
  return { path: `${issued}/${keyId}`, secret, entry: `${issued}/${keyId}/allowlist/entries/${entries[0].entry_id}` }
}

type Prepared = { method: string; path: string; body?: object }

/** Every write of the API, on a key of its own. */
const writes = {
  issue: async () => ({ method: 'POST', path: issued, body: { name: 'n', actor_id: 'a' } }),
  import: async () => ({ method: 'POST', path: imported, body: { name: 'n', actor_id: 'a', raw_key: rawKey() } }),
  'import many': async () => ({
    ...{ method: 'POST', path: `${imported}:batchCreate` },
    body: { requests: [{ name: 'n', actor_id: 'a', raw_key: rawKey() }, { name: 'n' }] },
  }),
  'change an issued key': async () => ({
    ...{ method: 'PATCH', path: `${issued}/${(await door.issue()).keyId}` },
    body: { name: 'changed', ip_restriction: { allowed_cidrs: ['10.0.0.7/8'] } },
  }),
  'change an imported key': async () => ({
    ...{ method: 'PATCH', path: `${imported}/${await importKey()}`, body: { scopes: ['a'] } },
  }),
  rotate: async () => ({ method: 'POST', path: `${issued}/${(await door.issue()).keyId}:rotate`, body: {} }),
  'revoke an issued key': async () => ({
    ...{ method: 'POST', path: `${issued}/${(await door.issue()).keyId}:revoke`, body: {} },
  }),
  'revoke an imported key': async () => ({ method: 'POST', path: `${imported}/${await importKey()}:revoke`, body: {} }),
  'delete an imported key': async () => ({ method: 'DELETE', path: `${imported}/${await importKey()}` }),
  'add an entry': async () => ({
    ...{ method: 'POST', path: `${issued}/${(await door.issue()).keyId}/allowlist/entries`, body: { cidr: '::1' } },
  }),
  'change an entry': async () => ({
    ...{ method: 'PATCH', path: (await keyWithList('::1')).entry, body: { note: 'Office', ttl: '1h' } },
  }),
  'remove an entry': async () => ({ method: 'DELETE', path: (await keyWithList('::1')).entry }),
} satisfies Record<string, () => Promise<Prepared>>
const everyWrite: [string, () => Promise<Prepared>][] = Object.entries(writes)
const onAKey = everyWrite.filter(([name]) => !['issue', 'import', 'import many'].includes(name))

const send = ({ method, path, body }: Prepared, headers: Record<string, string> = {}, query = '') =>
  door.call(method, path + query, { headers, ...(body === undefined ? {} : { body }) })

const withoutSecret = ({ text }: Received) => (text === '' ? null : { ...JSON.parse(text), secret: undefined })
const reasonOf = (answer: Received) => answer.json.error.details[0].reason

describe('under an Idempotency-Key', () => {
  it.each(everyWrite)('a repeated %s gets the same answer, without a secret, and does nothing', async (_, prepare) => {
    const write = await prepare()
    const headers = { 'Idempotency-Key': unique() }
    const first = await send(write, headers)
    expect(first.status, first.text).toBeLessThan(300)
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    const between = await stateOf(door.sql)
    const second = await send(write, headers)
    expect([second.status, second.headers['idempotency-replayed']]).toEqual([first.status, 'true'])
    expect(withoutSecret(second)).toEqual(withoutSecret(first))
    if (first.text.includes('"secret"')) expect([first.json.secret === '', second.json.secret]).toEqual([false, ''])
    for (const name of ['etag', 'location'] as const) expect(second.headers[name]).toBe(first.headers[name])
    expect(await stateOf(door.sql)).toEqual(between)
  })

  it('keeps no secret', async () => {
    const { json } = await send(await writes.issue(), { 'Idempotency-Key': unique() })
    const kept = await door.sql.query('SELECT 1 FROM idempotent_answer WHERE body::text LIKE $1', [`%${json.secret}%`])
    expect([json.secret.length > 40, kept.rowCount]).toEqual([true, 0])
  })

  it('refuses another body, and does nothing', async () => {
    const headers = { 'Idempotency-Key': unique() }
    const body = { name: 'n', actor_id: 'a' }
    await door.call('POST', issued, { body, headers })
    const before = await stateOf(door.sql)
    for (const other of [{ ...body, name: 'm' }, { actor_id: 'a', name: 'n' }, `${JSON.stringify(body)} `]) {
      const answer = await door.call('POST', issued, { body: other, headers })
      expect([answer.status, answer.json.error.status, reasonOf(answer)]).toEqual([
        422,
        'INVALID_ARGUMENT',
        'IDEMPOTENCY_KEY_REUSED',
      ])
    }
    expect(await stateOf(door.sql)).toEqual(before)
  })

  it('is one key for each operation and each workspace, and the same below /api', async () => {
    const headers = { 'Idempotency-Key': unique() }
    const body = { name: 'n', actor_id: 'a' }
    const first = (await door.call('POST', issued, { body, headers })).json.issued_api_key
    const below = (await door.call('POST', `/api${issued}`, { body, headers })).json
    expect([below.issued_api_key.key_id, below.secret]).toEqual([first.key_id, ''])
    const path = `${issued}/${first.key_id}`
    expect((await door.call('PATCH', path, { body: { name: 'other' }, headers })).json.name).toBe('other')
    expect((await door.call('POST', `${path}:rotate`, { body: {}, headers })).json.secret).not.toBe('')
    const { tokens } = await door.addWorkspace()
    const other = (await door.call('POST', issued, { body, headers, token: tokens.write })).json
    expect([other.issued_api_key.key_id === first.key_id, other.secret === '']).toEqual([false, false])
  })

  it('writes that come at the same time have one effect', async () => {
    const headers = { 'Idempotency-Key': unique() }
    const name = unique()
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => door.call('POST', issued, { body: { name, actor_id: 'a' }, headers })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ json }) => json.issued_api_key.key_id)).size).toBe(1)
    expect(answers.filter(({ json }) => json.secret !== '')).toHaveLength(1)
    const made = await door.sql.query('SELECT 1 FROM api_key WHERE name = $1', [name])
    expect(made.rowCount).toBe(1)
  })

  it('a write that failed is not kept', async () => {
    const headers = { 'Idempotency-Key': unique() }
    const body = { name: 'n', actor_id: 'a', raw_key: rawKey() }
    const before = await importKey({ raw_key: body.raw_key })
    expect((await door.call('POST', imported, { body, headers })).status).toBe(409)
    await door.call('DELETE', `${imported}/${before}`)
    expect((await door.call('POST', imported, { body, headers })).status).toBe(201)
  })

  it('keeps nothing of the body that guesses of a weak key could be tried against', async () => {
    const headers = { 'Idempotency-Key': unique() }
    const body = { name: 'n', actor_id: 'a', raw_key: `weak ${count}` }
    expect((await door.call('POST', imported, { body, headers })).status).toBe(201)
    const kept = await door.sql.query('SELECT body_digest, body FROM idempotent_answer WHERE key = $1', [
      headers['Idempotency-Key'],
    ])
    const [{ body_digest: digest, body: answer }] = kept.rows
    expect(digest.toString('hex')).not.toBe(hash('sha256', JSON.stringify(body), 'hex'))
    expect(JSON.stringify(answer)).not.toContain(body.raw_key)
  })

  it('is forgotten after 24 hours', async () => {
    const headers = { 'Idempotency-Key': unique() }
    const issue = async () => (await door.call('POST', issued, { body: { name: 'n', actor_id: 'a' }, headers })).json
    const age = (time: string) =>
      door.sql.query('UPDATE idempotent_answer SET created_at = now() - $2::interval WHERE key = $1', [
        headers['Idempotency-Key'],
        time,
      ])
    const first = await issue()
    await age('23 hours 59 minutes')
    expect((await issue()).issued_api_key.key_id).toBe(first.issued_api_key.key_id)
    await age('24 hours 1 second')
    const second = await issue()
    expect([second.issued_api_key.key_id === first.issued_api_key.key_id, second.secret === '']).toEqual([false, false])
    // Any write sweeps what is too old.
    await age('25 hours')
    await send(await writes.issue(), { 'Idempotency-Key': unique() })
    const kept = await door.sql.query("SELECT 1 FROM idempotent_answer WHERE created_at < now() - interval '24 hours'")
    expect(kept.rowCount).toBe(0)
  })
})

describe('under a request_id', () => {
  const makers: [string, string, () => object][] = [
    ['issuing', issued, () => ({ name: 'n', actor_id: 'a' })],
    ['importing', imported, () => ({ name: 'n', actor_id: 'a', raw_key: rawKey() })],
  ]
  const idOf = ({ json }: Received) => (json.issued_api_key ?? json).key_id

  it.each(makers)('repeated %s makes one key, also at the same time', async (_, path, bodyOf) => {
    const body = { ...bodyOf(), request_id: unique() }
    const answers = await Promise.all(Array.from({ length: 8 }, () => door.call('POST', path, { body })))
    answers.push(await door.call('POST', path, { body: { ...body, name: 'other' } }))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(idOf)).size).toBe(1)
    for (const answer of answers) expect(answer.headers.location).toBe(`${path}/${idOf(answer)}`)
    if (path === issued) expect(answers.filter(({ json }) => json.secret !== '')).toHaveLength(1)
  })

  it('the same id is another one in another workspace, and for the other kind', async () => {
    const request_id = unique()
    const body = { name: 'n', actor_id: 'a', request_id }
    const { tokens } = await door.addWorkspace()
    const answers = [
      await door.call('POST', issued, { body }),
      await door.call('POST', issued, { body, token: tokens.write }),
      await door.call('POST', imported, { body: { ...body, raw_key: rawKey() } }),
    ]
    expect(new Set(answers.map(idOf)).size).toBe(3)
  })

  it('a batch makes one key of an id, within it and when it is repeated', async () => {
    const wish = () => ({ name: 'n', actor_id: 'a', raw_key: rawKey() })
    const [one, two] = [unique(), unique()]
    const requests = [{ ...wish(), request_id: one }, wish(), { ...wish(), request_id: one }]
    const first = (await door.call('POST', `${imported}:batchCreate`, { body: { requests } })).json
    const ids = first.results.map((result: { imported_api_key: { key_id: string } }) => result.imported_api_key.key_id)
    expect([first.success_count, ids[0] === ids[2], ids[0] === ids[1]]).toEqual([3, true, false])
    const again = { requests: [{ ...wish(), request_id: two }, requests[0], requests[1]] }
    const { results } = (await door.call('POST', `${imported}:batchCreate`, { body: again })).json
    expect(results[1].imported_api_key.key_id).toBe(ids[0])
    expect(results[2].error_code).toBe('BATCH_CREATE_IMPORTED_API_KEYS_ERROR_ALREADY_EXISTS')
    expect(ids).not.toContain(results[0].imported_api_key.key_id)
  })
})

describe('an answer that was lost', () => {
  const verify = async (credential: string) =>
    (await door.call('POST', '/v2alpha1/admin/apiKeys:verify', { body: { credential } })).json.error_code ?? 'valid'

  it.each(['Idempotency-Key', 'request_id'])(
    'of issuing, under a %s: repeat it, then rotate what it made',
    async (by) => {
      const id = unique()
      const headers: Record<string, string> = by === 'request_id' ? {} : { 'Idempotency-Key': id }
      const body = { name: 'n', actor_id: 'a', ...(by === 'request_id' ? { request_id: id } : {}) }
      const lost = (await door.call('POST', issued, { body, headers })).json
      const again = (await door.call('POST', issued, { body, headers })).json
      expect(again.secret).toBe('')
      const path = `${issued}/${again.issued_api_key.key_id}:rotate`
      const { secret } = (await door.call('POST', path, { body: {}, headers: { 'Idempotency-Key': id } })).json
      expect([await verify(secret), await verify(lost.secret)]).toEqual(['valid', 'VERIFICATION_ERROR_REVOKED'])
    },
  )

  it('of rotating: repeat it, then rotate what it made under the same key', async () => {
    const old = await door.issue()
    const sent = { body: {}, headers: { 'Idempotency-Key': unique() } }
    const lost = (await door.call('POST', `${issued}/${old.keyId}:rotate`, sent)).json
    const again = (await door.call('POST', `${issued}/${old.keyId}:rotate`, sent)).json
    const { key_id } = again.issued_api_key
    expect([again.secret, key_id]).toEqual(['', lost.issued_api_key.key_id])
    const { secret } = (await door.call('POST', `${issued}/${key_id}:rotate`, sent)).json
    const [now, before] = [await verify(secret), await verify(lost.secret)]
    expect([now, before, await verify(old.secret)]).toEqual([
      'valid',
      'VERIFICATION_ERROR_REVOKED',
      'VERIFICATION_ERROR_REVOKED',
    ])
  })
})

describe('If-Match', () => {
  const keyPathOf = (path: string) => path.replace(/(:\w+|\/allowlist\/.*)$/, '')
  const etagOf = async (path: string) => (await door.call('GET', keyPathOf(path))).headers.etag ?? ''

  it.each(onAKey)('lets "%s" pass as the key is, and refuses it as the key was', async (_, prepare) => {
    const write = await prepare()
    const stale = await etagOf(write.path)
    await door.call('PATCH', keyPathOf(write.path), { body: { metadata: { by: 'another' } } })
    const before = await stateOf(door.sql)
    const refused = await send(write, { 'If-Match': stale })
    expect([refused.status, refused.json.error.status, reasonOf(refused)]).toEqual([
      412,
      'FAILED_PRECONDITION',
      'ETAG_MISMATCH',
    ])
    expect(await stateOf(door.sql)).toEqual(before)
    const current = await etagOf(write.path)
    expect(current).not.toBe(stale)
    const done = await send(write, { 'If-Match': `"x", ${current}` })
    expect(done.status, done.text).toBeLessThan(300)
  })

  it.each(onAKey)('* lets "%s" pass for a key that exists', async (_, prepare) => {
    const write = await prepare()
    expect((await send(write, { 'If-Match': '*' })).status).toBeLessThan(300)
  })

  it('a key that does not exist is told as missing', async () => {
    for (const tag of ['*', '"x"']) {
      const path = `${issued}/00000000-0000-7000-8000-000000000000`
      const answer = await door.call('PATCH', path, { body: { name: 'n' }, headers: { 'If-Match': tag } })
      expect([answer.status, reasonOf(answer)]).toEqual([404, 'API_KEY_NOT_FOUND'])
    }
  })

  it('exactly one of many editors who saw the same wins', async () => {
    const { path } = await keyWithList('192.0.2.1')
    const etag = await etagOf(path)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        door.call('PATCH', path, {
          body: { ip_restriction: { allowed_cidrs: [`10.0.0.${n}`] } },
          headers: { 'If-Match': etag },
        }),
      ),
    )
    const won = answers.filter(({ status }) => status === 200)
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)])
    const now = (await door.call('GET', path)).json
    expect(now.ip_restriction.allowed_cidrs).toEqual(won[0]?.json.ip_restriction.allowed_cidrs)
    expect(won[0]?.headers.etag).toBe(await etagOf(path))
  })

  it('an ETag is one for the key and its entries, and calls do not change it', async () => {
    const { path, entry, secret } = await keyWithList('127.0.0.1')
    const etag = await etagOf(path)
    await door.call('POST', '/v2alpha1/admin/apiKeys:verify', { body: { credential: secret } })
    await flushTraffic()
    for (const same of [path, entry, `${path}/allowlist/entries`]) {
      expect((await door.call('GET', same)).headers.etag).toBe(etag)
    }
    const key = (await door.call('GET', path)).json
    expect(key.last_used_time).toBeDefined()
    const added = await door.call('POST', `${path}/allowlist/entries`, { body: { cidr: '::1', enabled: false } })
    expect([added.headers.etag === etag, added.headers.etag]).toEqual([false, await etagOf(path)])
    await door.sql.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [key.key_id])
    expect(await etagOf(path)).not.toBe(added.headers.etag)
  })
})

describe('a dry run', () => {
  const volatile = /^(key_id|create_time|update_time|expire_time|entry_id|key_hint|secret|\w*_key_id|grace_end_time)$/
  const lasting = (body: unknown) => JSON.parse(JSON.stringify(body), (k, v) => (volatile.test(k) ? undefined : v))

  it.each(everyWrite)('of "%s" tells what it would answer, and does nothing', async (_, prepare) => {
    const write = await prepare()
    const before = await stateOf(door.sql)
    const dry = await send(write, { 'Idempotency-Key': unique() }, '?dry_run=true')
    expect([dry.status, dry.json.dry_run]).toEqual([200, true])
    expect(Object.keys(dry.json)).toEqual(['dry_run', 'result', 'changes', 'effect'])
    expect(await stateOf(door.sql)).toEqual(before)
    expect(dry.headers.etag).toBeUndefined()
    expect(dry.text).not.toMatch(/gl_live_\w{40}/)
    const done = await send(write)
    expect(done.status).toBeLessThan(300)
    expect(lasting(dry.json.result)).toEqual(done.text === '' ? null : lasting(done.json))
  })

  const verifyFrom = (credential: string, ip: string) =>
    door.call('POST', '/v2alpha1/admin/apiKeys:verify', { body: { credential, client_ip: ip } })

  async function dry(method: string, path: string, body: object) {
    return (await door.call(method, `${path}?dry_run=true`, { body })).json
  }

  it('of another list tells what comes and goes, and which callers that concerns', async () => {
    const { path, secret } = await keyWithList('203.0.113.0/24', '2001:db8::/32')
    for (const ip of ['198.51.100.9', '192.0.2.1', '203.0.113.200']) await verifyFrom(secret, ip)
    await flushTraffic()
    const allowed_cidrs = ['198.51.100.77/24', '203.0.113.0/25', '2001:db8::/32']
    const { changes, effect } = await dry('PATCH', path, { name: 'm', ip_restriction: { allowed_cidrs } })
    expect(changes).toEqual({
      fields: ['name'],
      allowlist: {
        added: ['198.51.100.0/24', '203.0.113.0/25'],
        removed: ['203.0.113.0/24'],
        changed: [],
        addresses_before: String(2n ** 96n + 256n),
        addresses_after: String(2n ** 96n + 384n),
        addresses_gained: '256',
        addresses_lost: '128',
      },
    })
    expect(effect).toMatchObject({
      access_mode_before: 'ACCESS_MODE_ENFORCE',
      access_mode_after: 'ACCESS_MODE_ENFORCE',
      opens_to_any: false,
      refused_callers: ['203.0.113.200'],
      admitted_refusals: ['198.51.100.9'],
    })
  })

  it('of an empty list tells that it opens the key', async () => {
    const { path, secret } = await keyWithList('203.0.113.0/24')
    await verifyFrom(secret, '192.0.2.1')
    await flushTraffic()
    const { changes, effect } = await dry('PATCH', path, { ip_restriction: { allowed_cidrs: [] } })
    expect([changes.fields, changes.allowlist.removed]).toEqual([['access_mode'], ['203.0.113.0/24']])
    expect(effect).toMatchObject({
      access_mode_before: 'ACCESS_MODE_ENFORCE',
      access_mode_after: 'ACCESS_MODE_OPEN',
      opens_to_any: true,
      refused_callers: [],
      admitted_refusals: ['192.0.2.1'],
    })
  })

  it('of the first entry of an open key tells whom it would shut out', async () => {
    const { keyId, secret } = await door.issue()
    await verifyFrom(secret, '192.0.2.1')
    await flushTraffic()
    const { result, changes, effect } = await dry('POST', `${issued}/${keyId}/allowlist/entries`, {
      cidr: '10.0.0.0/8',
    })
    expect(result).toMatchObject({ cidr: '10.0.0.0/8', address_count: '16777216' })
    expect([changes.fields, changes.allowlist.added]).toEqual([['access_mode'], ['10.0.0.0/8']])
    expect(effect).toMatchObject({
      access_mode_before: 'ACCESS_MODE_OPEN',
      access_mode_after: 'ACCESS_MODE_ENFORCE',
      refused_callers: ['192.0.2.1'],
    })
  })

  it('of switching an entry off, and of removing it, tells the addresses lost', async () => {
    const { entry, secret } = await keyWithList('203.0.113.0/24', '203.0.113.0/26')
    await verifyFrom(secret, '203.0.113.99')
    await flushTraffic()
    const off = await dry('PATCH', entry, { enabled: false })
    const gone = await dry('DELETE', entry, {})
    expect([off.changes.allowlist.changed, gone.changes.allowlist.changed]).toEqual([['203.0.113.0/24'], []])
    for (const { changes, effect } of [off, gone]) {
      expect(changes.allowlist).toMatchObject({ removed: ['203.0.113.0/24'], addresses_lost: '192' })
      expect(effect.refused_callers).toEqual(['203.0.113.99'])
    }
  })

  it('of revoking and of deleting tells all callers that would be refused', async () => {
    const key = await keyWithList('203.0.113.0/24')
    const raw_key = rawKey()
    const path = `${imported}/${await importKey({ raw_key })}`
    for (const secret of [key.secret, raw_key]) await verifyFrom(secret, '203.0.113.7')
    await flushTraffic()
    const revoked = await dry('POST', `${key.path}:revoke`, { reason: 'REVOCATION_REASON_KEY_COMPROMISE' })
    expect(revoked.result).toBeNull()
    expect(revoked.changes.fields).toEqual(['status', 'revocation_reason'])
    expect(revoked.effect.refused_callers).toEqual(['203.0.113.7'])
    const deleted = await dry('DELETE', path, {})
    expect(deleted.effect).toMatchObject({ access_mode_after: null, refused_callers: ['203.0.113.7'] })
    expect(deleted.effect.opens_to_any).toBe(false)
  })

  it('of rotating tells what the new key would have, and who would be refused', async () => {
    const { path, secret } = await keyWithList('203.0.113.0/24')
    await verifyFrom(secret, '203.0.113.7')
    await flushTraffic()
    const ip_restriction = { allowed_cidrs: ['198.51.100.0/24'] }
    const { result, changes, effect } = await dry('POST', `${path}:rotate`, { name: 'm', ip_restriction })
    expect([result.secret, result.issued_api_key.name]).toEqual(['', 'm'])
    expect(changes.fields).toContain('name')
    expect(changes.allowlist).toMatchObject({ added: ['198.51.100.0/24'], removed: ['203.0.113.0/24'] })
    expect(effect.refused_callers).toEqual(['203.0.113.7'])
  })

  it('is refused as the write itself would be', async () => {
    const { keyId } = await door.issue()
    const path = `${issued}/${keyId}`
    await door.call('POST', `${path}:revoke`, { body: {} })
    const calls: [string, string, object, Record<string, string>, number][] = [
      ['POST', `${path}:revoke`, {}, {}, 409],
      ['POST', `${path}:rotate`, {}, {}, 409],
      ['PATCH', path, { name: 'n' }, {}, 409],
      ['PATCH', path, { name: 'n' }, { 'If-Match': '"x"' }, 412],
      ['PATCH', `${issued}/nothing`, { name: 'n' }, {}, 404],
      ['POST', issued, { name: 'n' }, {}, 400],
    ]
    for (const [method, at, body, headers, status] of calls) {
      expect((await door.call(method, `${at}?dry_run=true`, { body, headers })).status).toBe(status)
    }
    const token = door.tokens.read
    expect((await door.call('POST', `${issued}?dry_run=true`, { body: {}, token })).status).toBe(403)
  })
})
