import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma, transaction } from '#lib/db'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import { lookForExpiries, raiseExpiring } from './expiring.ts'
import { storedAlerts } from './fixtures.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team
let key: { id: string; name: string }
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const END = new Date('2027-03-01T12:00:00.000Z')
const HOUR = 3_600_000
const earlier = (ms: number) => new Date(END.getTime() - ms)
const lookAt = (now: Date) => transaction((tx) => raiseExpiring(tx, now))
const told = async () =>
  (await storedAlerts(team.workspaceId)).map(({ kind, detail }) => [kind, (detail as { stage: string }).stage])

beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE alert, allowlist_entry, api_key CASCADE`
  team = await makeTeam()
  key = await makeKey(team.owner, '203.0.113.7, 198.51.100.0/24')
})

const expireKey = (expiresAt: Date | null) => prisma().apiKey.update({ where: { id: key.id }, data: { expiresAt } })
const expireEntries = (data: object) => prisma().allowlistEntry.updateMany({ where: { keyId: key.id }, data })

describe('what is about to expire', () => {
  it.each([
    ['key_expiring', () => expireKey(END)],
    ['entry_expiring', () => expireEntries({ expiresAt: END })],
  ] as const)(
    'is told of seven days before, to the millisecond, and again 24 hours before: %s',
    async (kind, expire) => {
      await expire()
      const steps: [now: Date, stages: string[]][] = [
        [earlier(168 * HOUR + 1), []],
        [earlier(168 * HOUR), ['7d']],
        [earlier(24 * HOUR + 1), ['7d']],
        [earlier(24 * HOUR), ['7d', '1d']],
        [earlier(1), ['7d', '1d']],
        [END, ['7d', '1d']],
      ]
      for (const [now, stages] of steps) {
        await lookAt(now)
        await lookAt(now)
        expect((await told()).map(([, stage]) => stage).sort(), now.toISOString()).toEqual([...stages].sort())
      }
      expect((await storedAlerts(team.workspaceId)).every((alert) => alert.kind === kind && alert.count === 1n)).toBe(
        true,
      )
    },
  )

  it('is told of once for entries that end together, with their networks', async () => {
    await expireEntries({ expiresAt: END })
    await lookAt(earlier(HOUR))
    const [alert, ...others] = await storedAlerts(team.workspaceId)
    expect(others).toEqual([])
    expect(alert?.detail).toEqual({
      subject: { kind: 'key', id: key.id, name: key.name },
      ...{ items: ['203.0.113.7', '198.51.100.0/24'], more: false, stage: '1d', expiresAt: END.toISOString() },
    })
  })

  it('is told of anew when it is given another end', async () => {
    await expireKey(END)
    await lookAt(earlier(HOUR))
    const later = new Date(END.getTime() + 48 * HOUR)
    await expireKey(later)
    await lookAt(new Date(later.getTime() - HOUR))
    expect(await told()).toEqual([
      ['key_expiring', '1d'],
      ['key_expiring', '1d'],
    ])
  })

  it.each([
    ['already over', () => expireEntries({ expiresAt: END }), END],
    ['switched off', () => expireEntries({ expiresAt: END, enabled: false }), earlier(HOUR)],
    ['younger than its last day', () => expireEntries({ expiresAt: END, addedAt: earlier(23 * HOUR) }), earlier(HOUR)],
    [
      'of a revoked key',
      async () => {
        await expireEntries({ expiresAt: END })
        await prisma().apiKey.update({
          where: { id: key.id },
          data: { revokedAt: earlier(300 * HOUR), expiresAt: END },
        })
      },
      earlier(HOUR),
    ],
  ])('is not told of when it is %s', async (_, prepare, now) => {
    await prepare()
    await lookAt(now)
    expect(await told()).toEqual([])
  })

  it('is told of a day before, but not seven, when it was made in between', async () => {
    await expireEntries({ expiresAt: END, addedAt: earlier(100 * HOUR) })
    await lookAt(earlier(90 * HOUR))
    expect(await told()).toEqual([])
    await lookAt(earlier(24 * HOUR))
    expect(await told()).toEqual([['entry_expiring', '1d']])
  })

  it('is found in named lists and in a ceiling that is on, each by its own name', async () => {
    const list = { workspaceId: team.workspaceId, version: 1 }
    const entry = {
      workspaceId: team.workspaceId,
      network: '192.0.2.0/24',
      position: 0,
      expiresAt: END,
      addedAt: earlier(999 * HOUR),
    }
    for (const [kind, name, accessMode] of [
      ['shared', 'Office', 'enforce'],
      ['ceiling', 'Ceiling', 'enforce'],
    ] as const) {
      const { id } = await prisma().networkList.create({ data: { ...list, kind, name, accessMode } })
      await prisma().allowlistEntry.create({ data: { ...entry, listId: id } })
    }
    await lookAt(earlier(HOUR))
    const subjects = (await storedAlerts(team.workspaceId)).map(
      ({ detail }) => (detail as { subject: { kind: string; name: string } }).subject,
    )
    expect(subjects.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual(['ceiling Ceiling', 'list Office'])
    await prisma().$executeRaw`DELETE FROM alert`
    await prisma().networkList.updateMany({ where: { kind: 'ceiling' }, data: { accessMode: 'open' } })
    await lookAt(earlier(HOUR))
    expect(await storedAlerts(team.workspaceId)).toHaveLength(1)
  })

  it('is told of once when many processes look at once', async () => {
    await expireKey(new Date(Date.now() + HOUR))
    await prisma().apiKey.update({ where: { id: key.id }, data: { createdAt: earlier(9999 * HOUR) } })
    await Promise.all(Array.from({ length: 6 }, () => lookForExpiries()))
    expect(await storedAlerts(team.workspaceId)).toMatchObject([{ kind: 'key_expiring', count: 1n }])
  })
})
