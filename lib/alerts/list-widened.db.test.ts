import { afterAll, beforeAll, expect, it } from 'vitest'
import { transaction } from '#lib/db'
import { parseCanonicalNetwork } from '#lib/ip/network'
import { makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import { storedAlerts } from './fixtures.ts'
import { type Widening, wideningAlert } from './list-widened.ts'
import { raiseAlerts } from './raise.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const subjectId = '0192b7c0-0000-7000-8000-000000000001'
const networks = (...texts: string[]) => texts.flatMap((text) => parseCanonicalNetwork(text) ?? [])

function widen(changes: Partial<Widening>): Promise<void> {
  const { workspaceId } = team
  const plain = {
    workspaceId,
    subjectId,
    subjectName: 'Office',
    subjectKind: 'list',
    actorLabel: 'ada@example.com',
  } as const
  return transaction((tx) =>
    raiseAlerts(tx, [wideningAlert({ ...plain, gained: [], opensToAny: false, at: new Date(), ...changes })]),
  )
}

it('tells of a list that admits more, and of opening it apart', async () => {
  team = await makeTeam()
  await widen({ gained: networks('203.0.113.0/24') })
  await widen({ gained: networks('198.51.100.7/32') })
  await widen({ opensToAny: true })
  const [wider, open, ...others] = await storedAlerts(team.workspaceId)
  expect(others).toEqual([])
  expect([wider?.count, open?.count]).toEqual([2n, 1n])
  expect(wider?.detail).toEqual({
    subject: { kind: 'list', id: subjectId, name: 'Office' },
    ...{ items: ['203.0.113.0/24', '198.51.100.7'], more: false },
    ...{ gained: '1 address', by: 'ada@example.com', opensToAny: false },
  })
  expect(open?.detail).toMatchObject({ opensToAny: true })
})

it('names the first few of thousands of networks', async () => {
  team = await makeTeam()
  const gained = networks(...Array.from({ length: 3000 }, (_, n) => `10.${n >> 8}.${n & 255}.0/25`))
  await widen({ gained })
  const [alert] = await storedAlerts(team.workspaceId)
  expect(alert?.detail).toMatchObject({
    items: Array.from({ length: 20 }, (_, n) => `10.0.${n}.0/25`),
    more: true,
    gained: '384,000 addresses',
  })
})
