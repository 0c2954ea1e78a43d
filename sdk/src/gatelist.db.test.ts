import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertWorkspace, type Workspace } from '../../test/admin/door.ts'
import { CONFIRM_ALL, LIST, LISTED, UNLISTED } from '../../test/admin/verifier.ts'
import { testDatabase } from '../../test/database.ts'
import { type RunningServer, startServer } from '../../test/servers.ts'
import { createGatelist, type Gatelist, type Problem } from './index.ts'

// Against the server as it is shipped, in a process of its own.

let database: Awaited<ReturnType<typeof testDatabase>>
let sql: pg.Client
let server: RunningServer
let workspace: Workspace
let gatelist: Gatelist
const problems: Problem[] = []

beforeAll(async () => {
  database = await testDatabase()
  sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
  workspace = await insertWorkspace(sql, 'sdk')
  server = await startServer({ env: { DATABASE_URL: database.url, GATELIST_WITHOUT_PAGES: '1' } })
  gatelist = clientWith(workspace.tokens.verify)
})
afterAll(async () => {
  await server.stop()
  await sql.end()
  await database.close()
})

function clientWith(token: string): Gatelist {
  return createGatelist({ url: server.url, token, timeoutMs: 10_000, onProblem: (problem) => problems.push(problem) })
}

async function admin(method: string, path: string, body: object) {
  const headers = { Authorization: `Bearer ${workspace.tokens.write}`, 'Content-Type': 'application/json' }
  const response = await fetch(`${server.url}/v2alpha1/admin/${path}`, { method, headers, body: JSON.stringify(body) })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text === '' ? null : JSON.parse(text)
}

async function issue(fields: object = {}): Promise<{ id: string; secret: string }> {
  const made = await admin('POST', 'issuedApiKeys', { name: 'key', actor_id: 'actor', ...fields })
  return { id: made.issued_api_key.key_id, secret: made.secret }
}

const listed = { ip_restriction: { allowed_cidrs: [LIST] } }
const setList = (id: string, allowed_cidrs: readonly string[]) =>
  admin('PATCH', `issuedApiKeys/${id}?${CONFIRM_ALL}`, { ip_restriction: { allowed_cidrs } })

describe('a real server', () => {
  it('says yes with the key as it is', async () => {
    const { id, secret } = await issue({ ...listed, scopes: ['a', 'b'], metadata: { team: 'core' }, ttl: '3600s' })
    const key = {
      ...{ id, actorId: 'actor', scopes: ['a', 'b'], metadata: { team: 'core' } },
      ...{ expiresAt: expect.any(Date), visibility: 'secret', wouldDeny: false },
    }
    expect(await gatelist.verify(secret, LISTED)).toEqual({ allowed: true, key })
    expect(await gatelist.verify(secret, `::ffff:${LISTED}`)).toEqual({ allowed: true, key })
  })

  it('rules the very next question by a change of the list, each time', async () => {
    const { id, secret } = await issue(listed)
    for (let round = 0; round < 10; round++) {
      await setList(id, [LIST])
      expect(await gatelist.verify(secret, LISTED)).toMatchObject({ allowed: true })
      await setList(id, [`${UNLISTED}/32`])
      expect(await gatelist.verify(secret, LISTED)).toEqual({ allowed: false, reason: 'ip_not_allowed' })
    }
    await admin('POST', `issuedApiKeys/${id}:revoke`, {})
    expect(await gatelist.verify(secret, UNLISTED)).toEqual({ allowed: false, reason: 'revoked' })
  })

  it('says no for each reason', async () => {
    const limited = await issue({ rate_limit_policy: { quota: '1', window: '3600s' } })
    const expired = await issue()
    await sql.query(`UPDATE api_key SET expires_at = now() - interval '1 second' WHERE id = $1`, [expired.id])
    expect(await gatelist.verify(limited.secret, LISTED)).toMatchObject({ allowed: true })
    const { retryAfterSeconds, ...rest } = Object(await gatelist.verify(limited.secret, LISTED))
    expect(rest).toEqual({ allowed: false, reason: 'rate_limited' })
    expect(retryAfterSeconds).toBeGreaterThan(3000)
    expect(retryAfterSeconds).toBeLessThanOrEqual(3600)
    expect(await gatelist.verify(expired.secret, LISTED)).toEqual({ allowed: false, reason: 'expired' })
    expect(await gatelist.verify('gl_live_nonsense', LISTED)).toEqual({ allowed: false, reason: 'invalid' })
    expect(await gatelist.verify('eyJhbGciOiJub25lIn0.e30.', LISTED)).toEqual({ allowed: false, reason: 'invalid' })
  })

  it('answers a batch as single questions, and says there too how long to wait', async () => {
    const { secret } = await issue(listed)
    const limited = await issue({ rate_limit_policy: { quota: '1', window: '3600s' } })
    const verdicts = await gatelist.verifyAll([
      { credential: secret, clientIp: LISTED },
      { credential: secret, clientIp: UNLISTED },
      { credential: secret, clientIp: null },
      { credential: limited.secret, clientIp: LISTED },
      { credential: limited.secret, clientIp: LISTED },
    ])
    expect(verdicts).toMatchObject([
      { allowed: true },
      { allowed: false, reason: 'ip_not_allowed' },
      { allowed: false, reason: 'ip_unknown' },
      { allowed: true },
      { allowed: false, reason: 'rate_limited' },
    ])
    expect(Object(verdicts[4]).retryAfterSeconds).toBeGreaterThan(3000)
  })

  it('knows no key of another workspace', async () => {
    const { secret } = await issue()
    const other = await insertWorkspace(sql, 'other')
    expect(await clientWith(other.tokens.verify).verify(secret, LISTED)).toEqual({ allowed: false, reason: 'invalid' })
  })

  it('refuses a token that may not verify, and that is no fault of the key', async () => {
    const { secret } = await issue()
    for (const token of [workspace.tokens.read, 'gl_mgmt_nonsense']) {
      problems.length = 0
      expect(await clientWith(token).verify(secret, LISTED)).toEqual({
        ...{ allowed: false, reason: 'unavailable', problem: 'token_refused' },
      })
      expect(problems).toMatchObject([{ code: 'token_refused', status: token === workspace.tokens.read ? 403 : 401 }])
    }
  })

  it('lets nobody through while its database does not answer', async () => {
    const { secret } = await issue()
    expect(await gatelist.verify(secret, LISTED)).toMatchObject({ allowed: true })
    await sql.query('BEGIN; LOCK TABLE api_key, change_clock IN ACCESS EXCLUSIVE MODE')
    try {
      expect(await gatelist.verify(secret, LISTED)).toEqual({
        ...{ allowed: false, reason: 'unavailable', problem: 'undecided' },
      })
    } finally {
      await sql.query('ROLLBACK')
    }
    await expect.poll(async () => (await gatelist.verify(secret, LISTED)).allowed, { timeout: 5000 }).toBe(true)
  })
})
