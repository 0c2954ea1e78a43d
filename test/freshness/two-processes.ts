import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { ListEntry } from '#lib/allowlists/allowed-ips'
import type { Actor, StaffActor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { createKey } from '#lib/keys/commands'
import { newSecret } from '#lib/keys/secret'
import { createList } from '#lib/lists/commands'
import { startServer } from '#test/servers'
import { buildCli } from '../../scripts/bootstrap.mjs'
import { apiEditor, cliEditor, commandEditor, type Editor, onlyEntry, processEditor, sqlEditor } from './editors.ts'
import { bypassEditors, ceilingEditors, listEditors, policyEditors } from './list-editors.ts'
import { type FreshnessReport, runFreshness, type Subject } from './run.ts'

/** `subjects`: how many things are edited side by side; keys most of all, then named lists, then ceilings. */
export type FreshnessSize = { verifies: number; saves: number; subjects: number }

type Servers = readonly { readonly url: string }[]

/**
 * Two server processes on one database verify in a loop, by both doors, while lists change by the dashboard's command, by the
 * same command in a third process, by SQL, by the admin API of either server, and by the command-line program. What changes are
 * lists and bypasses of keys, named lists that several keys share, and ceilings and policies that all keys of a workspace are under.
 *
 * @param databaseUrl an empty, migrated database, and the one `#lib/db` uses
 */
export async function freshnessOfTwoProcesses(databaseUrl: string, size: FreshnessSize): Promise<FreshnessReport> {
  const env = {
    DATABASE_URL: databaseUrl,
    GATELIST_WITHOUT_PAGES: '1',
    CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR',
    TRUSTED_PROXIES: 'loopback',
  }
  await buildCli()
  const servers = await Promise.all([startServer({ env }), startServer({ env })])
  const tenant = await makeTenant()
  const pool = new pg.Pool({ connectionString: databaseUrl })
  const other = processEditor(databaseUrl, tenant.actor)
  try {
    return await runFreshness({
      ports: servers.map((server) => Number(new URL(server.url).port)),
      subjects: await makeSubjects({ ...size, servers, tenant, pool, other }),
      verifies: size.verifies,
      saves: size.saves,
      connectionsPerServer: 12,
    })
  } finally {
    other.close()
    await pool.end()
    await Promise.all(servers.map((server) => server.stop()))
  }
}

type Tenant = { readonly actor: Actor; readonly token: string }
type Around = { servers: Servers; tenant: Tenant; pool: pg.Pool; other: Editor }

async function makeSubjects({ subjects: count, ...around }: Around & { subjects: number }): Promise<Subject[]> {
  const subjects: Subject[] = []
  // Edits begin with that of the subject's own number, and none may begin with making a ceiling that is there.
  const ceilings = Math.min(Math.max(1, Math.floor(count / 7)), 5)
  const lists = Math.max(1, Math.floor(count / 5))
  const policies = Math.max(1, Math.floor(count / 10))
  for (let made = 0; made < ceilings; made += 1) subjects.push(await makeCeiling(around))
  for (let made = 0; made < lists; made += 1) subjects.push(await makeList(around))
  for (let made = 0; made < policies; made += 1) subjects.push(await makePolicy(around))
  const editors = keyEditors(around)
  while (subjects.length < count) subjects.push(await makeListedKey(around, editors))
  return subjects
}

function keyEditors({ servers, tenant: { actor, token }, pool, other }: Around): Editor[] {
  const often = [commandEditor(actor), sqlEditor(pool), other, ...servers.map(({ url }) => apiEditor(url, token))]
  // A process for each save would take the time of the run, so it saves seldom.
  return [...often, ...bypassEditors(actor, pool), ...often, ...often, cliEditor(servers[1]?.url ?? '', token)]
}

async function makeListedKey({ tenant }: Around, editors: readonly Editor[]): Promise<Subject> {
  const { id, ...key } = await makeKey(tenant, { allowedIps: onlyEntry('192.0.2.1') })
  return { id, keys: [key], editors }
}

/** A named list, and keys that have no entry of their own. */
async function makeList({ servers, tenant, pool }: Around): Promise<Subject> {
  const { actor, token } = tenant
  const made = await createList(actor, { name: randomUUID(), description: null, entries: onlyEntry('192.0.2.1') })
  if (!made.ok) throw new Error(made.message)
  const { id } = made.value
  const keys = []
  for (let count = 0; count < 4; count += 1) keys.push(await makeKey(tenant, { listIds: [id] }))
  return { id, keys, editors: listEditors(actor, pool, { url: servers[0]?.url ?? '', token }) }
}

/** A workspace whose keys would let anyone through: one is open, one only reports, one is bypassed. */
async function makeCeiling({ servers, pool }: Around): Promise<Subject> {
  const tenant = await makeTenant()
  const keys = []
  for (const state of ["access_mode = 'open'", "access_mode = 'report'", BYPASSED]) {
    const { id, ...key } = await makeKey(tenant, { allowedIps: onlyEntry('192.0.2.1') })
    await pool.query(`UPDATE api_key SET ${state} WHERE id = $1`, [id])
    keys.push(key)
  }
  const { actor, token } = tenant
  return {
    id: actor.workspaceId,
    keys,
    editors: ceilingEditors(actor, pool, { url: servers[1]?.url ?? '', token }),
  }
}

/** A workspace whose keys only report, so that a policy closes them. */
async function makePolicy({ pool }: Around): Promise<Subject> {
  const tenant = await makeTenant()
  const keys = []
  for (let count = 0; count < 2; count += 1) {
    const { id, ...key } = await makeKey(tenant, { allowedIps: onlyEntry('192.0.2.1') })
    await pool.query("UPDATE api_key SET access_mode = 'report' WHERE id = $1", [id])
    keys.push(key)
  }
  const { userId, label, workspaceId, address, door, requestId } = tenant.actor
  const staff: StaffActor = { kind: 'staff', userId, label, role: 'staff', tokenId: null, address, door, requestId }
  return { id: workspaceId, keys, editors: policyEditors(staff, pool) }
}

const BYPASSED = "bypass_from = now(), bypass_until = now() + interval '1 hour', bypass_reason = 'r', bypass_by = 'b'"

async function makeTenant(): Promise<Tenant> {
  const actor = await makeActor()
  return { actor, token: await makeToken(actor.workspaceId) }
}

async function makeToken(workspaceId: string): Promise<string> {
  const { secret, displayPrefix, lastFour, digest } = newSecret('gl_mgmt')
  await prisma().managementToken.create({
    data: {
      ...{ workspaceId, name: 'freshness', role: 'write', accessMode: 'open', displayPrefix, lastFour },
      digest: Uint8Array.from(digest),
    },
    select: { id: true },
  })
  return secret
}

async function makeActor(): Promise<Actor> {
  const label = `${randomUUID()}@example.com`
  const { id: userId } = await prisma().user.create({
    data: { email: label, name: 'Owner', passwordHash: 'none' },
    select: { id: true },
  })
  const { id: workspaceId } = await prisma().workspace.create({ data: { name: 'W' }, select: { id: true } })
  return { kind: 'user', userId, label, workspaceId, role: 'owner', address: null, door: 'dashboard', requestId: null }
}

type Listing = { allowedIps?: readonly ListEntry[]; listIds?: string[] }

async function makeKey({ actor, token }: Tenant, { allowedIps = [], listIds = [] }: Listing) {
  const created = await createKey(actor, { name: 'k', allowedIps, listIds, openToAny: false, expiresAt: null })
  if (!created.ok) throw new Error(created.message)
  return { id: created.value.id, secret: created.value.secret, token }
}
