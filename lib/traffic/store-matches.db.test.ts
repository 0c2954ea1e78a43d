import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pool, prisma } from '#lib/db'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import { batchOf, type TestCall } from './fixtures.ts'
import { storeMatches } from './store-matches.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})
afterAll(() => database.close())

const at = (minute: number) => new Date(Date.now() - 3_600_000 + minute * 60_000)
const store = (calls: readonly TestCall[]) => storeMatches([...batchOf(calls)])

type Match = { network: string; count: number; lastAddress: string | null; lastAt: Date }

function matchesOf(ownerId: string): Promise<Match[]> {
  return prisma().$queryRaw<Match[]>`
    SELECT abbrev(network) AS network, m.count::int AS count, abbrev(last_address) AS "lastAddress", last_at AS "lastAt"
    FROM entry_match m JOIN allowlist_entry e ON e.id = m.entry_id
    WHERE coalesce(e.key_id, e.list_id) = ${ownerId}::uuid ORDER BY e.network`
}

async function makeList(name: string, networks: readonly string[], keyIds: readonly string[]): Promise<string> {
  const id = randomUUID()
  await pool().query(`INSERT INTO network_list (id, workspace_id, kind, name) VALUES ($1, $2, 'shared', $3)`, [
    ...[id, team.workspaceId, name],
  ])
  await pool().query(
    `INSERT INTO allowlist_entry (id, workspace_id, list_id, network, position)
     SELECT gen_random_uuid(), $1, $2, network, 0 FROM unnest($3::inet[]) AS network`,
    [team.workspaceId, id, networks],
  )
  await pool().query(`INSERT INTO key_list (key_id, list_id, added_by) SELECT k, $1, 'x' FROM unnest($2::uuid[]) k`, [
    id,
    keyIds,
  ])
  return id
}

describe('which entry let a caller through', () => {
  it('is the narrowest, with the last caller and how many calls it let through', async () => {
    const { id: keyId } = await makeKey(team.owner, '10.0.0.0/8\n10.1.0.0/16\n10.1.2.3\n2001:db8::/32')
    await store([
      { keyId, from: '10.1.2.3', at: at(1), times: 2 },
      { keyId, from: '10.1.9.9', at: at(3) },
      { keyId, from: '10.1.9.8', at: at(2) },
      { keyId, from: '2001:db8::7', at: at(4), outcome: 'old_secret' },
    ])
    await store([
      { keyId, from: '10.9.9.9', at: at(5) },
      { keyId, from: '10.1.2.3', at: at(0) },
    ])
    expect(await matchesOf(keyId)).toEqual(
      [
        { network: '10.0.0.0/8', count: 1, lastAddress: '10.9.9.9', lastAt: at(5) },
        { network: '10.1.0.0/16', count: 2, lastAddress: '10.1.9.9', lastAt: at(3) },
        { network: '10.1.2.3', count: 3, lastAddress: '10.1.2.3', lastAt: at(1) },
        { network: '2001:db8::/32', count: 1, lastAddress: '2001:db8::7', lastAt: at(4) },
      ].map((match) => ({ ...match, lastAt: expect.any(Date) })),
    )
  })

  it('is one of a named list where that is narrower, for every key that uses it', async () => {
    const first = await makeKey(team.owner, '10.0.0.0/8')
    const second = await makeKey(team.owner, '10.1.0.0/16')
    const list = await makeList('Office', ['10.1.0.0/16', '192.0.2.0/24'], [first.id, second.id])
    await store([
      { keyId: first.id, from: '10.1.0.1' },
      { keyId: first.id, from: '192.0.2.1' },
      // Both have the same network: the key's own counts.
      { keyId: second.id, from: '10.1.0.1' },
      { keyId: second.id, from: '192.0.2.2' },
    ])
    expect(await matchesOf(list)).toMatchObject([
      { network: '10.1.0.0/16', count: 1 },
      { network: '192.0.2.0/24', count: 2 },
    ])
    expect(await matchesOf(first.id)).toEqual([])
    expect(await matchesOf(second.id)).toMatchObject([{ network: '10.1.0.0/16', count: 1 }])
  })

  it('is none that is off or has expired, and none where the list decided nothing', async () => {
    const key = await makeKey(team.owner, '10.0.0.0/8\n10.1.0.0/16\n10.1.2.3')
    const open = await makeKey(team.owner, '')
    await prisma()
      .$executeRaw`UPDATE allowlist_entry SET enabled = false WHERE key_id = ${key.id}::uuid AND network = '10.1.2.3'`
    await prisma().$executeRaw`UPDATE allowlist_entry SET expires_at = now() - interval '2 hours'
      WHERE key_id = ${key.id}::uuid AND network = '10.1.0.0/16'`
    await store([
      { keyId: key.id, from: '10.1.2.3' },
      { keyId: key.id, from: '192.0.2.2', outcome: 'not_listed' },
      { keyId: key.id, from: '10.1.2.3', outcome: 'bypassed' },
      { keyId: key.id, from: '10.1.2.3', outcome: 'paused' },
      { keyId: key.id, from: '192.0.2.1' },
      { keyId: key.id, from: null },
      { keyId: open.id, from: '10.1.2.3' },
    ])
    expect(await matchesOf(key.id)).toMatchObject([{ network: '10.0.0.0/8', count: 1 }])
  })

  it('is told too of a call that only a reporting ceiling would have refused', async () => {
    const { id: keyId } = await makeKey(team.owner, '10.0.0.0/8')
    await store([{ keyId, from: '10.1.2.3', outcome: 'not_listed' }])
    expect(await matchesOf(keyId)).toMatchObject([{ network: '10.0.0.0/8', count: 1 }])
  })

  it('is found among 10,000 as soon as among ten', async () => {
    const { id: keyId } = await makeKey(team.owner, '10.0.0.1')
    await prisma().$executeRaw`INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position)
      SELECT gen_random_uuid(), ${team.workspaceId}::uuid, ${keyId}::uuid, ('172.' || n / 256 || '.' || n % 256 || '.0/24')::inet, n
      FROM generate_series(1, 9999) AS n`
    await pool().query('ANALYZE allowlist_entry')
    const callers = Array.from({ length: 1000 }, (_, n) => ({ keyId, from: `172.${n % 39}.${n % 256}.7` }))
    const start = performance.now()
    await store(callers)
    const took = performance.now() - start
    const matches = await matchesOf(keyId)
    expect(matches.reduce((sum, { count }) => sum + count, 0)).toBe(
      callers.filter(({ from }) => !from.startsWith('172.0.0.')).length,
    )
    // A scan of the list for each caller would take over ten seconds.
    expect(took).toBeLessThan(2000)
  })
})
