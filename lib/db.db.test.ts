import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeDatabase, isDatabaseUnavailable, pool, prisma, transaction } from '#lib/db'
import { resolveEnv } from '#lib/env'
import type { EmbeddedDatabase } from '#server/embedded-database'
import { migrate } from '#server/migrate'
import { freezePostgres } from '#test/frozen-postgres'
import { startTestPostgres } from '#test/postgres'
import { migrationsFolder } from '#test/template'

let server: EmbeddedDatabase

const calls = {
  'a plain query': () => pool().query('SELECT 1'),
  'a Prisma read': () => prisma().installation.findMany({ select: { id: true } }),
  'a transaction': () => transaction((tx) => tx.installation.findMany({ select: { id: true } })),
}

const names = Object.keys(calls) as (keyof typeof calls)[]

/** How a call ended, and after how many milliseconds. */
async function outcome(call: () => Promise<unknown>): Promise<{ ended: 'answer' | 'unavailable'; ms: number }> {
  const start = performance.now()
  try {
    await call()
    return { ended: 'answer', ms: performance.now() - start }
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error
    return { ended: 'unavailable', ms: performance.now() - start }
  }
}

async function answersAgain(withinMs: number): Promise<void> {
  const end = performance.now() + withinMs
  for (;;) {
    const all = await Promise.all(Object.values(calls).map(outcome))
    if (all.every(({ ended }) => ended === 'answer')) return
    if (performance.now() > end) throw new Error(`no answer ${withinMs} ms after PostgreSQL had come back`)
  }
}

describe('a database that does not answer', () => {
  beforeAll(async () => {
    server = await startTestPostgres()
    await migrate(server.url, migrationsFolder)
    resolveEnv({ DATABASE_URL: server.url })
    // Prisma compiles its engine at the first call.
    for (const name of names) await calls[name]()
  })
  afterAll(async () => {
    await closeDatabase()
    await server.stop()
  })

  it.each(names)('gives %s an error within a second while it is frozen, and leaves the pool whole', async (name) => {
    const call = calls[name]
    for (let warm = 0; warm < 3; warm++) await Promise.all(Array.from({ length: 12 }, () => call()))
    const thaw = freezePostgres(server.pid())
    try {
      // More calls than connections, and again when the first are out: neither waiters nor leavers may wait on.
      for (let round = 0; round < 3; round++) {
        const all = await Promise.all(Array.from({ length: 30 }, () => outcome(call)))
        expect(all.filter(({ ended }) => ended === 'answer')).toEqual([])
        expect(Math.max(...all.map(({ ms }) => ms))).toBeLessThan(1000)
      }
    } finally {
      thaw()
    }
    await answersAgain(3000)
    expect(
      (await Promise.all(Array.from({ length: 50 }, () => outcome(call)))).every(({ ended }) => ended === 'answer'),
    ).toBe(true)
    expect(pool().totalCount).toBeLessThanOrEqual(10)
    expect(pool().waitingCount).toBe(0)
    // Some may be on their way still, for nobody any more.
    await expect.poll(() => pool().totalCount - pool().idleCount).toBe(0)
  })

  it('does not reuse a connection whose transaction was frozen in the middle', async () => {
    let thaw = (): void => undefined
    const frozen = outcome(() =>
      transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1`
        thaw = freezePostgres(server.pid())
        await tx.$queryRaw`SELECT 2`
      }),
    )
    const { ended, ms } = await frozen
    thaw()
    expect(ended).toBe('unavailable')
    expect(ms).toBeLessThan(6000)
    await answersAgain(3000)
    expect(pool().idleCount).toBe(pool().totalCount)
  })

  it('comes back by itself after PostgreSQL was killed', async () => {
    process.kill(server.pid(), 'SIGKILL')
    const [first] = await Promise.all(Object.values(calls).map(outcome))
    expect(first?.ms).toBeLessThan(1000)
    await answersAgain(5000)
  })

  it('makes a change wait for another one that holds the row, and not fail', async () => {
    await pool().query("INSERT INTO installation (id, secret_fingerprint) VALUES (1, '') ON CONFLICT DO NOTHING")
    const touch = () =>
      transaction(async (tx) => {
        await tx.$executeRaw`UPDATE installation SET secret_fingerprint = secret_fingerprint || 'x'`
        await new Promise((resolve) => setTimeout(resolve, 20))
      })
    const all = await Promise.all(Array.from({ length: 100 }, () => outcome(touch)))
    expect(all.every(({ ended }) => ended === 'answer')).toBe(true)
  })

  it('answers a change that cannot have its lock, and keeps the connection', async () => {
    const holder = await pool().connect()
    await holder.query('BEGIN')
    await holder.query('LOCK installation')
    const waiting = await outcome(() => transaction((tx) => tx.installation.count()))
    expect(waiting.ended).toBe('unavailable')
    expect(waiting.ms).toBeLessThan(5000)
    await holder.query('ROLLBACK')
    holder.release()
    expect((await pool().query('SHOW lock_timeout')).rows).toEqual([{ lock_timeout: '0' }])
    await answersAgain(100)
  })

  it('answers a change whose commit cannot have the change clock, which is undone, and keeps the connection', async () => {
    const holder = await pool().connect()
    await holder.query('BEGIN')
    await holder.query('SELECT FROM change_clock FOR UPDATE')
    const mark = `SELECT gatelist_mark_changed(ARRAY['${randomUUID()}'::uuid])`
    const waiting = await outcome(() => transaction((tx) => tx.$executeRawUnsafe(mark)))
    expect(waiting.ended).toBe('unavailable')
    expect(waiting.ms).toBeLessThan(5000)
    await holder.query('ROLLBACK')
    holder.release()
    const left = await pool().query('SELECT FROM key_change UNION ALL SELECT FROM change_pending')
    expect(left.rowCount).toBe(0)
    await answersAgain(100)
  })

  it('knows a server that is not there', async () => {
    resolveEnv({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' })
    await closeDatabase()
    for (const call of Object.values(calls)) expect((await outcome(call)).ended).toBe('unavailable')
    await closeDatabase()
    resolveEnv({ DATABASE_URL: server.url })
  })
})
