import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newSecret } from '#lib/keys/secret'
import { type AdminDoor, openAdminDoor, type Received, type Role, type Workspace } from '#test/admin/door'
import { asDryRun, type Belongings, makeBelongings, sampleOf } from '#test/admin/samples'
import { forgetAttempts } from '#test/forget-attempts'
import { adminOperations } from './routes.ts'

let door: AdminDoor
let other: Workspace
let ours: Belongings
let theirs: Belongings

beforeAll(async () => {
  door = await openAdminDoor()
  other = await door.addWorkspace('other')
  ours = await makeBelongings(door, door)
  theirs = await makeBelongings(door, other)
})
afterAll(() => door.close())

beforeEach(forgetAttempts)

const named = adminOperations.map((operation) => [operation.description.operationId ?? '', operation] as const)
const verifyPath = '/v2alpha1/admin/apiKeys:verify'

/** All of an answer that does not differ from call to call. */
function seen({ status, headers, text }: Received) {
  const { date: _, 'x-request-id': __, ...kept } = headers
  return { status, headers: kept, text }
}

type Ids = { keyId?: string; entryId?: string; listId?: string; listEntryId?: string }

function withIds(own: Belongings, ids: Ids): Belongings {
  return { issued: { ...own.issued, ...ids }, imported: { ...own.imported, ...ids } }
}

async function stateOf(own: Belongings, { tokens }: Workspace): Promise<string[]> {
  const texts = Object.entries(own).map(async ([kind, { keyId }]) => {
    const path = `/v2alpha1/admin/${kind}ApiKeys/${keyId}`
    const read = { token: tokens.read }
    return (await door.call('GET', path, read)).text + (await door.call('GET', `${path}/allowlist/entries`, read)).text
  })
  return Promise.all(texts)
}

