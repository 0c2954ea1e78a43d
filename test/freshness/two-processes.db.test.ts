import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Actor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { parseAllowlist } from '#lib/ip/allowlist'
import { createKey } from '#lib/keys/commands'
import { type TestDatabase, testDatabase } from '#test/database'
import { type RunningServer, startServer } from '#test/servers'
import { commandEditor, processEditor, sqlEditor } from './editors.ts'
import { runFreshness } from './run.ts'

const VERIFIES = 100_000
const SAVES = 1_000
const KEYS = 20

let database: TestDatabase
let servers: RunningServer[]

beforeAll(async () => {
  database = await testDatabase()
  const env = {
    DATABASE_URL: database.url,
    GATELIST_WITHOUT_PAGES: '1',
    CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR',
    TRUSTED_PROXIES: 'loopback',
  }
  servers = await Promise.all([startServer({ env }), startServer({ env })])
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await database.close()
})

async function makeActor(): Promise<Actor> {
  const { id: userId } = await prisma().user.create({
    data: { email: 'owner@example.com', name: 'Owner', passwordHash: 'none' },
    select: { id: true },
  })
  const { id: workspaceId } = await prisma().workspace.create({ data: { name: 'W' }, select: { id: true } })
  const label = 'owner@example.com'
  return {
    kind: 'user',
    userId,
    label,
    workspaceId,
    role: 'owner',
    address: null,
    door: 'dashboard',
    requestId: randomUUID(),
  }
}

async function makeKey(actor: Actor) {
  const parsed = parseAllowlist('192.0.2.1')
  if (parsed.kind !== 'items') throw new Error('unreadable')
  const allowedIps = parsed.networks.map(({ network, note }) => ({ network, note }))
  const created = await createKey(actor, { name: 'k', allowedIps, openToAny: false, expiresAt: null })
  if (!created.ok) throw new Error(created.message)
  return { id: created.value.id, secret: created.value.secret }
}

it('two processes decide nothing by a list older than the last save that returned before the request began', async () => {
  const actor = await makeActor()
  const keys = []
  for (let count = 0; count < KEYS; count += 1) keys.push(await makeKey(actor))
  const [sql, other] = [sqlEditor(database.url), processEditor(database.url, actor)]
  const report = await runFreshness({
    ports: servers.map((server) => Number(new URL(server.url).port)),
    keys,
    editors: [commandEditor(actor), sql, other],
    verifies: VERIFIES,
    saves: SAVES,
    connectionsPerServer: 12,
  })
  await sql.close()
  other.close()
  console.info(
    `freshness: ${report.verifies} verifies, ${JSON.stringify(report.saves)} saves, ${report.seconds.toFixed(0)} s`,
  )
  expect(report.violations.slice(0, 3)).toEqual([])
  expect(report.verifies).toBeGreaterThanOrEqual(VERIFIES)
  expect(Object.values(report.saves).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(SAVES)
  expect(Object.keys(report.saves)).toHaveLength(3)
  // Both answers were really given, in numbers.
  expect(report.allowed).toBeGreaterThan(VERIFIES / 4)
  expect(report.verifies - report.allowed).toBeGreaterThan(VERIFIES / 8)
}, 300_000)
