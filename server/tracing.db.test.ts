import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { newSecret } from '#lib/keys/secret'
import { insertWorkspace } from '#test/admin/door'
import { type RunningServer, startServer } from '#test/servers'
import { type SpanCollector, startCollector } from '#test/span-collector'
import { cloneTemplate, dropDatabase, testServer } from '#test/template'

const database = `tracing_${process.pid}`
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }

let url: string
let secret: string
let collector: SpanCollector
let server: RunningServer | undefined
beforeAll(async () => {
  url = await cloneTemplate(testServer(), database)
  collector = await startCollector()
  secret = await insertKey()
})
afterEach(async () => {
  await server?.stop()
  server = undefined
  collector.spans.length = 0
})
afterAll(async () => {
  await collector.close()
  await dropDatabase(testServer(), database)
})

async function insertKey(): Promise<string> {
  const sql = new pg.Client({ connectionString: url })
  await sql.connect()
  const { id } = await insertWorkspace(sql, 'w')
  const made = newSecret()
  await sql.query(
    `INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode)
     VALUES (gen_random_uuid(), $1, 'k', $2, $3, $4, 'open')`,
    [id, made.displayPrefix, made.lastFour, made.digest],
  )
  await sql.end()
  return made.secret
}

async function start(env: Record<string, string> = {}): Promise<RunningServer> {
  const usual = { DATABASE_URL: url, GATELIST_WITHOUT_PAGES: '1', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }
  server = await startServer({ env: { ...usual, ...env } })
  return server
}

function call({ url: base }: RunningServer, headers: Record<string, string> = {}): Promise<Response> {
  const all = { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers }
  return fetch(`${base}/v1/verify?hidden=${secret}`, { method: 'POST', headers: all, body: '{}' })
}

describe('a server with a collector', () => {
  it('tells of each call by its template, with the reads it waited for, before it ends, and never of a key', async () => {
    const running = await start()
    expect((await call(running)).status).toBe(400)
    await (await fetch(`${running.url}/v1/${secret}`)).text()
    await (await fetch(`${running.url}/readyz`)).text()
    expect(await running.stop()).toBe(0)
    const requests = collector.spans.filter(({ parentSpanId }) => !parentSpanId).map(({ name }) => name)
    expect(requests.sort()).toEqual(['POST /v1/verify', 'other other'])
    const verify = collector.spans.find(({ name }) => name === 'POST /v1/verify')
    expect(verify?.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/v1/verify',
      'http.response.status_code': 400,
    })
    const reads = collector.spans.filter(({ name }) => name === 'key load' || name === 'freshness question')
    expect(reads.length).toBeGreaterThan(0)
    expect(reads.every(({ parentSpanId }) => parentSpanId === verify?.spanId)).toBe(true)
    expect(collector.text()).not.toContain(secret)
    expect(collector.text()).not.toContain('127.0.0.1')
  })

  it('believes a trace that a caller names only where that is switched on and the peer is a trusted proxy', async () => {
    const proxies = { TRUSTED_PROXIES: '127.0.0.1', CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR' }
    const seen: boolean[] = []
    for (const env of [{ TRACES_FROM_PROXY: '1' }, proxies, { ...proxies, TRACES_FROM_PROXY: '1' }]) {
      const running = await start(env)
      await call(running, PARENT)
      await running.stop()
      seen.push(collector.spans.some(({ traceId }) => traceId === TRACE))
      collector.spans.length = 0
    }
    expect(seen).toEqual([false, false, true])
  })

  it('leaves out what is not sampled', async () => {
    const running = await start({ OTEL_TRACES_SAMPLER: 'always_off' })
    await call(running)
    await running.stop()
    expect(collector.spans).toEqual([])
  })
})

describe('a collector that does not answer', () => {
  it('slows down no call, and no stop for longer than two seconds', async () => {
    const running = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://192.0.2.1:4318', OTEL_BSP_SCHEDULE_DELAY: '50' })
    for (let n = 0; n < 5; n += 1) expect((await call(running)).status).toBe(400)
    const begun = performance.now()
    expect(await running.stop()).toBe(0)
    expect(performance.now() - begun).toBeLessThan(5000)
  })
})

it('says that an address of a collector is none', async () => {
  const refused = startServer({ env: { DATABASE_URL: url, OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' } })
  await expect(refused).rejects.toThrow('OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https address')
})