describe('a key of another workspace', () => {
  const withKey = named.filter(([, { description }]) => description.path.includes('{key_id}'))

  it.each(withKey)('looks exactly like one that does not exist: %s', async (_, operation) => {
    const before = await stateOf(theirs, other)
    const looks = async (own: Belongings) => {
      const { method, path, body } = sampleOf(operation, own)
      const sent = body === undefined ? {} : { body }
      const answers = [await door.call(method, path, sent)]
      if (method !== 'GET') {
        const dry = asDryRun(path)
        answers.push(await door.call(method, dry, sent))
        answers.push(await door.call(method, path, { ...sent, headers: { 'If-Match': '*' } }))
        answers.push(await door.call(method, path, { ...sent, headers: { 'If-Match': '"no such tag"' } }))
        answers.push(await door.call(method, path, { ...sent, headers: { 'Idempotency-Key': randomUUID() } }))
      }
      return answers.map(seen)
    }
    const missing = await looks(withIds(ours, { keyId: randomUUID() }))
    for (const answer of missing) {
      expect([answer.status, JSON.parse(answer.text).error.message]).toEqual([404, 'API key not found'])
    }
    expect(await looks(theirs)).toEqual(missing)
    expect(await looks(withIds(ours, { keyId: 'nonsense' }))).toEqual(missing)
    // A key of the other kind is none of this kind either.
    expect(await looks({ issued: ours.imported, imported: ours.issued })).toEqual(missing)
    expect(await stateOf(theirs, other)).toEqual(before)
  })

  const withEntry = named.filter(
    ([
      ,
      {
        description: { path },
      },
    ]) => path.includes('{entry_id}') && path.includes('{key_id}'),
  )

  it.each(withEntry)('lends no entry to a key of ours, nor does another key of ours: %s', async (_, operation) => {
    const mine = await makeBelongings(door, door)
    const before = await Promise.all([stateOf(theirs, other), stateOf(ours, door)])
    const looks = async (own: Belongings) => {
      const { method, path, body } = sampleOf(operation, own)
      return seen(await door.call(method, path, body === undefined ? {} : { body }))
    }
    const missing = await looks(withIds(mine, { entryId: randomUUID() }))
    expect([missing.status, JSON.parse(missing.text).error.message]).toEqual([404, 'Allowlist entry not found'])
    for (const from of [theirs, ours]) {
      const { issued, imported } = from
      const lent = {
        issued: { ...mine.issued, entryId: issued.entryId },
        imported: { ...mine.imported, entryId: imported.entryId },
      }
      expect(await looks(lent)).toEqual(missing)
    }
    expect(await looks(withIds(mine, { entryId: 'nonsense' }))).toEqual(missing)
    expect(await Promise.all([stateOf(theirs, other), stateOf(ours, door)])).toEqual(before)
  })

  it('verifies and derives like one that was never made, also while it is remembered for its own workspace', async () => {
    const never = newSecret().secret
    const body = { requests: [theirs.issued, theirs.imported].map(({ credential }) => ({ credential })) }
    const token = other.tokens.verify
    const remembered = await door.call('POST', '/v2alpha1/admin/apiKeys:batchVerify', { token, body })
    expect(remembered.json.results).toMatchObject([{ is_valid: true }, { is_valid: true }])
    for (const { credential } of [theirs.issued, theirs.imported]) {
      for (const path of [verifyPath, '/v2alpha1/admin/apiKeys:derive']) {
        const unknown = await door.call('POST', path, { body: { credential: never } })
        expect(seen(await door.call('POST', path, { body: { credential } }))).toEqual(seen(unknown))
      }
    }
    const both = { requests: [{ credential: theirs.issued.credential }, { credential: never }] }
    const { json } = await door.call('POST', '/v2alpha1/admin/apiKeys:batchVerify', { body: both })
    expect(json.results[0]).toEqual(json.results[1])
    expect(json.results[0].error_code).toBe('VERIFICATION_ERROR_NOT_FOUND')
  })

  it('verifies like one that was never made while its own workspace asks for it too', async () => {
    const { credential } = theirs.issued
    const calls = [other.tokens.verify, door.tokens.verify, other.tokens.verify, door.tokens.verify]
    const answers = calls.map((token) => door.call('POST', verifyPath, { token, body: { credential } }))
    const valid = (await Promise.all(answers)).map((answer) => answer.json.is_valid)
    expect(valid).toEqual([true, false, true, false])
  })

  it.each(['JWT', 'MACAROON'])('gives no token (%s) that is one here', async (algorithm) => {
    const { credential } = theirs.issued
    const body = { credential, algorithm: `TOKEN_ALGORITHM_${algorithm}` }
    const derived = await door.call('POST', '/v2alpha1/admin/apiKeys:derive', { token: other.tokens.verify, body })
    const presented = { body: { credential: derived.json.token.token } }
    const there = await door.call('POST', verifyPath, { ...presented, token: other.tokens.verify })
    expect(there.json.is_valid).toBe(true)
    const here = await door.call('POST', verifyPath, presented)
    expect([here.json.error_code, here.json.error_message]).toEqual([
      'VERIFICATION_ERROR_NOT_FOUND',
      'API key not found',
    ])
    const again = await door.call('POST', '/v2alpha1/admin/apiKeys:derive', presented)
    expect([again.status, again.json.error.message]).toEqual([401, 'verify API key'])
  })

  it('is in no list, whatever is asked for', async () => {
    for (const filter of ['', 'name="sample"', 'actor_id="actor"', 'admits="127.0.0.1"', 'status=KEY_STATUS_ACTIVE']) {
      for (const kind of ['issued', 'imported'] as const) {
        const query = new URLSearchParams({ page_size: '1000', filter })
        const { status, text } = await door.call('GET', `/v2alpha1/admin/${kind}ApiKeys?${query}`)
        expect([status, text.includes(theirs[kind].keyId), text.includes(ours[kind].keyId)]).toEqual([200, false, true])
      }
    }
  })
})

