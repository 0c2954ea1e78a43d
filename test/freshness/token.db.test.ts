import { afterAll, beforeAll, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { operatorAuthorization } from '#lib/operator/signature'
import { derivedKey } from '#lib/secrets'
import { type TestDatabase, testDatabase } from '#test/database'
import { type RunningServer, startServer } from '#test/servers'

let database: TestDatabase
let servers: RunningServer[]
let workspaceId: string

beforeAll(async () => {
  database = await testDatabase()
  const made = await prisma().workspace.create({ data: { name: 'w' }, select: { id: true } })
  workspaceId = made.id
  const env = { DATABASE_URL: database.url, GATELIST_WITHOUT_PAGES: '1' }
  servers = await Promise.all([startServer({ env }), startServer({ env })])
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await database.close()
})

type Wish = { name: string; role: string; replace?: boolean }

/** Has the operator's door of one server make a token, which revokes the one of that name that was there. */
async function provideToken(server: RunningServer | undefined, wish: Wish): Promise<string> {
  const path = '/v1/operator/tokens'
  const body = Buffer.from(JSON.stringify({ workspace_id: workspaceId, ...wish }))
  const call = { method: 'POST', path, body }
  const answer = await fetch(`${server?.url}${path}`, {
    ...{ method: 'POST', body },
    headers: {
      'Content-Type': 'application/json',
      Authorization: operatorAuthorization(derivedKey('operator'), call, Math.floor(Date.now() / 1000)),
    },
  })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { secret: string }).secret
}

async function statusAt(server: RunningServer | undefined, token: string, path: string, body?: object) {
  for (;;) {
    const { status, isUnknown } = await askAt(server, { token, path, body })
    if (!isUnknown) return status
  }
}

type Asked = { token: string; path: string; body: object | undefined }

/** `isUnknown`: the database did not answer the server in time, so that it could not tell. */
async function askAt(server: RunningServer | undefined, { token, path, body }: Asked) {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const answer = await fetch(`${server?.url}/v2alpha1/admin/${path}`, { headers, ...sent })
  const text = await answer.text()
  return { status: answer.status, isUnknown: answer.status === 503 || text.includes('VERIFICATION_ERROR_INTERNAL') }
}

it('a management token that one process revokes is refused by the other at the next request', async () => {
  for (let round = 0; round < 25; round += 1) {
    const [one, two] = round % 2 === 0 ? servers : servers.toReversed()
    const wish = { name: `t${round}`, role: 'write' }
    const token = await provideToken(one, wish)
    const calls = [
      () => statusAt(two, token, 'issuedApiKeys'),
      () => statusAt(two, token, 'apiKeys:verify', { credential: 'nothing' }),
      () => statusAt(two, token, 'issuedApiKeys', { name: 'n', actor_id: 'a' }),
      () => statusAt(one, token, 'apiKeys:batchVerify', { requests: [{ credential: 'nothing' }] }),
    ]
    // Twice, so that both processes remember it.
    for (const call of [...calls, ...calls]) expect(await call()).toBeLessThan(300)
    const next = await provideToken(one, { ...wish, replace: true })
    const answers = await Promise.all(calls.map((call) => call()))
    expect(answers).toEqual([401, 401, 401, 401])
    expect(await statusAt(two, next, 'issuedApiKeys')).toBe(200)
  }
})

it('so is one whose role or addresses were changed by hand', async () => {
  const token = await provideToken(servers[0], { name: 'by hand', role: 'write' })
  const call = (server: RunningServer) => statusAt(server, token, 'issuedApiKeys')
  const all = () => Promise.all(servers.map(call))
  expect(await all()).toEqual([200, 200])
  const change = (sql: string) =>
    prisma().$executeRawUnsafe(`UPDATE management_token SET ${sql} WHERE name = 'by hand'`)
  const changes: [string, number][] = [
    ["role = 'verify'", 403],
    ["role = 'read'", 200],
    ["access_mode = 'enforce', networks = '{203.0.113.0/24}'", 403],
    ["networks = '{127.0.0.0/8}'", 200],
    ["networks = '{}'", 403],
    ["networks = '{unreadable}'", 403],
    ["access_mode = 'open'", 200],
    ['expires_at = now()', 401],
    ['expires_at = NULL', 200],
    ['revoked_at = now()', 401],
  ]
  for (const [sql, status] of changes) {
    await change(sql)
    expect([sql, await all()]).toEqual([sql, [status, status]])
  }
})
