import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma, transaction } from '#lib/db'
import { updateKey } from '#lib/keys/commands'
import { edit, makeKey, makeTeam, programOf, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import type { StaffActor } from './actor.ts'
import { record } from './record.ts'
import { readTrail } from './trail.ts'
import { trailDetail } from './trail-detail.ts'
import { everyEvent, readTrailFilter } from './trail-filter.ts'
import { trailWhere } from './trail-where.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let ours: Team
let theirs: Team
let staff: StaffActor
let key: Awaited<ReturnType<typeof makeKey>>

beforeAll(async () => {
  database = await testDatabase()
  ours = await makeTeam()
  theirs = await makeTeam()
  await prisma().workspace.update({
    where: { id: theirs.workspaceId },
    data: { name: '100%_theirs' },
    select: { id: true },
  })
  key = await makeKey(ours.owner, '192.0.2.0/24\n198.51.100.7 # home', 'Billing')
  await updateKey(ours.owner, edit(key, { allowedIps: '192.0.2.0/25\n198.51.100.7 # home' }))
  await makeKey(theirs.member, '', 'Theirs')
  const origin = { address: '203.0.113.77', door: 'api', requestId: 'r' } as const
  staff = { kind: 'staff', userId: randomUUID(), label: 'stella@example.com', role: 'staff', tokenId: null, ...origin }
  await transaction((tx) =>
    record(tx, { actor: staff, action: 'key.revoke', workspaceId: ours.workspaceId, keyId: key.id }),
  )
  await transaction((tx) =>
    record(tx, { actor: programOf(theirs), action: 'key.pause', workspaceId: theirs.workspaceId }),
  )
})
afterAll(() => database.close())

const actionsBy = async (query: Record<string, string>) => {
  const { filter, problems } = readTrailFilter(query)
  expect(problems).toEqual({})
  return (await readTrail(filter, null, 50)).events.map(({ action }) => action)
}

describe('the trail of all workspaces', () => {
  it('is filtered by each of its sides, and by several at once', async () => {
    const everything = ['key.pause', 'key.revoke', 'key.create', 'key.allowlist', 'key.create']
    expect(await actionsBy({})).toEqual(everything)
    expect(await actionsBy({ actor: ours.owner.label.toUpperCase() })).toEqual(['key.allowlist', 'key.create'])
    expect(await actionsBy({ actor: 'ci' })).toEqual(['key.pause'])
    expect(await actionsBy({ actor: staff.userId })).toEqual(['key.revoke'])
    expect(await actionsBy({ actor: 'nobody@example.com' })).toEqual([])
    expect(await actionsBy({ key: key.id })).toEqual(['key.revoke', 'key.allowlist', 'key.create'])
    expect(await actionsBy({ key: 'bILL' })).toEqual(['key.revoke', 'key.allowlist', 'key.create'])
    expect(await actionsBy({ workspace: '100%_' })).toEqual(['key.pause', 'key.create'])
    expect(await actionsBy({ workspace: '%' })).toEqual(['key.pause', 'key.create'])
    expect(await actionsBy({ address: '203.0.113.77' })).toEqual(['key.revoke'])
    expect(await actionsBy({ address: '203.0.113.0/25' })).toEqual(['key.revoke'])
    expect(await actionsBy({ address: '203.0.113.128/25' })).toEqual([])
    expect(await actionsBy({ door: 'dashboard', action: 'key.allowlist' })).toEqual(['key.allowlist'])
    expect(await actionsBy({ action: 'list.*' })).toEqual([])
    expect(await actionsBy({ staff: '1' })).toEqual(['key.revoke'])
    expect(await actionsBy({ from: '2020-01-01', to: '2020-01-02' })).toEqual([])
    expect(await actionsBy({ from: '2020-01-01', actor: ours.owner.userId })).toEqual(['key.allowlist', 'key.create'])
  })

  it.each([everyEvent, { ...everyEvent, from: new Date(0) }])(
    'is read page by page, each event once',
    async (filter) => {
      const seen: string[] = []
      for (let after: string | null = null; ; ) {
        const page = await readTrail(filter, after, 2)
        seen.push(...page.events.map(({ id }) => id))
        after = page.next
        if (after === null) break
      }
      expect(seen).toHaveLength(5)
      expect(seen).toEqual([...new Set(seen)].sort((a, b) => Number(b) - Number(a)))
    },
  )

  it('says who acted as staff, in which workspace and on what', async () => {
    const { events } = await readTrail({ ...everyEvent, staff: true }, null, 5)
    expect(events).toMatchObject([
      {
        ...{ who: 'stella@example.com', staffRole: 'staff', address: '203.0.113.77', label: 'Revoked the key' },
        ...{ workspace: { name: 'Team' }, subject: { kind: 'key', name: 'Billing', id: key.id } },
      },
    ])
  })

  it('opens an event to the difference of the list, by the whole list where that is known', async () => {
    const { events } = await readTrail({ ...everyEvent, action: 'key.allowlist' }, null, 5)
    const detail = await trailDetail(events[0]?.id ?? '')
    expect(detail).toMatchObject({
      link: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      list: { isWhole: true, diff: { lost: { shown: ['192.0.2.128/25'] }, gained: { any: false } } },
    })
    await prisma().apiKey.delete({ where: { id: key.id }, select: { id: true } })
    const alone = await trailDetail(events[0]?.id ?? '')
    expect(alone?.event.subject).toEqual({ id: key.id, kind: null, name: null })
    expect(alone?.list).toMatchObject({ isWhole: false, diff: { removed: { total: 1 }, added: { total: 1 } } })
    expect(await trailDetail('99999')).toBeNull()
    expect(await trailDetail("1' OR true")).toBeNull()
  })
})

it('finds by index whatever it is asked for', async () => {
  const asked = { actor: ours.owner.userId, address: '203.0.113.0/24', action: 'key.revoke', door: 'cli', key: key.id }
  for (const [name, text] of [
    ...Object.entries(asked),
    ['workspace', ours.workspaceId],
    ['staff', '1'],
    ['to', '2026-11-01'],
  ]) {
    const { where } = await trailWhere(readTrailFilter({ [name ?? '']: text ?? '' }).filter)
    const order = name === 'to' ? 'e.at DESC, e.id DESC' : 'e.id DESC'
    const plan = await prisma().$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`
      await tx.$executeRaw`SET LOCAL enable_indexscan = on`
      const sql = `EXPLAIN SELECT e.id FROM audit_event e WHERE ${where.text} ORDER BY ${order} LIMIT 51`
      return JSON.stringify(await tx.$queryRawUnsafe(sql, ...where.values))
    })
    expect(plan, name).toMatch(name === 'staff' ? /audit_event_staff/ : /Index Cond/)
  }
})
