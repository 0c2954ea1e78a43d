import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EmbeddedDatabase } from '#server/embedded-database'
import { freezePostgres } from '#test/frozen-postgres'
import { startTestPostgres } from '#test/postgres'
import { readScrape } from '#test/scrape'
import { type RunningServer, startServer } from '#test/servers'
import { cloneTemplate, dropDatabase, onServer, testServer } from '#test/template'

type Answer = { status: number; body: unknown; connection: string | null; ms: number }

/** On a connection of its own, as a load balancer's check is. */
async function ask(url: string, path: string): Promise<Answer> {
  const start = performance.now()
  const response = await fetch(url + path, { headers: { connection: 'close' } })
  const text = await response.text()
  const body = path.endsWith('z') ? JSON.parse(text) : text
  return {
    status: response.status,
    body,
    connection: response.headers.get('connection'),
    ms: performance.now() - start,
  }
}

async function readyz(url: string): Promise<[number, unknown]> {
  const { status, body } = await ask(url, '/readyz')
  return [status, body]
}

const unavailable = (...reasons: string[]) => [503, { status: 'unavailable', reasons }]
const TOKEN = 'only-for-tests-but-long-enough-for-one'

async function isReadyByMetrics(url: string): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
  return readScrape(await answer.text()).sum('gatelist_ready')
}

const READY = [200, { status: 'ready' }]

/** Takes connections and says nothing, so that whoever starts on it goes on starting. */
async function silentDatabase(): Promise<{ server: Server; port: number; close(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    server,
    port,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

async function freePort(): Promise<number> {
  const { port, close } = await silentDatabase()
  close()
  return port
}

describe('while it starts', () => {
  it('turns, is not ready, and says that it starts', async () => {
    const database = await silentDatabase()
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const started = startServer({
      env: {
        DATABASE_URL: `postgresql://gatelist@127.0.0.1:${database.port}/none`,
        PORT: String(port),
        HOST: '127.0.0.1',
        GATELIST_WITHOUT_PAGES: '1',
      },
    })
    const ended = expect(started).rejects.toThrow('The database does not answer')
    try {
      await expect.poll(() => readyz(url).catch(() => null), { timeout: 20_000 }).toEqual(unavailable('starting'))
      expect(await ask(url, '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } })
      expect((await ask(url, '/v1/ip')).status).toBe(503)
    } finally {
      database.close()
      await ended
    }
  })
})

describe('with a database that stops answering', () => {
  let postgres: EmbeddedDatabase
  let server: RunningServer
  beforeAll(async () => {
    postgres = await startTestPostgres()
    server = await startServer({
      env: { DATABASE_URL: postgres.url, GATELIST_WITHOUT_PAGES: '1', METRICS_TOKEN: TOKEN },
    })
  })
  afterAll(async () => {
    await server.stop()
    await postgres.stop()
  })

  it('answers within a second that it is not ready, goes on turning, and is ready again after', async () => {
    expect(await readyz(server.url)).toEqual(READY)
    const resume = freezePostgres(postgres.pid())
    try {
      // What was seen just before may still be told.
      await sleep(600)
      for (let round = 0; round < 4; round += 1) {
        const [ready, alive] = await Promise.all([ask(server.url, '/readyz'), ask(server.url, '/healthz')])
        expect([ready.status, ready.body]).toEqual(unavailable('database'))
        expect(ready.ms).toBeLessThan(1000)
        expect([alive.status, alive.body]).toEqual([200, { status: 'ok' }])
        expect(alive.ms).toBeLessThan(400)
        expect(await isReadyByMetrics(server.url)).toBe(0)
        await sleep(300)
      }
    } finally {
      resume()
    }
    await expect.poll(() => readyz(server.url), { timeout: 5000 }).toEqual(READY)
  })
})

describe('with a database that is not this build', () => {
  const name = `probes_${process.pid}`
  let url: string
  let server: RunningServer
  beforeAll(async () => {
    url = await cloneTemplate(testServer(), name)
    server = await startServer({ env: { DATABASE_URL: url, GATELIST_WITHOUT_PAGES: '1' } })
  })
  afterAll(async () => {
    await server.stop()
    await dropDatabase(testServer(), name)
  })

  const sql = (text: string) => onServer(url, (client) => client.query(text))
  const becomes = (expected: unknown) => expect.poll(() => readyz(server.url), { timeout: 5000 }).toEqual(expected)
  const insert = (values: string) =>
    sql(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES (gen_random_uuid(), '', ${values})`,
    )

  it('is ready beside a newer build that has migrated further', async () => {
    await insert(`'99999999999999_newer', now()`)
    await sleep(600)
    expect(await readyz(server.url)).toEqual(READY)
  })

  it('is not ready without one of its migrations, nor while one is half done, nor when nothing is noted at all', async () => {
    const last = `(SELECT max(migration_name) FROM _prisma_migrations WHERE migration_name NOT LIKE '9%')`
    await sql(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = ${last}`)
    await becomes(unavailable('migrations'))
    await sql('UPDATE _prisma_migrations SET rolled_back_at = NULL')
    await becomes(READY)
    await sql(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ${last}`)
    await becomes(unavailable('migrations'))
    await sql('ALTER TABLE _prisma_migrations RENAME TO elsewhere')
    await sleep(600)
    expect(await readyz(server.url)).toEqual(unavailable('migrations'))
  })

  it('tells nothing of a database that is gone but that it is', async () => {
    await dropDatabase(testServer(), name)
    await becomes(unavailable('database'))
  })
})

describe('on SIGTERM', () => {
  const name = `stopping_${process.pid}`
  let url: string
  beforeAll(async () => {
    url = await cloneTemplate(testServer(), name)
  })
  afterAll(() => dropDatabase(testServer(), name))
  const start = (seconds: string) =>
    startServer({ env: { DATABASE_URL: url, GATELIST_WITHOUT_PAGES: '1', SHUTDOWN_DELAY_SECONDS: seconds } })

  it('is not ready at once, and goes on taking new connections until the delay is over', async () => {
    const server = await start('2')
    expect(await readyz(server.url)).toEqual(READY)
    const begin = performance.now()
    const ended = server.stop()
    await expect.poll(() => readyz(server.url)).toEqual(unavailable('stopping'))
    while (performance.now() - begin < 1500) {
      expect(await readyz(server.url)).toEqual(unavailable('stopping'))
      expect((await ask(server.url, '/healthz')).status).toBe(200)
      // Its own connection is kept by nobody: the next one goes elsewhere.
      const call = await fetch(`${server.url}/v1/ip`)
      expect([call.status, call.headers.get('connection')]).toEqual([200, 'close'])
      await call.text()
      await sleep(100)
    }
    expect(await ended).toBe(0)
    expect(performance.now() - begin).toBeGreaterThan(1900)
    await expect(ask(server.url, '/healthz')).rejects.toThrow()
  })

  it('waits for nobody when nobody looks', async () => {
    const server = await start('60')
    expect((await ask(server.url, '/healthz')).status).toBe(200)
    const begin = performance.now()
    expect(await server.stop()).toBe(0)
    expect(performance.now() - begin).toBeLessThan(10_000)
  })
})
