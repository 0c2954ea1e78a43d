import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { migrate } from '#server/migrate'
import { projectRoot } from '#server/project-root'
import { schemaShape } from '#test/schema-shape'
import { databaseUrl, dropDatabase, migrationsFolder, onServer, testServer } from '#test/template'

const names = ['migrated', 'described'].map((word) => `shape_${word}_${process.pid}`)

afterAll(async () => {
  for (const name of names) await dropDatabase(testServer(), name)
})

// What Prisma's schema cannot say, and the migrations add.
const BEYOND_PRISMA = [
  /^CREATE UNIQUE INDEX (caller_hour_fold|network_list_name|network_list_ceiling|alert_mute_what|access_policy_whose|finding_acknowledgement_what|staff_approval_pending|allowlist_entry_of_list) /,
  /^CREATE INDEX (key_profile_search|key_profile_refused|user_account_staff|audit_event_staff) /,
  /^CREATE INDEX key_profile_(wide|private|reserved) /,
  /^CREATE INDEX (key_profile_(name|last_used|report|listed|expired)|allowlist_entry_(places|expiry)|api_key_(listless|expiry|bypass|possession)|staff_view_shared) /,
  /^CREATE UNIQUE INDEX (staff_view_name|staff_view_default) /,
]

it('makes by migrations the very tables that prisma/schema.prisma describes', async () => {
  const server = testServer()
  for (const name of names) await onServer(server, (client) => client.query(`CREATE DATABASE ${name}`))
  const [migrated = '', described = ''] = names.map((name) => databaseUrl(server, name))
  await migrate(migrated, migrationsFolder)
  process.env.DATABASE_URL = described
  const { schemaDiff } = await import('../scripts/new-migration.ts')
  const sql = await schemaDiff(null, readFileSync(join(projectRoot, 'prisma/schema.prisma'), 'utf8'))
  await onServer(described, (client) => client.query(sql))

  const own = (await schemaShape(migrated)).filter((line) => !BEYOND_PRISMA.some((known) => known.test(line)))
  expect(own.length).toBeGreaterThan(80)
  expect(own).toEqual(await schemaShape(described))
})
