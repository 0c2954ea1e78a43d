import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSecret } from '#lib/keys/secret'
import { insertWorkspace, type Workspace } from '#test/admin/door'
import { readScrape, type Scrape } from '#test/scrape'
import { type RunningServer, startServer } from '#test/servers'
import { cloneTemplate, dropDatabase, testServer } from '#test/template'

const TOKEN = 'only-for-tests-but-long-enough-for-one'
const database = `metrics_${process.pid}`

let url: string
let sql: pg.Client
let server: RunningServer
let workspace: Workspace
let open: Key
let elsewhere: Key

beforeAll(async () => {
  url = await cloneTemplate(testServer(), database)
  server = await startServer({
    env: { DATABASE_URL: url, GATELIST_WITHOUT_PAGES: '1', METRICS_TOKEN: TOKEN, RATE_LIMIT_REQUESTS: '0' },
  })
  sql = new pg.Client({ connectionString: url })
  await sql.connect()
  workspace = await insertWorkspace(sql, 'w')
  open = await makeKey('open')
  // It lists no address at all.
  elsewhere = await makeKey('enforce')
})
afterAll(async () => {
  await sql.end()
  await server.stop()
  await dropDatabase(testServer(), database)
})

type Key = { id: string; secret: string }

async function makeKey(accessMode: string): Promise<Key> {
  const { secret, displayPrefix, lastFour, digest } = newSecret()
  const { rows } = await sql.query<{ id: string }>(
    `INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode)
     VALUES (gen_random_uuid(), $1, 'key of the metrics test', $2, $3, $4, $5) RETURNING id`,
    [workspace.id, displayPrefix, lastFour, digest, accessMode],
  )
  return { id: rows[0]?.id ?? '', secret }
}

function scrapeText(headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }): Promise<Response> {
  return fetch(`${server.url}/metrics`, { headers })
}

async function scrape(): Promise<Scrape> {
  return readScrape(await (await scrapeText()).text())
}

/** A call without an e-mail address: 400 is what a caller let through gets. */
async function verify(secret: string): Promise<number> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  return (await fetch(`${server.url}/v1/verify`, { method: 'POST', headers, body: '{}' })).status
}

async function verifyMany(secret: string, count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, () => verify(secret)))
}

