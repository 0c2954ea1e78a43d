import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '#lib/alerts/fixtures'
import { raiseAlerts } from '#lib/alerts/raise'
import { prisma, transaction } from '#lib/db'
import { makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import * as commands from './commands.ts'
import type { CreatedWebhook } from './create-webhook.ts'
import { makeWebhook } from './fixtures.ts'
import * as queries from './queries.ts'
import { MAX_WEBHOOKS } from './rules.ts'
import { createWebhookSchema } from './schema.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let ours: Team
let theirs: Team
let webhook: CreatedWebhook
let deliveryId: string
beforeAll(async () => {
  database = await testDatabase()
  ours = await makeTeam()
  theirs = await makeTeam()
  webhook = await makeWebhook(ours.owner)
  await transaction((tx) => raiseAlerts(tx, [refusal(ours.workspaceId)]))
  deliveryId = (await prisma().webhookDelivery.findFirstOrThrow({ where: { webhookId: webhook.id } })).id
})
afterAll(() => database.close())

const fields = { url: 'https://example.com/', description: null, scope: 'all', kinds: [] } as const
const seenAt = () => new Date(0).toISOString()

/** Each command and query that takes a webhook, called by somebody of another workspace or by a member. */
const attempts: Record<string, (who: Team['owner'], webhookId: string) => Promise<unknown>> = {
  updateWebhook: (who, webhookId) => commands.updateWebhook(who, { ...fields, kinds: [], webhookId, seenAt: seenAt() }),
  enableWebhook: (who, webhookId) => commands.enableWebhook(who, { webhookId }),
  pauseWebhook: (who, webhookId) => commands.pauseWebhook(who, { webhookId }),
  replaceSecret: (who, webhookId) => commands.replaceSecret(who, { webhookId }),
  deleteWebhook: (who, webhookId) => commands.deleteWebhook(who, { webhookId }),
  sendTest: (who, webhookId) => commands.sendTest(who, { webhookId }),
  resend: (who, webhookId) => commands.resend(who, { webhookId, deliveryId }),
}

const everything = async () =>
  JSON.stringify(
    [
      await prisma().webhook.findMany({ where: { workspaceId: ours.workspaceId }, omit: { sealedSecret: true } }),
      await prisma().webhookDelivery.findMany({ where: { workspaceId: ours.workspaceId } }),
      await prisma().auditEvent.count({ where: { workspaceId: ours.workspaceId } }),
    ],
    (_, value) => (typeof value === 'bigint' ? String(value) : value),
  )

describe('another workspace', () => {
  it('is tried against every command there is', () => {
    expect([...Object.keys(attempts), 'createWebhook'].sort()).toEqual(Object.keys(commands).sort())
  })

  it.each(Object.keys(attempts))('gets nothing from %s, and cannot tell our webhook from none', async (name) => {
    const before = await everything()
    const answer = await attempts[name]?.(theirs.owner, webhook.id)
    expect(answer).toEqual({ ok: false, error: 'not_found', message: 'This webhook does not exist.' })
    expect(await attempts[name]?.(theirs.owner, randomUUID())).toEqual(answer)
    expect(await everything()).toBe(before)
  })

  it('reads nothing of ours', async () => {
    expect(await queries.getWebhook(theirs.workspaceId, webhook.id)).toBeNull()
    expect(await queries.getWebhook(ours.workspaceId, 'nonsense')).toBeNull()
    expect((await queries.listWebhooks(theirs.workspaceId)).webhooks).toEqual([])
    expect((await queries.listDeliveries(theirs.workspaceId, { webhookId: webhook.id })).deliveries).toEqual([])
  })
})

describe('a member', () => {
  it.each(Object.keys(attempts))('may not use %s', async (name) => {
    const before = await everything()
    expect(await attempts[name]?.(ours.member, webhook.id)).toMatchObject({ ok: false, error: 'forbidden' })
    expect(await everything()).toBe(before)
  })

  it('may not create one, and may see those there are', async () => {
    expect(await commands.createWebhook(ours.member, { ...fields, kinds: [] })).toMatchObject({ error: 'forbidden' })
    expect((await queries.listWebhooks(ours.workspaceId)).webhooks).toHaveLength(1)
  })
})

describe('a webhook', () => {
  it('shows its secret in the answer of its making and nowhere else', async () => {
    const made = await makeWebhook(ours.admin)
    const replaced = await commands.replaceSecret(ours.admin, { webhookId: made.id })
    if (!replaced.ok) throw new Error(replaced.message)
    const shown = JSON.stringify([
      await queries.getWebhook(ours.workspaceId, made.id),
      await queries.listWebhooks(ours.workspaceId),
      await queries.listDeliveries(ours.workspaceId, { webhookId: made.id }),
      (await prisma().auditEvent.findMany({ where: { keyId: made.id } })).map(({ id: _, ...event }) => event),
    ])
    for (const secret of [made.secret, replaced.value.secret]) {
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
      expect(shown).not.toContain(secret.slice(6))
    }
    expect(shown).not.toMatch(/sealed|whsec_/)
    const detail = await queries.getWebhook(ours.workspaceId, made.id)
    expect((detail?.overlapUntil?.getTime() ?? 0) - (detail?.now.getTime() ?? 0)).toBeGreaterThan(86_390_000)
  })

  it('leaves an event for everything that is done to it', async () => {
    const { id: webhookId } = await makeWebhook(ours.owner)
    const seen = async () => (await queries.getWebhook(ours.workspaceId, webhookId))?.updatedAt.toISOString() ?? ''
    const wanted = { ...fields, kinds: [], webhookId, url: 'https://example.com/new', description: 'On call' }
    expect(await commands.updateWebhook(ours.owner, { ...wanted, seenAt: await seen() })).toMatchObject({ ok: true })
    expect(await commands.updateWebhook(ours.owner, { ...wanted, seenAt: seenAt() })).toMatchObject({
      error: 'conflict',
    })
    expect(
      await commands.updateWebhook(ours.owner, { ...wanted, url: 'https://127.0.0.1:22/', seenAt: await seen() }),
    ).toMatchObject({
      error: 'bad_url',
    })
    await commands.pauseWebhook(ours.owner, { webhookId })
    await commands.enableWebhook(ours.owner, { webhookId })
    await commands.replaceSecret(ours.owner, { webhookId })
    await commands.sendTest(ours.owner, { webhookId })
    await commands.deleteWebhook(ours.owner, { webhookId })
    const events = await prisma().auditEvent.findMany({ where: { keyId: webhookId }, orderBy: { id: 'asc' } })
    expect(events.map(({ action }) => action)).toEqual([
      ...['webhook.create', 'webhook.update', 'webhook.update', 'webhook.update'],
      ...['webhook.secret', 'webhook.test', 'webhook.delete'],
    ])
    expect(events[1]).toMatchObject({ after: { url: 'https://example.com/new', description: 'On call', kinds: [] } })
    expect(await prisma().webhookDelivery.count({ where: { webhookId } })).toBe(0)
  })

  it('is one of a few, also when many are made at once', async () => {
    const team = await makeTeam()
    const wanted = { ...fields, kinds: [] }
    const made = await Promise.all(
      Array.from({ length: MAX_WEBHOOKS + 3 }, () => commands.createWebhook(team.owner, wanted)),
    )
    expect(made.filter(({ ok }) => ok)).toHaveLength(MAX_WEBHOOKS)
    expect(made.find(({ ok }) => !ok)).toMatchObject({ error: 'too_many' })
  })
})

it('says what is wrong with a form, field by field', () => {
  const problems = (input: unknown) =>
    createWebhookSchema.safeParse(input).error?.issues.map(({ path, message }) => [path.join('.'), message])
  expect(problems({ url: ' ', description: 'a\nb', scope: 'all', kinds: [] })).toEqual([
    ['url', 'Enter an address.'],
    ['description', 'A description has no line breaks or other control characters.'],
  ])
  expect(problems({ url: 'https://example.com', description: '', scope: 'some', kinds: [] })).toEqual([
    ['kinds', 'Choose at least one kind of alert.'],
  ])
})
