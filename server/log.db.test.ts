import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSecret } from '#lib/keys/secret'
import { insertWorkspace, type Workspace } from '#test/admin/door'
import { type RunningServer, startServer } from '#test/servers'
import { cloneTemplate, dropDatabase, testServer } from '#test/template'

const database = `log_${process.pid}`
// Keys and tokens that are made here carry a checksum under it.
const GATELIST_SECRET = process.env.GATELIST_SECRET ?? ''
const METRICS_TOKEN = randomBytes(24).toString('hex')

let sql: pg.Client
let workspace: Workspace
let server: RunningServer | undefined

beforeAll(async () => {
  const url = await cloneTemplate(testServer(), database)
  sql = new pg.Client({ connectionString: url })
  await sql.connect()
  workspace = await insertWorkspace(sql, 'w')
  const env = { DATABASE_URL: url, GATELIST_SECRET, METRICS_TOKEN, GATELIST_WITHOUT_PAGES: '1', LOG_LEVEL: 'trace' }
  server = await startServer({ env })
})
afterAll(async () => {
  await sql.end()
  await server?.stop()
  await dropDatabase(testServer(), database)
})

type Sent = { readonly token: string; readonly body: object }

const post = (path: string, { token, body }: Sent) =>
  fetch(`${server?.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const linesOf = (output: string): Record<string, unknown>[] =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))

describe('what the server writes down', () => {
  it('tells of a failure by the id that the caller was given, and never of a secret', async () => {
    const { write } = workspace.tokens
    const admin = '/v2alpha1/admin'
    const raw = `sk_live_${randomBytes(20).toString('hex')}`
    const [guessed, unread] = [newSecret().secret, newSecret().secret]
    const issued = await post(`${admin}/issuedApiKeys`, { token: write, body: { name: 'k', actor_id: 'a' } })
    const { secret } = (await issued.json()) as { secret: string }
    expect((await post('/v1/verify', { token: secret, body: {} })).status).toBe(400)
    expect((await post('/v1/verify', { token: guessed, body: {} })).status).toBe(401)

    // From here on everything that needs keys breaks, in whatever it was doing with them.
    await sql.query('ALTER TABLE api_key RENAME COLUMN digest TO gone')
    const body = { raw_key: raw, name: 'i', actor_id: 'a' }
    const broken = await post(`${admin}/importedApiKeys`, { token: write, body })
    await post(`${admin}/apiKeys:verify`, { token: write, body: { credential: secret } })
    await post(`${admin}/apiKeys:derive`, { token: write, body: { credential: secret } })
    await post('/v1/verify', { token: unread, body: {} })
    await sql.query('ALTER TABLE api_key RENAME COLUMN gone TO digest')

    expect(broken.status).toBeGreaterThanOrEqual(500)
    // By then all is written that is on its way.
    await server?.stop()
    const output = server?.output() ?? ''
    const told = linesOf(output).find(({ requestId }) => requestId === broken.headers.get('x-request-id'))
    expect(told).toMatchObject({ level: expect.any(Number), time: expect.any(String), msg: expect.any(String) })
    for (const kept of [secret, guessed, unread, raw, write, GATELIST_SECRET, METRICS_TOKEN]) {
      expect(output).not.toContain(kept)
    }
  })
})
