import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pool, prisma } from '#lib/db'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { type TestDatabase, testDatabase } from '#test/database'
import { sweepChanges } from './sweep-changes.ts'
import { sweepOld } from './sweep-old.ts'

let database: TestDatabase
let team: Team
beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})
afterAll(() => database.close())
beforeEach(() => sweepOld())

const count = async (table: string) =>
  Number((await pool().query(`SELECT count(*)::int AS rows FROM ${table}`)).rows[0].rows)

const MORE_THAN_A_BATCH = 1_500

/** Rows just short of their end and just past it. */
const inserts: Readonly<Record<string, (userId: string, workspaceId: string) => [string, unknown[]]>> = {
  session: (userId) => [
    `INSERT INTO session (id, user_id, expires_at, ended_at)
     SELECT gen_random_uuid(), $1::uuid, now() + interval '1 day', NULL::timestamptz FROM generate_series(1, 2)
     UNION ALL SELECT gen_random_uuid(), $1::uuid, now() - interval '29 days', NULL
     UNION ALL SELECT gen_random_uuid(), $1::uuid, now() - interval '31 days', NULL FROM generate_series(1, ${MORE_THAN_A_BATCH})
     UNION ALL SELECT gen_random_uuid(), $1::uuid, now() + interval '1 day', now() - interval '31 days' FROM generate_series(1, 2)`,
    [userId],
  ],
  invitation: (_, workspaceId) => [
    `INSERT INTO invitation (id, workspace_id, email, role, token_digest, expires_at)
     SELECT gen_random_uuid(), $1::uuid, n || '@example.com', 'member', sha256(n::text::bytea), now() - make_interval(days => n)
     FROM generate_series(-5, 32) AS n`,
    [workspaceId],
  ],
  password_reset: (userId) => [
    `INSERT INTO password_reset (user_id, digest, expires_at) VALUES ($1::uuid, sha256('x'), now() - interval '25 hours')`,
    [userId],
  ],
  idempotent_answer: (_, workspaceId) => [
    `INSERT INTO idempotent_answer (workspace_id, key, operation, body_digest, status, headers, body, created_at)
     SELECT $1::uuid, n::text, 'o', sha256('x'), 200, '[]', '{}', now() - make_interval(hours => n) FROM generate_series(20, 27) AS n`,
    [workspaceId],
  ],
  rate_window: () => [
    `INSERT INTO rate_window (key, points, expire)
     SELECT 'w' || n, 1, (extract(epoch FROM now()) * 1000)::bigint - n * 60000 FROM generate_series(-5, 70, 5) AS n`,
    [],
  ],
}

describe('what is kept for long enough', () => {
  it.each([
    ['session', 3, MORE_THAN_A_BATCH + 2],
    ['invitation', 35, 3],
    ['password_reset', 0, 1],
    ['idempotent_answer', 4, 4],
    ['rate_window', 13, 3],
  ])('goes from %s, and what is younger stays', async (table, left, gone) => {
    const [statement, values] = inserts[table]?.(team.owner.userId, team.workspaceId) ?? ['', []]
    await pool().query(statement, values)
    expect(await sweepOld()).toEqual({ [table]: gone })
    expect(await count(table)).toBe(left)
    expect(await sweepOld()).toEqual({})
  })
})

describe('changes of keys', () => {
  type Answer = { value: number; horizon: number; changed: string[] }
  const since = async (clock: number): Promise<Answer> => {
    const { rows } = await pool().query(`SELECT gatelist_changes_since($1, 10001) AS text`, [clock])
    const [value, horizon, , changed = ''] = String(rows[0].text).split(' ')
    return { value: Number(value), horizon: Number(horizon), changed: changed === '' ? [] : changed.split(',') }
  }
  const change = async (id: string) => {
    await prisma().$executeRaw`UPDATE api_key SET paused_at = clock_timestamp() WHERE id = ${id}::uuid`
    return (await since(0)).value
  }

  it('go when they are the oldest; whoever has not asked since is told to forget everything, and nobody else', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => makeKey(team.owner)))
    const clocks: number[] = []
    for (const { id } of ids) clocks.push(await change(id))
    const [last = 0, first = 0] = [clocks.at(-1), clocks[0]]
    expect(await sweepChanges(3)).toBeGreaterThanOrEqual(9)
    const behind = await since(first)
    expect(behind.horizon).toBe(last - 3)
    const near = await since(last - 3)
    expect(near.horizon).toBeLessThanOrEqual(last - 3)
    expect(near.changed).toEqual(ids.slice(-3).map(({ id }) => id))
    expect(await sweepChanges(3)).toBe(0)
  })

  it('are told again of a key whose change was removed', async () => {
    const { id } = await makeKey(team.owner)
    const clock = await change(id)
    await sweepChanges(0)
    expect(await count('key_change')).toBe(0)
    await change(id)
    expect((await since(clock)).changed).toEqual([id])
  })

  it('never make a change wait for ever', async () => {
    const { id } = await makeKey(team.owner)
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? change(id) : sweepChanges(0))))
    expect((await since((await change(id)) - 1)).changed).toEqual([id])
  })
})

it('leaves what another process removes at the same time to it', async () => {
  await pool().query(`INSERT INTO rate_window (key, points, expire) VALUES ($1, 1, 0)`, [randomUUID()])
  const [one, other] = await Promise.all([sweepOld(), sweepOld()])
  expect((one.rate_window ?? 0) + (other.rate_window ?? 0)).toBe(1)
})
