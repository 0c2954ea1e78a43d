import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma, transaction } from '#lib/db'
import { makeTeam, type Team } from '#lib/keys/fixtures'
import { makeWebhook } from '#lib/webhooks/fixtures'
import { testDatabase } from '#test/database'
import { refusal, storedAlerts } from './fixtures.ts'
import { type NewAlert, raiseAlerts } from './raise.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const raise = (...alerts: NewAlert[]) => transaction((tx) => raiseAlerts(tx, alerts))
const minutes = (n: number) => new Date(Date.UTC(2026, 10, 27, 12, n))

describe('what happens again', () => {
  beforeAll(async () => {
    team = await makeTeam()
  })

  it('is counted on the alert that is there, with the addresses of both', async () => {
    const { workspaceId } = team
    const first = refusal(workspaceId, { count: 2, at: minutes(0), items: ['203.0.113.7', '203.0.113.8'] })
    await raise(first)
    await raise({
      ...first,
      ...refusal(workspaceId, {
        subjectId: first.subjectId,
        count: 3,
        at: minutes(9),
        items: ['203.0.113.7', '203.0.113.9'],
      }),
    })
    const [alert, ...others] = await storedAlerts(workspaceId)
    expect(others).toEqual([])
    expect(alert).toMatchObject({ count: 5n, firstAt: minutes(0), lastAt: minutes(9) })
    expect(alert?.detail).toMatchObject({ items: ['203.0.113.7', '203.0.113.8', '203.0.113.9'], more: false })
  })

  it('names twenty addresses and says that there are more', async () => {
    const { workspaceId } = await makeTeam()
    const many = (from: number) => Array.from({ length: 15 }, (_, n) => `198.51.100.${from + n}`)
    const first = refusal(workspaceId, { items: many(0) })
    await raise(first)
    await raise(refusal(workspaceId, { subjectId: first.subjectId, items: many(10) }))
    const [alert] = await storedAlerts(workspaceId)
    expect(alert?.detail).toMatchObject({ more: true, items: [...many(0), ...many(15).slice(0, 5)] })
  })

  it('is unread again when it happens after it was read, and not when it happened before', async () => {
    const { workspaceId } = await makeTeam()
    const { subjectId } = refusal(workspaceId)
    await raise(refusal(workspaceId, { subjectId, at: minutes(0) }))
    await prisma().alert.updateMany({ where: { workspaceId }, data: { readAt: minutes(5), readBy: 'somebody' } })
    await raise(refusal(workspaceId, { subjectId, at: minutes(4) }))
    expect(await storedAlerts(workspaceId)).toMatchObject([{ count: 2n, readAt: minutes(5), lastAt: minutes(4) }])
    await raise(refusal(workspaceId, { subjectId, at: minutes(6) }))
    expect(await storedAlerts(workspaceId)).toMatchObject([{ count: 3n, readAt: null, lastAt: minutes(6) }])
  })

  it('is one row when it comes twice in one batch, or from many processes at once', async () => {
    const { workspaceId } = await makeTeam()
    const { subjectId } = refusal(workspaceId)
    const same = () => refusal(workspaceId, { subjectId })
    await Promise.all(Array.from({ length: 8 }, () => raise(same(), same())))
    expect(await storedAlerts(workspaceId)).toMatchObject([{ count: 16n }])
  })

  it('is told one time where the kind is looked for again and again', async () => {
    const { workspaceId } = await makeTeam()
    const id = randomUUID()
    const ending: NewAlert = {
      ...{ kind: 'key_expiring', workspaceId, subjectId: id, fold: `${id} 7d` },
      detail: {
        ...{ subject: { kind: 'key', id, name: 'Production' }, items: [], more: false },
        ...{ expiresAt: minutes(0).toISOString(), stage: '7d' },
      },
    }
    await raise(ending)
    await prisma().alert.updateMany({ where: { workspaceId }, data: { readAt: new Date() } })
    await raise(ending)
    expect(await storedAlerts(workspaceId)).toMatchObject([{ count: 1n, readAt: expect.any(Date) }])
  })
})

