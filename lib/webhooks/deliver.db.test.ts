import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { refusal, storedAlerts } from '#lib/alerts/fixtures'
import { raiseAlerts } from '#lib/alerts/raise'
import { prisma, transaction } from '#lib/db'
import { resolveEnv } from '#lib/env'
import { makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import { readAttempts } from './attempt-log.ts'
import { claimDeliveries } from './claim.ts'
import { pauseWebhook, replaceSecret, resend, sendTest } from './commands.ts'
import { createCourier } from './courier.ts'
import type { CreatedWebhook } from './create-webhook.ts'
import { makeWebhook, type Received, type Receiver, startReceiver } from './fixtures.ts'
import { secretKey, signatureHeader } from './signature.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team
let receiver: Receiver
let webhook: CreatedWebhook
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE webhook, webhook_delivery, alert`
  team = await makeTeam()
  receiver = await startReceiver()
  webhook = await makeWebhook(team.owner, { url: `${receiver.url}/hook` })
})
afterEach(() => receiver.close())

const nothing: Received = { headers: {}, body: '', path: '', at: 0 }
const raise = () => transaction((tx) => raiseAlerts(tx, [refusal(team.workspaceId)]))
const stored = () => prisma().webhookDelivery.findMany({ where: { webhookId: webhook.id } })
const only = async () => {
  const [delivery, ...others] = await stored()
  if (delivery === undefined || others.length > 0) throw new Error('not one delivery')
  return delivery
}

async function round(): Promise<void> {
  const courier = createCourier()
  await courier.round()
  await courier.settled()
}

/** Moves all times into the past, as if so long had gone by. */
async function passes(seconds: number): Promise<void> {
  await prisma().$executeRaw`
    UPDATE webhook_delivery SET created_at = created_at - make_interval(secs => ${seconds}::float8),
      next_attempt_at = next_attempt_at - make_interval(secs => ${seconds}::float8),
      delivered_at = delivered_at - make_interval(secs => ${seconds}::float8)`
  await prisma().$executeRaw`UPDATE webhook SET updated_at = updated_at - make_interval(secs => ${seconds}::float8)`
}

describe('a message', () => {
  it('arrives signed, under its id, and is noted as delivered', async () => {
    await raise()
    await round()
    const [{ headers, body } = nothing, ...others] = receiver.received
    expect(others).toEqual([])
    const { id, deliveredAt, nextAttemptAt, log } = await only()
    expect(headers['webhook-id']).toBe(`msg_${id}`)
    const message = { id: `msg_${id}`, timestamp: Number(headers['webhook-timestamp']), body }
    expect(headers['webhook-signature']).toBe(signatureHeader([secretKey(webhook.secret)], message))
    expect(Math.abs(message.timestamp - Date.now() / 1000)).toBeLessThan(60)
    expect(Object.keys(JSON.parse(body))).toEqual(['type', 'timestamp', 'data'])
    expect([deliveredAt, nextAttemptAt]).toEqual([expect.any(Date), null])
    expect(readAttempts(log)).toMatchObject([{ status: 200, problem: null }])
    await round()
    expect(receiver.received).toHaveLength(1)
  })

  it('is signed by the secret before too, for a day after it was replaced', async () => {
    const replaced = await replaceSecret(team.owner, { webhookId: webhook.id })
    if (!replaced.ok) throw new Error(replaced.message)
    await raise()
    await round()
    const { headers, body } = receiver.received[0] ?? nothing
    const message = { id: String(headers['webhook-id']), timestamp: Number(headers['webhook-timestamp']), body }
    const keys = [replaced.value.secret, webhook.secret].map(secretKey)
    expect(headers['webhook-signature']).toBe(signatureHeader(keys, message))
  })

  it('is tried again under the same id with a new time, later and later, and given up in the end', async () => {
    receiver.answer = (_, response) => response.writeHead(500).end('our stack trace')
    await raise()
    await round()
    const waits: number[] = []
    for (let attempt = 1; attempt < 9; attempt += 1) {
      const [row] = await prisma().$queryRaw<{ wait: number }[]>`
        SELECT extract(epoch FROM next_attempt_at - clock_timestamp())::float8 AS wait FROM webhook_delivery`
      const delay = row?.wait ?? 0
      waits.push(delay)
      await passes(delay - 2)
      await round()
      expect(receiver.received).toHaveLength(attempt)
      await passes(2.1)
      await round()
      expect(receiver.received).toHaveLength(attempt + 1)
    }
    for (const [n, planned] of [5, 60, 300, 1800, 7200, 21_600, 43_200, 86_400].entries()) {
      expect(waits[n]).toBeGreaterThan(planned * 0.8 - 1)
      expect(waits[n]).toBeLessThan(planned * 1.2)
    }
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const { attempts, nextAttemptAt, deliveredAt, log } = await only()
    expect([attempts, nextAttemptAt, deliveredAt]).toEqual([9, null, null])
    expect(readAttempts(log)).toHaveLength(9)
    expect(JSON.stringify(log)).not.toContain('stack trace')
  })

  it('is sent again by hand, with all its attempts, and not while it is under way', async () => {
    await raise()
    const { id: deliveryId } = await only()
    const again = () => resend(team.owner, { webhookId: webhook.id, deliveryId })
    expect(await again()).toMatchObject({ ok: false, error: 'under_way' })
    await round()
    expect(await again()).toMatchObject({ ok: true })
    await round()
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(Array(2).fill(`msg_${deliveryId}`))
    expect(readAttempts((await only()).log)).toHaveLength(2)
  })

  it('that is a test is tried once', async () => {
    receiver.answer = (_, response) => response.writeHead(503).end()
    expect(await sendTest(team.owner, { webhookId: webhook.id })).toMatchObject({ ok: true })
    expect(await sendTest(team.owner, { webhookId: webhook.id })).toMatchObject({ error: 'under_way' })
    await round()
    expect(await only()).toMatchObject({ type: 'webhook.test', nextAttemptAt: null, deliveredAt: null })
  })
})

describe('many processes', () => {
  it('never deliver a message twice', async () => {
    for (let n = 0; n < 20; n += 1) await raise()
    receiver.answer = (_, response) => setTimeout(() => response.end(), 30)
    const couriers = Array.from({ length: 4 }, () => createCourier())
    for (let rounds = 0; rounds < 30 && receiver.received.length < 20; rounds += 1) {
      await Promise.all(couriers.map((courier) => courier.round()))
      await wait(20)
    }
    await Promise.all(couriers.map((courier) => courier.settled()))
    expect(receiver.received).toHaveLength(20)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(20)
    expect((await stored()).every(({ attempts, deliveredAt }) => attempts === 1 && deliveredAt !== null)).toBe(true)
  })

  it('take over the message of one that died, once its lease is over', async () => {
    await raise()
    expect(await claimDeliveries(8, [])).toHaveLength(1)
    await passes(58)
    await round()
    expect(receiver.received).toHaveLength(0)
    await passes(2.1)
    await round()
    expect(receiver.received).toHaveLength(1)
    expect(await only()).toMatchObject({ attempts: 2 })
  })

  it('let a late end of an attempt change nothing that another has taken over', async () => {
    await raise()
    const held: (() => void)[] = []
    receiver.answer = (_, response) => held.push(() => response.writeHead(500).end())
    const slow = createCourier()
    await slow.round()
    while (held.length === 0) await wait(5)
    await passes(61)
    receiver.answer = (_, response) => response.end()
    await round()
    for (const end of held) end()
    await slow.settled()
    expect(await only()).toMatchObject({ attempts: 2, nextAttemptAt: null, deliveredAt: expect.any(Date) })
  })

  it('leave hands free for other webhooks when one hangs', async () => {
    const hanging = await startReceiver()
    hanging.answer = () => undefined
    await prisma().webhook.update({ where: { id: webhook.id }, data: { url: hanging.url } })
    const quick = await makeWebhook(team.owner, { url: receiver.url })
    for (let n = 0; n < 12; n += 1) await raise()
    const courier = createCourier()
    for (let n = 0; n < 40 && receiver.received.length < 12; n += 1) {
      await courier.round()
      await wait(20)
    }
    expect(receiver.received).toHaveLength(12)
    expect(hanging.received.length).toBeLessThanOrEqual(3)
    expect(quick.id).not.toBe(webhook.id)
    await hanging.close()
    await courier.settled()
  })
})

describe('a webhook', () => {
  const state = () =>
    prisma().webhook.findUniqueOrThrow({ where: { id: webhook.id }, select: { disabledAt: true, problem: true } })

  it('is switched off by 410 Gone, and the workspace is told', async () => {
    receiver.answer = (_, response) => response.writeHead(410).end()
    await raise()
    await round()
    expect(await state()).toEqual({ disabledAt: expect.any(Date), problem: expect.stringContaining('410 Gone') })
    expect((await storedAlerts(team.workspaceId)).map(({ kind }) => kind)).toEqual([
      'first_refusal',
      'webhook_disabled',
    ])
    const audited = await prisma().auditEvent.findFirst({ where: { keyId: webhook.id }, orderBy: { id: 'desc' } })
    expect(audited).toMatchObject({ action: 'webhook.update', actorLabel: 'Gatelist', door: 'server' })
    await raise()
    await round()
    expect(receiver.received).toHaveLength(1)
  })

  it('is switched off when nothing arrived for five days, to the hour', async () => {
    receiver.answer = (_, response) => response.writeHead(500).end()
    await raise()
    await round()
    await passes(5 * 86_400 - 3600)
    await raise()
    await round()
    expect(await state()).toMatchObject({ disabledAt: null })
    await passes(3700)
    await raise()
    await round()
    expect(await state()).toEqual({
      disabledAt: expect.any(Date),
      problem: 'No message could be delivered for 5 days.',
    })
  })

  it('stays on when something arrived in between', async () => {
    receiver.answer = (_, response) => response.writeHead(500).end()
    await raise()
    await round()
    await passes(3 * 86_400)
    receiver.answer = (_, response) => response.end()
    await raise()
    await round()
    await passes(3 * 86_400)
    receiver.answer = (_, response) => response.writeHead(500).end()
    await raise()
    await round()
    expect(await state()).toMatchObject({ disabledAt: null })
  })

  it('that is switched off by hand sends nothing, also not what waited', async () => {
    await raise()
    await pauseWebhook(team.owner, { webhookId: webhook.id })
    await raise()
    await round()
    expect(receiver.received).toEqual([])
    expect(await only()).toMatchObject({ nextAttemptAt: null, attempts: 0 })
    expect(await resend(team.owner, { webhookId: webhook.id, deliveryId: randomUUID() })).toMatchObject({
      error: 'switched_off',
    })
  })

  it('is not sent to this network where the installation does not allow it, also when it was made before', async () => {
    await raise()
    resolveEnv({ WEBHOOK_PRIVATE_TARGETS: '0' })
    await round()
    resolveEnv({ WEBHOOK_PRIVATE_TARGETS: '1' })
    expect(receiver.received).toEqual([])
    expect(readAttempts((await only()).log)).toMatchObject([{ status: null, problem: 'bad_address' }])
  })
})