function admin(path: string, body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${workspace.tokens.verify}`, 'content-type': 'application/json' }
  return fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

describe('metrics', () => {
  it('are for nobody without the token, and for nobody at all where none is set', async () => {
    const tries = [
      {},
      { authorization: 'Bearer' },
      { authorization: `Bearer ${TOKEN.slice(0, -1)}` },
      { authorization: `Bearer ${TOKEN}x` },
      { authorization: `Basic ${TOKEN}` },
      { authorization: TOKEN },
      { authorization: `Bearer ${workspace.tokens.write}` },
      { authorization: `Bearer ${open.secret}` },
    ]
    for (const headers of tries) {
      const answer = await scrapeText(headers)
      expect([headers, answer.status, await answer.json()]).toEqual([headers, 401, { error: 'Unauthorized' }])
    }
    const other = await startServer({ env: { DATABASE_URL: url, GATELIST_WITHOUT_PAGES: '1' } })
    try {
      const headers = { authorization: `Bearer ${TOKEN}` }
      expect((await fetch(`${other.url}/metrics`, { headers })).status).toBe(404)
    } finally {
      await other.stop()
    }
  })

  it('are read only, and kept by nobody', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` }
    const got = await fetch(`${server.url}/metrics`, { headers })
    expect([got.status, got.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(got.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const posted = await fetch(`${server.url}/metrics`, { method: 'POST', headers })
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('count every decision once, by its route and outcome', async () => {
    const before = await scrape()
    expect(new Set(await verifyMany(open.secret, 20))).toEqual(new Set([400]))
    expect(new Set(await verifyMany(elsewhere.secret, 7))).toEqual(new Set([403]))
    expect(new Set(await verifyMany('nobody', 3))).toEqual(new Set([401]))
    await (await admin('/v2alpha1/admin/apiKeys:verify', { credential: open.secret })).text()
    const requests = [open, open, elsewhere].map(({ secret }) => ({ credential: secret }))
    await (await admin('/v2alpha1/admin/apiKeys:batchVerify', { requests })).text()
    const after = await scrape()

    const grown = (route: string, outcome: string) =>
      after.sum('gatelist_decisions_total', { route, outcome }) -
      before.sum('gatelist_decisions_total', { route, outcome })
    expect(grown('/v1/verify', 'allowed')).toBe(20)
    expect(grown('/v1/verify', 'ip_not_allowed')).toBe(7)
    expect(grown('/v1/verify', 'unknown_key')).toBe(3)
    expect(grown('/v2alpha1/admin/apiKeys:verify', 'allowed')).toBe(1)
    expect(grown('/v2alpha1/admin/apiKeys:batchVerify', 'allowed')).toBe(2)
    expect(grown('/v2alpha1/admin/apiKeys:batchVerify', 'ip_not_allowed')).toBe(1)
    expect(after.sum('gatelist_decisions_total') - before.sum('gatelist_decisions_total')).toBe(34)

    const timed = (labels: Record<string, string>) =>
      after.sum('gatelist_request_duration_seconds_count', labels) -
      before.sum('gatelist_request_duration_seconds_count', labels)
    expect(timed({ route: '/v1/verify', method: 'POST', status: '4xx' })).toBe(30)
    expect(timed({ route: '/v2alpha1/admin/apiKeys:batchVerify', status: '2xx' })).toBe(1)
  })

  it('tell how many calls each question served, and what is in memory', async () => {
    await verify(open.secret)
    const before = await scrape()
    await verifyMany(open.secret, 30)
    const after = await scrape()
    const grown = (name: string) => after.sum(name) - before.sum(name)
    expect(grown('gatelist_freshness_question_callers_sum')).toBe(30)
    expect(grown('gatelist_freshness_question_callers_count')).toBeLessThanOrEqual(30)
    expect(grown('gatelist_freshness_question_duration_seconds_count')).toBeGreaterThan(0)
    expect(grown('gatelist_key_load_duration_seconds_count')).toBe(0)
    expect(after.sum('gatelist_cache_records')).toBeGreaterThanOrEqual(2)
    expect(after.sum('gatelist_cache_bytes')).toBeLessThan(after.sum('gatelist_cache_limit_bytes'))
    expect(after.sum('gatelist_database_connections', { pool: 'verify' })).toBeGreaterThan(0)
    expect(after.sum('gatelist_database_connections_idle', { pool: 'verify' })).toBeGreaterThan(0)
    expect(after.sum('gatelist_database_connections_limit', { pool: 'pages' })).toBe(10)
    expect(after.sum('gatelist_ready')).toBe(1)
  })

  it('hold no secret, no id and no address, and as many series however much is made up', async () => {
    const before = await scrape()
    for (let index = 0; index < 20; index += 1) {
      for (const path of [`/v1/${open.secret}-${index}`, `/v1/ip?from=198.51.100.${index}`, `/${index}`]) {
        await (await fetch(server.url + path, { method: index % 2 === 0 ? 'GET' : 'PUT' })).text()
      }
    }
    const headers = { authorization: `Bearer ${workspace.tokens.read}` }
    await (await fetch(`${server.url}/v2alpha1/admin/issuedApiKeys/${open.id}`, { headers })).text()
    const text = await (await scrapeText()).text()
    const secrets = [TOKEN, ...Object.values(workspace.tokens), open.secret, open.id, workspace.id]
    for (const secret of [...secrets, database, '127.0.0.1', '198.51.100', 'metrics test']) {
      expect(text).not.toContain(secret)
    }
    // Four routes at most are new: ip, its refused method, a key, and all that is none; each with one class of status and 14 lines.
    const own = ({ samples }: Scrape) => samples.filter(({ name }) => name.startsWith('gatelist_')).length
    expect(own(readScrape(text)) - own(before)).toBeLessThanOrEqual(4 * 14)
  })
})
