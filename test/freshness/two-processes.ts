import type { Actor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { parseAllowlist } from '#lib/ip/allowlist'
import { createKey } from '#lib/keys/commands'
import { newSecret } from '#lib/keys/secret'
import { startServer } from '#test/servers'
import { buildCli } from '../../scripts/bootstrap.mjs'
import { apiEditor, cliEditor, commandEditor, type Editor, processEditor, sqlEditor } from './editors.ts'
import { type FreshnessReport, runFreshness } from './run.ts'

export type FreshnessSize = { verifies: number; saves: number; keys: number }

/**
 * Two server processes on one database verify in a loop, by both doors, while lists change by the dashboard's command, by the
 * same command in a third process, by SQL, by the admin API of either server, and by the command-line program.
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
  const actor = await makeActor()
  const token = await makeToken(actor.workspaceId)
  const sql = sqlEditor(databaseUrl)
  const other = processEditor(databaseUrl, actor)
  try {
    const keys = []
    for (let count = 0; count < size.keys; count += 1) keys.push(await makeKey(actor))
    return await runFreshness({
      ports: servers.map((server) => Number(new URL(server.url).port)),
      keys,
      token,
      editors: editorsOf([commandEditor(actor), sql, other, ...servers.map(({ url }) => apiEditor(url, token))], {
        rare: cliEditor(servers[1]?.url ?? '', token),
      }),
      verifies: size.verifies,
      saves: size.saves,
      connectionsPerServer: 12,
    })
  } finally {
    await sql.close()
    other.close()
    await Promise.all(servers.map((server) => server.stop()))
  }
}

/** A process for each save would take the time of the run, so it saves seldom. */
function editorsOf(often: readonly Editor[], { rare }: { rare: Editor }): Editor[] {
  return [...Array.from({ length: 5 }, () => often).flat(), rare]
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
  const label = 'owner@example.com'
  const { id: userId } = await prisma().user.create({
    data: { email: label, name: 'Owner', passwordHash: 'none' },
    select: { id: true },
  })
  const { id: workspaceId } = await prisma().workspace.create({ data: { name: 'W' }, select: { id: true } })
  return { kind: 'user', userId, label, workspaceId, role: 'owner', address: null, door: 'dashboard', requestId: null }
}

async function makeKey(actor: Actor): Promise<{ id: string; secret: string }> {
  const parsed = parseAllowlist('192.0.2.1')
  if (parsed.kind !== 'items') throw new Error('unreadable')
  const allowedIps = parsed.networks.map(({ network, note }) => ({ network, note }))
  const created = await createKey(actor, { name: 'k', allowedIps, openToAny: false, expiresAt: null })
  if (!created.ok) throw new Error(created.message)
  return { id: created.value.id, secret: created.value.secret }
}