describe('a named list of another workspace', () => {
  const withList = named.filter(([, { description }]) => description.path.includes('{allowlist_id}'))
  const listsOf = async ({ tokens }: Workspace, own: Belongings) => {
    const read = { token: tokens.read }
    const path = `/v2alpha1/admin/allowlists/${own.issued.listId}`
    return (await door.call('GET', path, read)).text + (await door.call('GET', `${path}/entries`, read)).text
  }

  it.each(withList)('looks exactly like one that does not exist: %s', async (_, operation) => {
    const before = await listsOf(other, theirs)
    const looks = async (own: Belongings) => {
      const { method, path, body } = sampleOf(operation, own)
      const sent = body === undefined ? {} : { body }
      const answers = [await door.call(method, path, sent)]
      if (method !== 'GET') {
        answers.push(await door.call(method, asDryRun(path), sent))
        answers.push(await door.call(method, path, { ...sent, headers: { 'If-Match': '*' } }))
      }
      return answers.map(seen)
    }
    const missing = await looks(withIds(ours, { listId: randomUUID() }))
    for (const answer of missing) {
      expect([answer.status, JSON.parse(answer.text).error.message]).toEqual([404, 'Named list not found'])
    }
    expect(await looks(theirs)).toEqual(missing)
    expect(await looks(withIds(ours, { listId: 'nonsense' }))).toEqual(missing)
    expect(await listsOf(other, theirs)).toEqual(before)
  })

  it('cannot be used by a key of ours, nor can a ceiling', async () => {
    const path = `/v2alpha1/admin/issuedApiKeys/${ours.issued.keyId}/allowlist/lists`
    const use = (allowlist_ids: string[]) => door.call('PUT', path, { body: { allowlist_ids } })
    const missing = seen(await use([randomUUID()]))
    expect([missing.status, JSON.parse(missing.text).error.message]).toEqual([404, 'Named list not found'])
    expect(seen(await use([theirs.issued.listId]))).toEqual(missing)
    expect(seen(await use(['nonsense']))).toEqual(missing)
    expect((await use([ours.issued.listId])).status).toBe(200)
    expect((await use([])).status).toBe(200)
  })

  it('is in no list, and the ceilings of two workspaces know nothing of each other', async () => {
    const { text } = await door.call('GET', '/v2alpha1/admin/allowlists')
    expect([text.includes(theirs.issued.listId), text.includes(ours.issued.listId)]).toEqual([false, true])
    const path = '/v2alpha1/admin/ceiling'
    const before = (await door.call('GET', path)).text
    const body = { allowed_cidrs: ['203.0.113.0/24'] }
    expect((await door.call('PATCH', path, { token: other.tokens.write, body })).status).toBe(200)
    expect((await door.call('GET', path)).text).toBe(before)
  })
})

describe('what two workspaces name alike', () => {
  const fields = { name: 'k', actor_id: 'a' }

  it('one raw key that both import is two keys, each for its own', async () => {
    const raw_key = 'sk_live_the_same_in_both'
    const importTo = async ({ tokens }: Workspace): Promise<string> => {
      const body = { ...fields, raw_key }
      const made = await door.call('POST', '/v2alpha1/admin/importedApiKeys', { token: tokens.write, body })
      expect(made.status).toBe(201)
      return made.json.key_id
    }
    const verifyIn = async ({ tokens }: Workspace) =>
      (await door.call('POST', verifyPath, { token: tokens.verify, body: { credential: raw_key } })).json
    const [here, there] = [await importTo(door), await importTo(other)]
    expect(here).not.toBe(there)
    expect([(await verifyIn(door)).key_id, (await verifyIn(other)).key_id]).toEqual([here, there])
    expect((await door.call('DELETE', `/v2alpha1/admin/importedApiKeys/${there}`)).status).toBe(404)
    expect((await door.call('DELETE', `/v2alpha1/admin/importedApiKeys/${here}`)).status).toBe(204)
    expect([(await verifyIn(door)).error_code, (await verifyIn(other)).is_valid]).toEqual([
      'VERIFICATION_ERROR_NOT_FOUND',
      true,
    ])
  })

  it('one raw key is revoked in both by who shows it, and no other key is', async () => {
    const raw_key = 'sk_live_shown_to_all'
    const own = await makeBelongings(door, door)
    for (const { tokens } of [door, other]) {
      const body = { ...fields, raw_key }
      await door.call('POST', '/v2alpha1/admin/importedApiKeys', { token: tokens.write, body })
    }
    const shown = await door.call('POST', '/v2alpha1/apiKeys:selfRevoke', {
      token: null,
      body: { credential: raw_key },
    })
    expect(shown.status).toBe(200)
    for (const { tokens } of [door, other]) {
      const verdict = await door.call('POST', verifyPath, { token: tokens.verify, body: { credential: raw_key } })
      expect(verdict.json.error_code).toBe('VERIFICATION_ERROR_REVOKED')
    }
    for (const { credential } of [own.issued, own.imported]) {
      expect((await door.call('POST', verifyPath, { body: { credential } })).json.is_valid).toBe(true)
    }
  })

  it('one request id makes a key in each, and so does one Idempotency-Key', async () => {
    const body = { ...fields, request_id: 'the same' }
    const headers = { 'Idempotency-Key': 'the-same' }
    const secrets = new Set<string>()
    for (const { tokens } of [door, other]) {
      for (const sent of [{ body }, { body: fields, headers }]) {
        const made = await door.call('POST', '/v2alpha1/admin/issuedApiKeys', { token: tokens.write, ...sent })
        expect([made.status, made.headers['idempotency-replayed']]).toEqual([201, undefined])
        secrets.add(made.json.secret)
      }
    }
    expect(secrets.size).toBe(4)
    expect(secrets.has('')).toBe(false)
  })
})