describe('what is muted raises nothing', () => {
  const someId = randomUUID()
  const cases: {
    muted: string
    kind: 'first_refusal' | 'new_caller' | null
    subjectId: string | null
    raised: number
  }[] = [
    { muted: 'nothing', kind: null, subjectId: randomUUID(), raised: 1 },
    { muted: 'this kind', kind: 'first_refusal', subjectId: null, raised: 0 },
    { muted: 'another kind', kind: 'new_caller', subjectId: null, raised: 1 },
    { muted: 'this key', kind: null, subjectId: someId, raised: 0 },
    { muted: 'this kind of this key', kind: 'first_refusal', subjectId: someId, raised: 0 },
    { muted: 'another kind of this key', kind: 'new_caller', subjectId: someId, raised: 1 },
    { muted: 'this kind of another key', kind: 'first_refusal', subjectId: randomUUID(), raised: 1 },
  ]
  it.each(cases)('$muted: $raised', async ({ kind, subjectId, raised }) => {
    const { workspaceId } = await makeTeam()
    const { workspaceId: elsewhere } = await makeTeam()
    await prisma().alertMute.create({ data: { workspaceId, kind, subjectId, mutedBy: 'somebody' } })
    await raise(refusal(workspaceId, { subjectId: someId }), refusal(elsewhere, { subjectId: someId }))
    expect(await storedAlerts(workspaceId)).toHaveLength(raised)
    expect(await storedAlerts(elsewhere)).toHaveLength(1)
  })
})

describe('messages', () => {
  const queued = (webhookId: string) =>
    prisma().webhookDelivery.findMany({
      where: { webhookId },
      select: { type: true, payload: true, attempts: true, alertId: true },
    })

  it('are queued for each webhook that wants the kind, in the same transaction', async () => {
    const { owner, workspaceId } = await makeTeam()
    const { owner: stranger } = await makeTeam()
    const [all, right, wrong, off, theirs] = await Promise.all([
      makeWebhook(owner),
      makeWebhook(owner, { kinds: ['first_refusal', 'new_caller'] }),
      makeWebhook(owner, { kinds: ['new_caller'] }),
      makeWebhook(owner),
      makeWebhook(stranger),
    ])
    await prisma().webhook.update({ where: { id: off.id }, data: { disabledAt: new Date() } })
    await raise(refusal(workspaceId))
    const counts = await Promise.all([all, right, wrong, off, theirs].map(async ({ id }) => (await queued(id)).length))
    expect(counts).toEqual([1, 1, 0, 0, 0])
    const failing = transaction(async (tx) => {
      await raiseAlerts(tx, [refusal(workspaceId)])
      throw new Error('changed its mind')
    })
    await expect(failing).rejects.toThrow('changed its mind')
    expect(await queued(all.id)).toHaveLength(1)
  })

  it('say what the page says, in the form of the specification', async () => {
    const { owner, workspaceId } = await makeTeam()
    const { id } = await makeWebhook(owner)
    await raise(refusal(workspaceId, { count: 3, at: minutes(1) }))
    const [alert] = await storedAlerts(workspaceId)
    expect((await queued(id))[0]).toMatchObject({
      type: 'key.first_refusal',
      payload: {
        type: 'key.first_refusal',
        timestamp: minutes(1).toISOString(),
        data: {
          alert_id: alert?.id,
          kind: 'first_refusal',
          message:
            'Calls with “Production” from 203.0.113.7 were refused: the list of the key does not allow the address.',
          addresses: ['203.0.113.7'],
          more_addresses: false,
          reason: 'ip_not_allowed',
          count: 3,
        },
      },
    })
  })

  it('go out at most once an hour for what happens again, however many processes tell of it', async () => {
    const { owner, workspaceId } = await makeTeam()
    const { id } = await makeWebhook(owner)
    const { subjectId } = refusal(workspaceId)
    await Promise.all(Array.from({ length: 8 }, () => raise(refusal(workspaceId, { subjectId }))))
    expect(await queued(id)).toHaveLength(1)
    await prisma().$executeRaw`UPDATE webhook_delivery SET created_at = created_at - interval '59 minutes'`
    await raise(refusal(workspaceId, { subjectId }))
    expect(await queued(id)).toHaveLength(1)
    await prisma().$executeRaw`UPDATE webhook_delivery SET created_at = created_at - interval '1 minute'`
    await raise(refusal(workspaceId, { subjectId }))
    const messages = await queued(id)
    expect(messages).toHaveLength(2)
    expect(
      messages.map(({ payload }) => (payload as { data: { count: number } }).data.count).sort((a, b) => a - b),
    ).toEqual([1, 10])
  })
})
