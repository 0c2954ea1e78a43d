import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveEnv } from '#lib/env'
import { newSecret } from '#lib/keys/secret'
import type { EmbeddedDatabase } from '#server/embedded-database'
import { freezePostgres } from '#test/frozen-postgres'
import { startTestPostgres } from '#test/postgres'
import { type RunningServer, startServer } from '#test/servers'

const SECRET = 'a master secret for the outage test, long enough'

let postgres: EmbeddedDatabase
let server: RunningServer
let secret: string

beforeAll(async () => {
  resolveEnv({ GATELIST_SECRET: SECRET })
  postgres = await startTestPostgres()
  server = await startServer({
    env: { DATABASE_URL: postgres.url, GATELIST_SECRET: SECRET, GATELIST_WITHOUT_PAGES: '1' },
  })
  const made = newSecret()
  secret = made.secret
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query("INSERT INTO workspace (id, name) VALUES ('00000000-0000-7000-8000-000000000001', 'w')")
  await client.query(
    `INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode)
     VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'k', $1, $2, $3, 'open')`,
    [made.displayPrefix, made.lastFour, made.digest],
  )
  await client.end()
})
afterAll(async () => {
  await server.stop()
  await postgres.stop()
})

type Answer = { status: number; retryAfter: string | null; ms: number }

/** A call without an email: 400 is what a caller let through gets. */
async function call(): Promise<Answer> {
  const start = performance.now()
  const response = await fetch(`${server.url}/v1/verify`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
    body: '{}',
  })
  await response.arrayBuffer()
  return { status: response.status, retryAfter: response.headers.get('retry-after'), ms: performance.now() - start }
}

/** Milliseconds until a call is let through again. */
async function recovery(): Promise<number> {
  const start = performance.now()
  while ((await call()).status !== 400) await sleep(20)
  return performance.now() - start
}

/** Calls for a while, several at a time: every one must be refused for want of a database, and in time. */
async function expectOutage(durationMs: number): Promise<void> {
  const until = performance.now() + durationMs
  while (performance.now() < until) {
    for (const answer of await Promise.all(Array.from({ length: 20 }, call))) {
      expect(answer.status).toBe(503)
      expect(answer.retryAfter).toBe('1')
      expect(answer.ms).toBeLessThan(1000)
    }
  }
}

describe('without a database', () => {
  it('refuses with 503 within a second while PostgreSQL is stopped, and serves within two of its return', async () => {
    expect((await call()).status).toBe(400)
    for (const durationMs of [1_000, 4_000]) {
      const resume = freezePostgres(postgres.pid())
      try {
        await expectOutage(durationMs)
      } finally {
        resume()
      }
      expect(await recovery()).toBeLessThan(2000)
    }
  })

  it('refuses with 503 when PostgreSQL is killed, and serves again without a restart', async () => {
    expect((await call()).status).toBe(400)
    process.kill(postgres.pid(), 'SIGKILL')
    let refused = 0
    const start = performance.now()
    while (performance.now() - start < 20_000) {
      const answer = await call()
      expect([400, 503]).toContain(answer.status)
      expect(answer.ms).toBeLessThan(1000)
      if (answer.status === 503) refused += 1
      else if (refused > 0) break
    }
    expect(refused).toBeGreaterThan(0)
    expect(await recovery()).toBeLessThan(2000)
  })
})
