import { createHash, randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyStep } from '#lib/audit/verify-chain'
import { closeDatabase } from '#lib/db'
import { resolveEnv } from '#lib/env'
import { parseAddress } from '#lib/ip/address'
import { decide, type Outcome } from '#lib/verify/decide'
import { createKeyFinder, type FindKey } from '#lib/verify/freshness'
import { createKeySource } from '#lib/verify/source'
import { migrate } from '#server/migrate'
import { testFolder } from '#test/postgres'
import { databaseUrl, dropDatabase, migrationsFolder, onServer, testServer } from '#test/template'

const WORKSPACE = '00000000-0000-4000-8000-000000000001'
const digestOf = (name: string) => createHash('sha256').update(name).digest('hex')

type Told = { readonly name: string; readonly caller: string; readonly outcome: Outcome }

/** Key by key: what is set besides, its entries, and what becomes of a call from an address. */
const keys: readonly { name: string; mode: string; set?: string; entries: readonly string[]; told: readonly Told[] }[] =
  [
    key(
      'listed',
      'enforce',
      ['203.0.113.0/24', '2001:db8::/32'],
      [
        ['203.0.113.7', 'allowed'],
        ['2001:db8::1', 'allowed'],
        ['198.51.100.1', 'ip_not_allowed'],
      ],
    ),
    key('emptied', 'enforce', [], [['203.0.113.7', 'ip_not_allowed']]),
    key('open', 'open', [], [['198.51.100.1', 'allowed']]),
    key('reporting', 'report', ['203.0.113.0/24'], [['198.51.100.1', 'allowed_unlisted']]),
    { ...key('revoked', 'open', [], [['203.0.113.7', 'revoked']]), set: 'revoked_at = now()' },
    { ...key('expired', 'open', [], [['203.0.113.7', 'expired']]), set: "expires_at = now() - interval '1 minute'" },
    { ...key('paused', 'open', [], [['203.0.113.7', 'paused']]), set: 'paused_at = now()' },
  ]

function key(name: string, mode: string, entries: readonly string[], told: readonly [string, Outcome][]) {
  return { name, mode, entries, told: told.map(([caller, outcome]) => ({ name, caller, outcome })) }
}

/** Written with the columns that the very first version had. */
async function writeRows(client: pg.Client): Promise<void> {
  await client.query(`INSERT INTO workspace (id, name) VALUES ('${WORKSPACE}', 'w')`)
  for (const { name, mode, set, entries } of keys) {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode)
       VALUES (gen_random_uuid(), $1, $2, 'gl_live', 'abcd', decode($3, 'hex'), $4::access_mode) RETURNING id`,
      [WORKSPACE, name, digestOf(name), mode],
    )
    for (const [position, network] of entries.entries())
      await client.query(
        `INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position)
         VALUES (gen_random_uuid(), $1, $2, $3, $4)`,
        [WORKSPACE, rows[0]?.id, network, position],
      )
    if (set !== undefined) await client.query(`UPDATE api_key SET ${set} WHERE name = $1`, [name])
    await client.query(
      `INSERT INTO audit_event (workspace_id, actor_label, action, door, after)
       VALUES ($1, 'Ada', 'key.create', 'dashboard', jsonb_build_object('name', $2::text))`,
      [WORKSPACE, name],
    )
  }
}

const allTold = keys.flatMap(({ told }) => told)

function judgeAll(find: FindKey): Promise<Told[]> {
  return Promise.all(
    allTold.map(async ({ name, caller }) => {
      const { key: found, now } = await find(digestOf(name))
      const address = parseAddress(caller)
      if (address === null) throw new Error(caller)
      return { name, caller, outcome: decide(found, { ok: true, address, text: caller }, now) }
    }),
  )
}

const names = readdirSync(migrationsFolder)
  .filter((name) => /^\d/.test(name))
  .sort()
const database = `upgrade_${process.pid}_${randomBytes(3).toString('hex')}`
const url = databaseUrl(testServer(), database)
let folder: string

/** The migrations as they were before the one of that name. */
function migrationsBefore(first: string): string {
  for (const name of names.filter((one) => one < first))
    cpSync(join(migrationsFolder, name), join(folder, name), { recursive: true })
  return folder
}

beforeEach(async () => {
  folder = join(testFolder('upgrade'), 'migrations')
  mkdirSync(folder)
  await onServer(testServer(), (client) => client.query(`CREATE DATABASE ${database}`))
})
afterEach(async () => {
  await closeDatabase()
  await dropDatabase(testServer(), database)
  rmSync(join(folder, '..'), { recursive: true, force: true })
})

describe.each([
  ['its first version', '20261126000000_admin_api'],
  ['before events were chained', '20261127070000_key_profiles'],
  ['before short reads', '20261127090000_short_reads'],
  ['before members', '20261127095900_viewer_role'],
])('a database of %s', (_, first) => {
  it('judges every key as before once it is brought up, takes the next change at once, and has its trail whole', async () => {
    await migrate(url, migrationsBefore(first))
    await onServer(url, writeRows)
    expect(await migrate(url, migrationsFolder)).toEqual(names.filter((name) => name >= first))

    const source = createKeySource(url, 5000)
    try {
      const { find } = createKeyFinder(source, 5000)
      expect(await judgeAll(find)).toEqual(allTold)
      await onServer(url, (client) => client.query("UPDATE api_key SET revoked_at = now() WHERE name = 'open'"))
      const changed = allTold.map((one) => (one.name === 'open' ? { ...one, outcome: 'revoked' } : one))
      expect(await judgeAll(find)).toEqual(changed)
    } finally {
      await source.close()
    }
    resolveEnv({ DATABASE_URL: url })
    const step = await verifyStep({ from: 1n })
    expect([step.problem, step.checked, step.next]).toEqual([null, keys.length, null])
  })
})
