import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pool, prisma } from '#lib/db'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import { keptOfKey, sweepTraffic } from './sweep-traffic.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})
afterAll(() => database.close())

/** So many rows of one outcome in each of so many hours back from now. */
async function fill(keyId: string, outcome: string, { hours, each }: { hours: number; each: number }): Promise<void> {
  await pool().query(
    `INSERT INTO caller_hour (workspace_id, key_id, hour, outcome, address, count, first_at, last_at)
     SELECT $1, $2, date_trunc('hour', now(), 'UTC') - make_interval(hours => h), $3, '10.0.0.0'::inet + n, 1, now(), now()
     FROM generate_series(0, $4::int - 1) AS h, generate_series(1, $5::int) AS n`,
    [team.workspaceId, keyId, outcome, hours, each],
  )
  await pool().query(
    `INSERT INTO key_hour (key_id, hour, allowed, unlisted, refused)
     SELECT $1, date_trunc('hour', now(), 'UTC') - make_interval(hours => h), 0, 0, 1 FROM generate_series(0, $2::int - 1) AS h
     ON CONFLICT DO NOTHING`,
    [keyId, hours],
  )
  await pool().query('INSERT INTO key_usage (key_id) VALUES ($1) ON CONFLICT DO NOTHING', [keyId])
}

async function left(keyId: string): Promise<{ outcome: string; rows: number; hours: number; newest: boolean }[]> {
  return prisma().$queryRaw`
    SELECT outcome, count(*)::int AS rows, count(DISTINCT hour)::int AS hours,
      max(hour) = date_trunc('hour', now(), 'UTC') AS newest
    FROM caller_hour WHERE key_id = ${keyId}::uuid GROUP BY outcome ORDER BY outcome`
}

describe('what is kept of callers', () => {
  it('goes when it is older than the retention, in rounds however much it is', async () => {
    const { id: keyId } = await makeKey(team.owner)
    await fill(keyId, 'allowed', { hours: 100, each: 60 })
    expect(await sweepTraffic({ retentionDays: 1 })).toBeGreaterThan(75 * 60)
    const [allowed] = await left(keyId)
    expect(allowed?.hours).toBeGreaterThanOrEqual(24)
    expect(allowed?.hours).toBeLessThanOrEqual(25)
    expect(await prisma().keyHour.count({ where: { keyId } })).toBe(allowed?.hours)
    expect(await sweepTraffic({ retentionDays: 1 })).toBe(0)
  })

  it('is bounded for each key, refused callers apart from those let through; the oldest hours go first', async () => {
    const { id: flooded } = await makeKey(team.owner)
    const { id: calm } = await makeKey(team.owner)
    await fill(flooded, 'ip_not_allowed', { hours: 20, each: 250 })
    await fill(flooded, 'allowed', { hours: 40, each: 300 })
    await fill(calm, 'paused', { hours: 8, each: 250 })
    await sweepTraffic({ retentionDays: 30 })
    expect(await left(flooded)).toEqual([
      { outcome: 'allowed', rows: keptOfKey.passed, hours: 34, newest: true },
      { outcome: 'ip_not_allowed', rows: keptOfKey.refused, hours: 8, newest: true },
    ])
    expect(await left(calm)).toEqual([{ outcome: 'paused', rows: keptOfKey.refused, hours: 8, newest: true }])
  })

  it('may be swept by two processes at once', async () => {
    const { id: keyId } = await makeKey(team.owner)
    await fill(keyId, 'paused', { hours: 60, each: 100 })
    await Promise.all([sweepTraffic({ retentionDays: 1 }), sweepTraffic({ retentionDays: 1 })])
    expect((await left(keyId))[0]?.hours).toBeLessThanOrEqual(20)
  })
})
