import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeDatabase, prisma } from '#lib/db'
import { resolveEnv } from '#lib/env'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { updateCeiling } from '#lib/lists/commands'
import { giveLists, makeList } from '#lib/lists/fixtures'
import { createListSchema } from '#lib/lists/schema'
import { createManagementToken } from '#lib/management-tokens/create-token'
import { createTokenSchema } from '#lib/management-tokens/schema'
import { createWebhook } from '#lib/webhooks/create-webhook'
import { createWebhookSchema } from '#lib/webhooks/schema'
import { signingKeys } from '#lib/webhooks/secret'
import { secretText } from '#lib/webhooks/signature'
import { migrate } from '#server/migrate'
import { testFolder } from '#test/postgres'
import { type RunningServer, startServer } from '#test/servers'
import { databaseUrl, dropDatabase, migrationsFolder, onServer, testServer } from '#test/template'

/** The migrations that the release before did not have begin with this one. */
const FIRST_NEW = '20261128020000_clock_at_commit'

const database = `release_before_${process.pid}`
const url = databaseUrl(testServer(), database)
const folder = testFolder('release-before')

let team: Team
let secrets: Record<'key' | 'token' | 'webhook' | 'webhookId', string>
let server: RunningServer | undefined

beforeAll(async () => {
  await onServer(testServer(), (client) => client.query(`CREATE DATABASE ${database}`))
  const before = join(folder, 'migrations')
  mkdirSync(before)
  for (const name of readdirSync(migrationsFolder).filter((one) => /^\d/.test(one) && one < FIRST_NEW))
    cpSync(join(migrationsFolder, name), join(before, name), { recursive: true })
  await migrate(url, before)
  await closeDatabase()
  resolveEnv({ DATABASE_URL: url })
  team = await makeTeam()
  secrets = await fill()
  await closeDatabase()
  server = await startServer({
    env: {
      ...{ DATABASE_URL: url, GATELIST_WITHOUT_PAGES: '1', TRUSTED_PROXIES: 'loopback' },
      CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR',
    },
  })
})
afterAll(async () => {
  await server?.stop()
  await closeDatabase()
  await dropDatabase(testServer(), database)
  rmSync(folder, { recursive: true, force: true })
})

/** What an installation holds beside keys and entries of their own. */
async function fill(): Promise<typeof secrets> {
  const key = await makeKey(team.owner, '203.0.113.7')
  const office = await makeList(team.admin, 'Office', '198.51.100.0/24')
  await giveLists(team.owner, key.id, [office.id])
  const { entries } = createListSchema.parse({ name: 'any', description: '', entries: '203.0.113.0/24\n198.51.100.7' })
  made(await updateCeiling(team.owner, { change: { mode: 'enforce', entries }, confirmed: [] }))
  const form = { name: 'ci', role: 'write', allowedIps: '', openToAny: true, expiresAt: null }
  const token = made(await createManagementToken(team.owner, createTokenSchema.parse(form)))
  const target = { url: 'https://hooks.example.com/gatelist', description: '', scope: 'all', kinds: [] }
  const webhook = made(await createWebhook(team.owner, createWebhookSchema.parse(target)))
  return { key: key.secret, token: token.secret, webhook: webhook.secret, webhookId: webhook.id }
}

function made<T>(result: { ok: true; value: T } | { ok: false; message: string }): T {
  if (!result.ok) throw new Error(result.message)
  return result.value
}

async function verifyFrom(address: string): Promise<number> {
  const headers = { authorization: `Bearer ${secrets.key}`, 'x-forwarded-for': address }
  return (await fetch(`${server?.url}/v1/gateway/check`, { headers })).status
}

describe('an installation of the release before', () => {
  it('is brought up by the start of this one, which judges by its named lists and its ceiling', async () => {
    expect(server?.output()).toContain(FIRST_NEW)
    expect(await verifyFrom('203.0.113.7')).toBe(200)
    expect(await verifyFrom('198.51.100.7')).toBe(200)
    // On the list and outside the ceiling; under the ceiling and on no list.
    expect(await verifyFrom('198.51.100.8')).toBe(403)
    expect(await verifyFrom('203.0.113.8')).toBe(403)
  })

  it('takes changes by its management tokens, which the next call obeys', async () => {
    const admin = `${server?.url}/v2alpha1/admin`
    const headers = { authorization: `Bearer ${secrets.token}`, 'content-type': 'application/json' }
    const lists = (await (await fetch(`${admin}/allowlists`, { headers })).json()).allowlists
    expect(lists).toMatchObject([{ name: 'Office' }])
    const body = JSON.stringify({ allowed_cidrs: ['198.51.100.8'] })
    const path = `${admin}/allowlists/${lists[0].allowlist_id}`
    // Who called a moment ago, as above, is not locked out unasked.
    expect((await fetch(path, { method: 'PATCH', headers, body })).status).toBe(409)
    const confirmed = `${path}?confirm_lockout=198.51.100.7`
    expect((await fetch(confirmed, { method: 'PATCH', headers, body })).status).toBe(200)
    expect(await verifyFrom('198.51.100.7')).toBe(403)
  })

  it('keeps its members, and the sealed secrets of its webhooks', async () => {
    const roles = await prisma().membership.findMany({
      where: { workspaceId: team.workspaceId },
      select: { role: true },
    })
    expect(roles.map(({ role }) => role).sort()).toEqual(['admin', 'member', 'owner', 'viewer'])
    const { sealedSecret } = await prisma().webhook.findUniqueOrThrow({
      where: { id: secrets.webhookId },
      select: { sealedSecret: true },
    })
    const [own] = signingKeys(secrets.webhookId, sealedSecret, new Date())
    expect(own === undefined ? null : secretText(own)).toBe(secrets.webhook)
  })
})