describe('a page token', () => {
  const list = (kind: string, query: Record<string, string>, token: string) =>
    door.call('GET', `/v2alpha1/admin/${kind}ApiKeys?${new URLSearchParams(query)}`, { token })

  it('is good in its workspace, for its kind of keys and its filter, and nowhere else', async () => {
    await Promise.all([makeBelongings(door, door), makeBelongings(door, other)])
    const filter = 'actor_id="actor"'
    const first = await list('issued', { page_size: '1', filter }, door.tokens.read)
    const page_token = first.json.next_page_token
    expect(page_token).not.toBe('')
    expect((await list('issued', { page_token, filter }, door.tokens.read)).status).toBe(200)
    const crossed = [
      await list('issued', { page_token, filter }, other.tokens.read),
      await list('imported', { page_token, filter }, door.tokens.read),
      await list('issued', { page_token }, door.tokens.read),
      await list('issued', { page_token, filter: 'actor_id="b"' }, door.tokens.read),
      await list('issued', { page_token: `${page_token.slice(0, -2)}AA`, filter }, door.tokens.read),
    ]
    for (const { status, json } of crossed) {
      expect([status, json.error.status, json.error.message]).toEqual([
        400,
        'INVALID_ARGUMENT',
        expect.stringContaining('invalid page token'),
      ])
    }
  })

  it('tells nothing of the key it stands for', async () => {
    const { json } = await list('issued', { page_size: '1' }, door.tokens.read)
    const opened = Buffer.from(json.next_page_token, 'base64url').toString('latin1')
    expect(opened).not.toContain(json.issued_api_keys[0].key_id)
    expect(opened).not.toContain('createdAt')
  })
})

/** Written down apart from the code that decides it. */
function roleFor(method: string, path: string): Role | null {
  if (path.endsWith('jwks.json') || path.endsWith('apiKeys:selfRevoke')) return null
  if (/apiKeys:(verify|batchVerify|derive)$/.test(path)) return 'verify'
  return method === 'get' ? 'read' : 'write'
}

describe('what a management token may do', () => {
  const matrix = named.flatMap(([id, operation]) =>
    (['read', 'verify', 'write'] as const).map((role) => {
      const needed = roleFor(operation.description.method, operation.description.path)
      return { id, operation, role, allowed: needed === null || role === 'write' || role === needed }
    }),
  )

  it.each(matrix)('$role: $id is allowed: $allowed', async ({ operation, role, allowed }) => {
    const own = allowed ? await makeBelongings(door, door) : ours
    const { method, path, body, status } = sampleOf(operation, own)
    const before = await stateOf(own, door)
    const sent = { token: door.tokens[role], ...(body === undefined ? {} : { body }) }
    const answer = await door.call(method, path, sent)
    if (allowed) return expect([answer.status, answer.text]).toEqual([status, expect.anything()])
    expect([answer.status, answer.json.error.status, answer.json.error.details[0].reason]).toEqual([
      403,
      'PERMISSION_DENIED',
      'FORBIDDEN',
    ])
    expect(answer.json.error.message).toContain(`role is ${role}`)
    expect(await stateOf(own, door)).toEqual(before)
  })
})

const guarded = named.filter(([, { description }]) => roleFor(description.method, description.path) !== null)

describe('a call without a token that lives', () => {
  it.each(guarded)('is refused with one and the same answer: %s', async (_, operation) => {
    const tokens = [
      null,
      'nonsense',
      newSecret('gl_mgmt').secret,
      await door.addToken(door.id, { columns: { revoked_at: 'now()' } }),
      await door.addToken(door.id, { columns: { expires_at: 'now()' } }),
      // That a dead token has a list of its own is told to nobody.
      await door.addToken(door.id, { columns: { revoked_at: 'now()' }, networks: ['203.0.113.0/24'] }),
      ours.issued.credential,
    ]
    const { method, path, body } = sampleOf(operation, ours)
    const sent = body === undefined ? {} : { body }
    const answers = []
    for (const token of tokens) answers.push(seen(await door.call(method, path, { ...sent, token })))
    const twice = { Authorization: [`Bearer ${door.tokens.write}`, `Bearer ${door.tokens.write}`] }
    const basic = { Authorization: `Basic ${Buffer.from(`x:${door.tokens.write}`).toString('base64')}` }
    for (const headers of [twice, basic]) {
      answers.push(seen(await door.call(method, path, { ...sent, token: null, headers })))
    }
    const query = `${path}${path.includes('?') ? '&' : '?'}access_token=${door.tokens.write}`
    answers.push(seen(await door.call(method, query, { ...sent, token: null })))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect([answers[0]?.status, answers[0]?.headers['www-authenticate']]).toEqual([401, 'Bearer'])
    expect(JSON.parse(answers[0]?.text ?? '').error.status).toBe('UNAUTHENTICATED')
  })

  const free = named.filter(([, { description }]) => roleFor(description.method, description.path) === null)

  it.each(free)('is answered where none is needed, whatever token comes along: %s', async (_, operation) => {
    for (const token of [null, 'nonsense', await door.addToken(door.id, { columns: { revoked_at: 'now()' } })]) {
      const { method, path, body, status } = sampleOf(operation, await makeBelongings(door, door))
      expect((await door.call(method, path, { token, ...(body === undefined ? {} : { body }) })).status).toBe(status)
    }
  })
})

