import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { markAllRead, markRead, mute } from '#lib/alerts/commands'
import type { Actor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { createKey, pauseKey } from '#lib/keys/commands'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { createKeySchema } from '#lib/keys/schema'
import { createList, updateCeiling } from '#lib/lists/commands'
import { createListSchema } from '#lib/lists/schema'
import { createManagementToken } from '#lib/management-tokens/create-token'
import { createTokenSchema } from '#lib/management-tokens/schema'
import { inviteMember } from '#lib/members/invite'
import { createWebhook } from '#lib/webhooks/commands'
import { createWebhookSchema } from '#lib/webhooks/schema'
import { type TestDatabase, testDatabase } from '#test/database'
import { hasRight, type WorkspaceRight, workspaceRoles } from './rights.ts'

let db: TestDatabase
let team: Team
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())
beforeEach(async () => {
  team = await makeTeam()
})

type Act = (actor: Actor) => Promise<{ ok: boolean; error?: string }>

const ownKey = async (actor: Actor) => {
  const { id } = await makeKey(team.owner, '203.0.113.1')
  await prisma().apiKey.update({ where: { id }, data: { createdById: actor.userId }, select: { id: true } })
  return id
}

// A right that guards no command, or guards it wrongly, is a promise on paper: every right is tried by what it is for.
const acts: Record<Exclude<WorkspaceRight, 'seeActivity'>, readonly Act[]> = {
  createKeys: [
    (actor) =>
      createKey(
        actor,
        createKeySchema.parse({ name: 'K', allowedIps: '203.0.113.1', openToAny: false, expiresAt: null }),
      ),
  ],
  manageOwnKeys: [async (actor) => pauseKey(actor, { keyId: await ownKey(actor) })],
  manageAllKeys: [async (actor) => pauseKey(actor, { keyId: (await makeKey(team.owner, '203.0.113.1')).id })],
  changeShared: [
    (actor) => createList(actor, createListSchema.parse({ name: 'L', description: '', entries: '203.0.113.1' })),
    (actor) => updateCeiling(actor, { version: 0, change: { mode: 'report' }, confirmed: [] }),
    (actor) =>
      createWebhook(
        actor,
        createWebhookSchema.parse({ url: 'https://hooks.example.com/a', description: '', scope: 'all', kinds: [] }),
      ),
    (actor) => mute(actor, { kind: 'first_refusal', subjectId: null }),
  ],
  readAlerts: [(actor) => markAllRead(actor, { until: new Date() })],
  manageTokens: [
    (actor) =>
      createManagementToken(
        actor,
        createTokenSchema.parse({
          name: 'T',
          role: 'read',
          allowedIps: '203.0.113.1',
          openToAny: false,
          expiresAt: null,
        }),
      ),
  ],
  manageMembers: [(actor) => inviteMember(actor, { email: 'new@example.com', role: 'viewer' })],
}

describe.each(workspaceRoles)('%s', (role) => {
  it.each(Object.keys(acts) as (keyof typeof acts)[])('%s is what the commands heed', async (right) => {
    for (const act of acts[right]) {
      const outcome = await act(team[role])
      expect([role, right, outcome.error === 'forbidden']).toEqual([role, right, !hasRight({ role }, right)])
    }
  })
})

it('a viewer marks no alert as read', async () => {
  const alertId = '018f0000-0000-7000-8000-000000000000'
  expect(await markRead(team.viewer, { alertId })).toMatchObject({ error: 'forbidden' })
  expect(await markRead(team.member, { alertId })).toMatchObject({ error: 'not_found' })
})
