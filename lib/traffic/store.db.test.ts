import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import { batchOf, type TestCall } from './fixtures.ts'
import { storeTraffic } from './store.ts'
import { keptOfHour } from './write-callers.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})
afterAll(() => database.close())

const noon = new Date('2026-03-01T12:00:00Z')
const minutes = (count: number) => new Date(noon.getTime() + count * 60_000)
const v4 = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`
const store = (calls: readonly TestCall[]) => storeTraffic([...batchOf(calls)])
const newKey = async () => (await makeKey(team.owner)).id

type Row = { outcome: string; address: string | null; hour: Date; count: number; firstAt: Date; lastAt: Date }

function rowsOf(keyId: string): Promise<Row[]> {
  return prisma().$queryRaw<Row[]>`
    SELECT outcome, abbrev(address) AS address, hour, count::int AS count, first_at AS "firstAt", last_at AS "lastAt"
    FROM caller_hour WHERE key_id = ${keyId}::uuid ORDER BY hour, outcome, caller_hour.address`
}
const sumOf = (rows: readonly { count: number }[]) => rows.reduce((sum, row) => sum + row.count, 0)
const hoursOf = (keyId: string) =>
  prisma().keyHour.findMany({
    where: { keyId },
    orderBy: { hour: 'asc' },
    select: { hour: true, allowed: true, unlisted: true, refused: true },
  })

describe('callers of a key', () => {
  it('are kept by outcome, address and hour, and repeated ones add up', async () => {
    const keyId = await newKey()
    const refused = { keyId, outcome: 'ip_not_allowed', from: '198.51.100.1' } as const
    await store([
      { ...refused, at: minutes(3), times: 2 },
      { keyId, at: minutes(4) },
      { keyId, at: minutes(61) },
    ])
    await store([
      { ...refused, at: minutes(5) },
      { keyId, outcome: 'ip_unknown', from: null, at: minutes(6) },
    ])
    await store([{ keyId, outcome: 'ip_unknown', from: null, at: minutes(7) }])
    const hour = noon
    expect(await rowsOf(keyId)).toEqual([
      { outcome: 'allowed', address: '203.0.113.7', hour, count: 1, firstAt: minutes(4), lastAt: minutes(4) },
      { outcome: 'ip_not_allowed', address: '198.51.100.1', hour, count: 3, firstAt: minutes(3), lastAt: minutes(5) },
      { outcome: 'ip_unknown', address: null, hour, count: 2, firstAt: minutes(6), lastAt: minutes(7) },
      {
        outcome: 'allowed',
        address: '203.0.113.7',
        hour: minutes(60),
        count: 1,
        firstAt: minutes(61),
        lastAt: minutes(61),
      },
    ])
    expect(await hoursOf(keyId)).toEqual([
      { hour, allowed: 1n, unlisted: 0n, refused: 5n },
      { hour: minutes(60), allowed: 1n, unlisted: 0n, refused: 0n },
    ])
  })

  it('of a deleted key are dropped, and those of others are written', async () => {
    const keyId = await newKey()
    const gone = await newKey()
    await prisma().apiKey.delete({ where: { id: gone }, select: { id: true } })
    const stored = await store([{ keyId }, { keyId: gone }, { keyId: gone, outcome: 'revoked' }])
    expect(stored.map((caller) => caller.keyId)).toEqual([keyId])
  })
})

describe('first and last use', () => {
  const usageOf = (keyId: string) =>
    prisma().keyUsage.findUniqueOrThrow({
      where: { keyId },
      select: { firstUsedAt: true, firstUsedAddress: true, lastUsedAt: true, lastUsedAddress: true },
    })

  it('are of calls that were let through, in whatever order batches come', async () => {
    const keyId = await newKey()
    await store([{ keyId, outcome: 'paused', from: '192.0.2.9', at: minutes(1) }])
    expect(await usageOf(keyId)).toMatchObject({ firstUsedAt: null, lastUsedAt: null })
    await store([{ keyId, from: '192.0.2.2', at: minutes(5) }])
    await store([
      { keyId, from: '192.0.2.1', at: minutes(4) },
      { keyId, from: '192.0.2.3', at: minutes(6) },
    ])
    expect(await usageOf(keyId)).toEqual({
      ...{ firstUsedAt: minutes(4), firstUsedAddress: '192.0.2.1' },
      ...{ lastUsedAt: minutes(6), lastUsedAddress: '192.0.2.3' },
    })
  })

  it('a key that was used before the first use was kept has none', async () => {
    const keyId = await newKey()
    await prisma().keyUsage.create({ data: { keyId, lastUsedAt: minutes(0) }, select: { keyId: true } })
    await store([{ keyId, at: minutes(5) }])
    expect(await usageOf(keyId)).toMatchObject({ firstUsedAt: null, firstUsedAddress: null, lastUsedAt: minutes(5) })
  })
})

describe('however many addresses call', () => {
  it('an hour keeps so many that were refused and so many that were let through, the busiest first', async () => {
    const keyId = await newKey()
    const flood = (outcome: TestCall['outcome'], count: number): TestCall[] =>
      Array.from({ length: count }, (_, n) => ({ keyId, outcome: outcome ?? 'allowed', from: v4(n), at: minutes(1) }))
    await store([
      ...flood('ip_not_allowed', 300),
      { keyId, outcome: 'paused', from: '192.0.2.1', at: minutes(1), times: 5 },
    ])
    await store([...flood('ip_not_allowed', 600), ...flood('allowed', 600)])
    const rows = await rowsOf(keyId)
    const kept = rows.filter(({ address }) => address !== '0.0.0.0/0')
    expect(kept.filter(({ outcome }) => outcome === 'allowed')).toHaveLength(keptOfHour.passed)
    expect(kept.filter(({ outcome }) => outcome !== 'allowed')).toHaveLength(keptOfHour.refused)
    expect(kept.find(({ outcome }) => outcome === 'paused')).toMatchObject({ address: '192.0.2.1', count: 5 })
    expect(sumOf(rows.filter(({ outcome }) => outcome === 'ip_not_allowed'))).toBe(900)
    expect(sumOf(rows.filter(({ outcome }) => outcome === 'allowed'))).toBe(600)
  })

  it('a full hour still counts those whom it knows under their own address', async () => {
    const keyId = await newKey()
    const calls = Array.from({ length: 250 }, (_, n): TestCall => ({ keyId, outcome: 'paused', from: v4(n), at: noon }))
    await store(calls)
    await store([...calls, { keyId, outcome: 'paused', from: '2001:db8::1', at: noon }])
    const rows = await rowsOf(keyId)
    expect(rows.filter(({ count }) => count === 2)).toHaveLength(250)
    expect(rows.filter(({ count }) => count === 1).map(({ address }) => address)).toEqual(['::/0'])
  })

  it('a new hour has room again', async () => {
    const keyId = await newKey()
    for (const hour of [0, 60]) {
      await store(Array.from({ length: 300 }, (_, n) => ({ keyId, outcome: 'paused', from: v4(n), at: minutes(hour) })))
    }
    expect(await rowsOf(keyId)).toHaveLength(2 * 251)
  })

  it('eight of an IPv6 /64 are kept apart, over batches too', async () => {
    const keyId = await newKey()
    const from = (n: number) => `2001:db8::${(n + 1).toString(16)}`
    for (let batch = 0; batch < 4; batch += 1) {
      await store(
        Array.from({ length: 5 }, (_, n) => ({
          keyId,
          outcome: 'ip_not_allowed',
          from: from(batch * 5 + n),
          at: noon,
        })),
      )
    }
    await store([{ keyId, outcome: 'ip_not_allowed', from: '2001:db8:0:1::1', at: noon }])
    await store([{ keyId, outcome: 'ip_not_allowed', from: from(0), at: noon }])
    const rows = await rowsOf(keyId)
    expect(rows.map(({ address }) => address)).toEqual([
      '2001:db8::/64',
      ...Array.from({ length: 8 }, (_, n) => from(n)),
      '2001:db8:0:1::1',
    ])
    expect(rows.map(({ count }) => count)).toEqual([12, 2, 1, 1, 1, 1, 1, 1, 1, 1])
  })
})

describe('two processes that write at once', () => {
  it('lose nothing, keep to the bounds and do not deadlock', async () => {
    const keys = await Promise.all(Array.from({ length: 12 }, newKey))
    const batch = (part: number) =>
      keys.flatMap((keyId) =>
        Array.from({ length: 100 }, (_, n) => ({
          keyId,
          outcome: 'ip_not_allowed' as const,
          from: v4(part * 50 + n),
          at: noon,
        })),
      )
    await Promise.all([0, 1, 2, 3, 4, 5].map((part) => store(part % 2 === 0 ? batch(part) : batch(part).reverse())))
    for (const keyId of keys) {
      const rows = await rowsOf(keyId)
      expect(sumOf(rows)).toBe(600)
      expect(rows).toHaveLength(251)
      expect(await hoursOf(keyId)).toEqual([{ hour: noon, allowed: 0n, unlisted: 0n, refused: 600n }])
    }
  })

  it('get over a key that is deleted while they write', async () => {
    const keys = await Promise.all(Array.from({ length: 30 }, newKey))
    const calls = keys.map((keyId) => ({ keyId, at: noon }))
    await store(calls)
    const deletions = keys.slice(0, 15).map((id) => prisma().apiKey.deleteMany({ where: { id } }))
    await Promise.all([store(calls), ...deletions, store(calls)])
    for (const keyId of keys.slice(15)) expect(sumOf(await rowsOf(keyId))).toBe(3)
  })
})

describe('what was new in a batch', () => {
  const told = async (calls: readonly TestCall[]) =>
    (await store(calls)).map(({ outcome, address, count, isNewToKey }) => [outcome, address, count, isNewToKey])

  it('is an address that never ended alike with this key', async () => {
    const keyId = await newKey()
    const call = { keyId, from: '192.0.2.1' }
    expect(await told([{ ...call, outcome: 'ip_not_allowed', at: minutes(0), times: 2 }])).toEqual([
      ['ip_not_allowed', '192.0.2.1', 2, true],
    ])
    expect(await told([{ ...call, outcome: 'ip_not_allowed', at: minutes(1) }])).toEqual([
      ['ip_not_allowed', '192.0.2.1', 1, false],
    ])
    expect(await told([{ ...call, outcome: 'paused', at: minutes(90) }])).toEqual([['paused', '192.0.2.1', 1, false]])
    expect(await told([{ ...call, at: minutes(91) }])).toEqual([['allowed', '192.0.2.1', 1, true]])
    expect(await told([{ ...call, outcome: 'not_listed', at: minutes(150) }])).toEqual([
      ['not_listed', '192.0.2.1', 1, false],
    ])
    expect(await told([{ ...call, keyId: await newKey(), at: minutes(150) }])).toEqual([
      ['allowed', '192.0.2.1', 1, true],
    ])
    expect(await told([{ ...call, outcome: 'ip_unknown', from: null }])).toEqual([['ip_unknown', null, 1, true]])
    expect(await told([{ ...call, outcome: 'ip_unknown', from: null }])).toEqual([['ip_unknown', null, 1, false]])
  })

  it('comes with who is ignored', async () => {
    const [calm, busy] = [await newKey(), await newKey()]
    await prisma().ignoredCaller.create({
      data: { keyId: busy, address: '2001:db8::/64', ignoredBy: 'x' },
      select: { keyId: true },
    })
    const stored = await store([
      { keyId: calm },
      { keyId: busy, outcome: 'paused', from: '2001:db8::1', at: minutes(1), times: 3 },
      { keyId: busy, outcome: 'ip_not_allowed', from: '192.0.2.1', at: minutes(2) },
      { keyId: busy, at: minutes(3) },
    ])
    expect(stored.filter(({ isIgnored }) => isIgnored).map(({ address }) => address)).toEqual(['2001:db8::1'])
    expect(stored[0]).toMatchObject({ workspaceId: team.workspaceId, at: expect.any(Date) })
  })
})
