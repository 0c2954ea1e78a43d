import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma, transaction } from '#lib/db'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import { markAllRead, markRead, mute, unmute } from './commands.ts'
import { refusal, storedAlerts } from './fixtures.ts'
import { listQuery, readListQuery } from './list-query.ts'
import { listAlerts, listMutes, unreadAlerts } from './queries.ts'
import { type NewAlert, raiseAlerts } from './raise.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let ours: Team
let theirs: Team
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  ours = await makeTeam()
  theirs = await makeTeam()
})

const raise = (...alerts: NewAlert[]) => transaction((tx) => raiseAlerts(tx, alerts))
const everything = { filter: { kind: null, unreadOnly: false }, after: null } as const
const minutes = (n: number) => new Date(Date.UTC(2026, 10, 27, 12, n))

describe('reading', () => {
  it('marks one alert for the whole workspace, by name, and no other workspace’s', async () => {
    await raise(refusal(ours.workspaceId))
    const [alert] = await storedAlerts(ours.workspaceId)
    const alertId = alert?.id ?? ''
    expect(await markRead(theirs.owner, { alertId })).toMatchObject({ ok: false, error: 'not_found' })
    expect(await markRead(theirs.owner, { alertId: randomUUID() })).toMatchObject({ ok: false, error: 'not_found' })
    expect(await unreadAlerts(ours.workspaceId)).toBe(1)
    expect(await markRead(ours.member, { alertId })).toMatchObject({ ok: true })
    expect(await markRead(ours.owner, { alertId })).toMatchObject({ ok: true })
    expect(await unreadAlerts(ours.workspaceId)).toBe(0)
    const { alerts } = await listAlerts(ours.workspaceId, everything)
    expect(alerts).toMatchObject([{ readBy: ours.member.label }])
  })

  it('marks all that were on the page, and not what came since', async () => {
    await raise(
      refusal(ours.workspaceId, { at: minutes(1) }),
      refusal(ours.workspaceId, { at: minutes(3) }),
      refusal(theirs.workspaceId),
    )
    expect(await markAllRead(ours.member, { until: minutes(2) })).toEqual({ ok: true, value: { count: 1 } })
    expect([await unreadAlerts(ours.workspaceId), await unreadAlerts(theirs.workspaceId)]).toEqual([1, 1])
  })
})

describe('the list', () => {
  it('is paged by what happened last, filtered by kind and by unread, and holds one workspace', async () => {
    const alerts = Array.from({ length: 7 }, (_, n) => refusal(ours.workspaceId, { at: minutes(n) }))
    await raise(...alerts, refusal(theirs.workspaceId))
    const first = await listAlerts(ours.workspaceId, { ...everything, pageSize: 4 })
    const second = await listAlerts(ours.workspaceId, { ...everything, pageSize: 4, after: first.next })
    expect(second.next).toBeNull()
    const times = [...first.alerts, ...second.alerts].map(({ lastAt }) => lastAt)
    expect(times).toEqual([6, 5, 4, 3, 2, 1, 0].map(minutes))
    await markAllRead(ours.owner, { until: minutes(4) })
    const unread = { filter: { kind: 'first_refusal', unreadOnly: true }, after: null } as const
    expect((await listAlerts(ours.workspaceId, unread)).alerts).toHaveLength(2)
    const others = { filter: { kind: 'new_caller', unreadOnly: false }, after: null } as const
    expect((await listAlerts(ours.workspaceId, others)).alerts).toEqual([])
  })

  it('has an address that says the same when it is read again', () => {
    const filter = { kind: 'new_caller', unreadOnly: true } as const
    const after = { lastAt: 1_764_000_000_000, id: randomUUID() }
    expect(readListQuery(listQuery(filter, after))).toEqual({ filter, after })
    const nonsense = { kind: 'x', unread: 'yes', after: ['1_2', "'; DROP"] }
    expect(readListQuery(nonsense)).toEqual({ filter: { kind: null, unreadOnly: false }, after: null })
  })
})

describe('muting', () => {
  it('silences a key for who may change it, and leaves an event', async () => {
    const { id: subjectId } = await makeKey(ours.member, '203.0.113.7', 'Billing')
    const scope = { kind: 'first_refusal', subjectId } as const
    expect(await mute(ours.member, scope)).toEqual({ ok: true, value: { name: 'Billing' } })
    expect(await mute(ours.member, scope)).toMatchObject({ ok: true })
    await raise(refusal(ours.workspaceId, { subjectId }))
    expect(await storedAlerts(ours.workspaceId)).toEqual([])
    const [found, ...others] = await listMutes(ours.workspaceId)
    expect(others).toEqual([])
    expect(found).toMatchObject({
      kind: 'first_refusal',
      subjectName: 'Billing',
      isAboutKey: true,
      mutedBy: ours.member.label,
    })
    expect(await unmute(ours.member, { muteId: found?.id ?? '' })).toMatchObject({ ok: true })
    await raise(refusal(ours.workspaceId, { subjectId }))
    expect(await storedAlerts(ours.workspaceId)).toHaveLength(1)
    const events = await prisma().auditEvent.findMany({
      where: { keyId: subjectId, action: { startsWith: 'alert.' } },
      orderBy: { id: 'asc' },
    })
    expect(events).toMatchObject([
      { action: 'alert.mute', after: { kind: 'first_refusal', name: 'Billing' } },
      { action: 'alert.unmute', before: { kind: 'first_refusal', name: 'Billing' } },
    ])
  })

  it('of more than one’s own key is for owners and admins', async () => {
    const { id: ofOwner } = await makeKey(ours.owner, '203.0.113.7')
    const list = await prisma().networkList.create({
      data: { workspaceId: ours.workspaceId, kind: 'shared', name: 'Office' },
    })
    const scopes = [
      { kind: null, subjectId: ofOwner },
      { kind: 'list_widened', subjectId: list.id },
      { kind: 'first_refusal', subjectId: null },
    ] as const
    for (const scope of scopes) {
      expect(await mute(ours.member, scope)).toMatchObject({ ok: false, error: 'forbidden' })
      expect(await mute(ours.admin, scope)).toMatchObject({ ok: true })
    }
    for (const { id: muteId } of await listMutes(ours.workspaceId)) {
      expect(await unmute(ours.member, { muteId })).toMatchObject({ ok: false, error: 'forbidden' })
      expect(await unmute(theirs.owner, { muteId })).toMatchObject({ ok: false, error: 'not_found' })
    }
    expect(await listMutes(ours.workspaceId)).toHaveLength(3)
    expect(await listMutes(theirs.workspaceId)).toEqual([])
  })

  it('of another workspace’s key looks like that of none', async () => {
    const { id: subjectId } = await makeKey(ours.owner, '203.0.113.7')
    const answer = await mute(theirs.owner, { kind: null, subjectId })
    expect(answer).toMatchObject({ ok: false, error: 'not_found' })
    expect(await mute(theirs.owner, { kind: null, subjectId: randomUUID() })).toEqual(answer)
  })
})