describe("a management token's own allowlist", () => {
  it.each(guarded)('is asked first, and not told: %s', async (_, operation) => {
    const token = await door.addToken(door.id, { networks: ['127.0.0.2/32', '203.0.113.0/24'] })
    const { method, path, body, status } = sampleOf(operation, await makeBelongings(door, door))
    const sent = { token, ...(body === undefined ? {} : { body }) }
    const refused = await door.call(method, path, { ...sent, headers: { 'X-Forwarded-For': '127.0.0.2' } })
    expect([refused.status, refused.json.error.details[0].reason]).toEqual([403, 'IP_NOT_ALLOWED'])
    expect(refused.text).not.toMatch(/127\.0\.0|203\.0\.113/)
    expect((await door.call(method, path, { ...sent, from: '127.0.0.2' })).status).toBe(status)
  })
})

describe('what changes of a management token', () => {
  const changes = [
    ['revoked', 'revoked_at = now()', 401],
    ['expired', 'expires_at = now()', 401],
    ['of another role', "role = 'read'", 403],
    ['kept to other addresses', "access_mode = 'enforce', networks = '{203.0.113.0/24}'", 403],
  ] as const

  it.each(changes)('holds from the next request on: %s', async (_, change, status) => {
    for (const warm of [1, 3]) {
      const token = await door.addToken(door.id)
      const digestOf = "digest = sha256(convert_to($1, 'UTF8'))"
      const { keyId, credential } = ours.issued
      const rename = () =>
        door.call('PATCH', `/v2alpha1/admin/issuedApiKeys/${keyId}`, { token, body: { name: 'sample' } })
      const verify = () => door.call('POST', verifyPath, { token, body: { credential } })
      for (let call = 0; call < warm; call += 1) {
        expect([(await rename()).status, (await verify()).json.is_valid]).toEqual([200, true])
      }
      const { rowCount } = await door.sql.query(`UPDATE management_token SET ${change} WHERE ${digestOf}`, [token])
      expect(rowCount).toBe(1)
      const [verified, renamed] = [await verify(), await rename()]
      expect(renamed.status).toBe(status)
      expect(verified.status).toBe(status)
    }
  })

  it('an expiry that passes holds from that moment on', async () => {
    const token = await door.addToken(door.id, {
      columns: { expires_at: "clock_timestamp() + interval '2 seconds'" },
    })
    const get = () => door.call('GET', '/v2alpha1/admin/issuedApiKeys', { token })
    expect((await get()).status).toBe(200)
    await expect.poll(async () => (await get()).status, { timeout: 6000, interval: 50 }).toBe(401)
    const { rows } = await door.sql.query<{ over: boolean }>(
      "SELECT expires_at <= clock_timestamp() AS over FROM management_token WHERE digest = sha256(convert_to($1, 'UTF8'))",
      [token],
    )
    expect(rows).toEqual([{ over: true }])
  })
})

describe('a management token', () => {
  it('is no key: it verifies, derives and revokes itself like one that was never made', async () => {
    const [credential, never] = [door.tokens.read, newSecret('gl_mgmt').secret]
    const paths = [verifyPath, '/v2alpha1/admin/apiKeys:derive', '/v2alpha1/apiKeys:selfRevoke']
    for (const path of paths) {
      const unknown = await door.call('POST', path, { body: { credential: never } })
      expect(seen(await door.call('POST', path, { body: { credential } }))).toEqual(seen(unknown))
    }
    expect((await door.call('GET', '/v2alpha1/admin/issuedApiKeys', { token: credential })).status).toBe(200)
    const body = { name: 'k', actor_id: 'a', raw_key: credential }
    expect((await door.call('POST', '/v2alpha1/admin/importedApiKeys', { body })).status).toBe(409)
  })
})
