import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import type { StoredCaller } from '#lib/traffic/store'
import { testDatabase } from '#test/database'
import { storedAlerts } from './fixtures.ts'
import { watchTraffic } from './watch-traffic.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team
let keyId: string
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE alert, api_key CASCADE`
  team = await makeTeam()
  keyId = (await makeKey(team.owner, '203.0.113.7')).id
})

const AT = new Date('2026-11-27T10:30:00.000Z')
const HOUR = new Date('2026-11-27T10:00:00.000Z')
const DAY_MS = 86_400_000

function caller(changes: Partial<StoredCaller> = {}): StoredCaller {
  const { workspaceId } = team
  const plain = { outcome: 'ip_not_allowed', address: '198.51.100.4', count: 1, at: AT } as const
  return { workspaceId, keyId, ...plain, isNewToKey: true, isIgnored: false, ...changes }
}

/** As the writer of traffic would leave the tables before it tells of a batch. */
async function stored(callers: readonly StoredCaller[]): Promise<void> {
  for (const { workspaceId, outcome, address, count, at } of callers) {
    const row = { workspaceId, keyId, hour: HOUR, outcome, address, count: BigInt(count), firstAt: at, lastAt: at }
    await prisma().callerHour.create({ data: row })
  }
}
const alerts = async () => (await storedAlerts(team.workspaceId)).map(({ kind, count }) => [kind, Number(count)])
const detailOf = async (kind: string) =>
  (await storedAlerts(team.workspaceId)).find((alert) => alert.kind === kind)?.detail

describe('a refused call of a working key', () => {
  it.each(['ip_not_allowed', 'outside_ceiling', 'ip_unknown'] as const)(
    'is told of once a key and day: %s',
    async (outcome) => {
      const address = outcome === 'ip_unknown' ? null : '198.51.100.4'
      await watchTraffic([caller({ outcome, address, count: 3 })])
      await watchTraffic([caller({ outcome, address, at: new Date('2026-11-27T23:59:59.999Z') })])
      expect(await alerts()).toEqual([['first_refusal', 4]])
      expect(await detailOf('first_refusal')).toMatchObject({
        reason: outcome,
        items: address === null ? [] : [address],
      })
      await watchTraffic([caller({ outcome, address, at: new Date('2026-11-28T00:00:00.000Z') })])
      expect(await alerts()).toEqual([
        ['first_refusal', 4],
        ['first_refusal', 1],
      ])
    },
  )

  it.each([
    ['the key is paused', { outcome: 'paused' }],
    ['the key has expired', { outcome: 'expired' }],
    ['the key is revoked', { outcome: 'revoked' }],
    ['the address is ignored', { isIgnored: true }],
    ['it was let through and is not new', { outcome: 'not_listed', isNewToKey: false }],
  ] as const)('is not told of when %s', async (_, changes) => {
    await watchTraffic([caller(changes)])
    expect(await alerts()).toEqual([])
  })

  it('is told of by key, in the workspace of the key', async () => {
    const other = await makeTeam()
    const theirs = await makeKey(other.owner, '203.0.113.7')
    await watchTraffic([caller(), caller({ keyId: theirs.id, workspaceId: other.workspaceId })])
    expect(await alerts()).toEqual([['first_refusal', 1]])
    expect(await storedAlerts(other.workspaceId)).toMatchObject([{ detail: { subject: { id: theirs.id } } }])
  })

  it('of a key that is gone by now is passed over', async () => {
    await prisma().apiKey.delete({ where: { id: keyId } })
    await watchTraffic([caller()])
    expect(await alerts()).toEqual([])
  })
})

describe('a spike of refusals', () => {
  const hours = (rows: [hour: Date, refused: number][]) =>
    prisma().keyHour.createMany({
      data: rows.map(([hour, refused]) => ({ keyId, hour, allowed: 0n, unlisted: 0n, refused: BigInt(refused) })),
    })

  it('is told of when an hour is far above the day before, with what is usual', async () => {
    const callers = [caller({ count: 60 }), caller({ count: 40, address: '198.51.100.5' })]
    await stored(callers)
    await hours([
      [HOUR, 100],
      [new Date(HOUR.getTime() - 3_600_000), 240],
      // Before the 24 hours that count.
      [new Date(HOUR.getTime() - 25 * 3_600_000), 100_000],
    ])
    await watchTraffic(callers)
    expect(await alerts()).toContainEqual(['refusal_spike', 100])
    expect(await detailOf('refusal_spike')).toMatchObject({
      refused: 100,
      usual: 10,
      items: ['198.51.100.4', '198.51.100.5'],
    })
  })

  it('goes on counting on the same alert', async () => {
    const first = [caller({ count: 60 })]
    await stored(first)
    await hours([[HOUR, 60]])
    await watchTraffic(first)
    await prisma().callerHour.updateMany({ data: { count: 75n } })
    await prisma().keyHour.updateMany({ data: { refused: 75n } })
    await watchTraffic([caller({ count: 15 })])
    expect(await alerts()).toContainEqual(['refusal_spike', 75])
  })

  it('is none for few calls, for ignored addresses, and for refusals that are not about the address', async () => {
    const ignored = caller({ address: '198.51.100.9', count: 500 })
    const callers = [caller({ count: 49 }), ignored, caller({ outcome: 'paused', count: 500, address: '198.51.100.8' })]
    await stored(callers)
    await hours([[HOUR, 1049]])
    await prisma().ignoredCaller.create({ data: { keyId, address: '198.51.100.9', ignoredBy: 'somebody' } })
    await watchTraffic(callers.map((one) => ({ ...one, isIgnored: one === ignored })))
    expect(await alerts()).toEqual([['first_refusal', 49]])
  })
})

describe('a new caller', () => {
  const fresh = (changes: Partial<StoredCaller> = {}) => caller({ outcome: 'allowed', ...changes })
  const usedSince = (ms: number) =>
    prisma().keyUsage.create({ data: { keyId, firstUsedAt: new Date(AT.getTime() - ms) } })

  beforeEach(async () => {
    keyId = (await makeKey(team.owner, '')).id
  })

  it('of an open key that has been in use for a day is told of, an hour’s callers together', async () => {
    await usedSince(DAY_MS)
    await watchTraffic([fresh(), fresh({ address: '2001:db8::/64' })])
    await watchTraffic([fresh({ address: '198.51.100.5' })])
    expect(await alerts()).toEqual([['new_caller', 3]])
    expect(await detailOf('new_caller')).toMatchObject({ items: ['198.51.100.4', '2001:db8::/64', '198.51.100.5'] })
  })

  it('is told of sooner when several call already, those of the same batch not counted', async () => {
    await usedSince(60_000)
    const first = ['1', '2', '3', '4', '5'].map((n) => fresh({ address: `198.51.100.${n}` }))
    await stored(first)
    await watchTraffic(first)
    expect(await alerts()).toEqual([])
    const next = [fresh({ address: '198.51.100.6' })]
    await stored(next)
    await watchTraffic(next)
    expect(await alerts()).toEqual([['new_caller', 1]])
  })

  it.each([
    ['not new', { isNewToKey: false }],
    ['one of very many, which are not told apart', { address: '0.0.0.0/0' }],
    ['of an unknown address', { address: null }],
    ['ignored', { isIgnored: true }],
  ])('is none when it is %s', async (_, changes) => {
    await usedSince(DAY_MS)
    await watchTraffic([fresh(changes)])
    expect(await alerts()).toEqual([])
  })

  it('is none for a key with a list', async () => {
    await usedSince(DAY_MS)
    await prisma().apiKey.update({ where: { id: keyId }, data: { accessMode: 'enforce' } })
    await watchTraffic([fresh()])
    expect(await alerts()).toEqual([])
  })
})

it('looks at a bounded part of a flood', async () => {
  const callers = Array.from({ length: 200_000 }, (_, n) =>
    caller({ address: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}` }),
  )
  const start = performance.now()
  await watchTraffic(callers)
  expect(performance.now() - start).toBeLessThan(2_000)
  expect(await alerts()).toEqual([['first_refusal', 5_000]])
})
