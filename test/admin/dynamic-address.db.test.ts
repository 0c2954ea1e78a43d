import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { projectRoot } from '#server/project-root'
import { insertWorkspace } from '#test/admin/door'
import { openShell, type Shell } from '#test/admin/shell'
import { testDatabase } from '#test/database'
import { type RunningServer, startServer } from '#test/servers'
import { buildCli } from '../../scripts/bootstrap.mjs'

// What docs/guides/dynamic-addresses.md says to run now and then, taken from its text.
const guide = readFileSync(join(projectRoot, 'docs/guides/dynamic-addresses.md'), 'utf8')
const cronJob = /^\*\/15 \* \* \* \* (gatelist .*)$/m.exec(guide)?.[1] ?? ''
const SAMPLE_ID = /[0-9a-f]{8}-[0-9a-f-]{27}/

let database: Awaited<ReturnType<typeof testDatabase>>
let sql: pg.Client
let server: RunningServer
let shell: Shell
let token: string
let key: { id: string; secret: string }

beforeAll(async () => {
  await buildCli()
  database = await testDatabase()
  sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
  server = await startServer({ env: { DATABASE_URL: database.url, GATELIST_WITHOUT_PAGES: '1' } })
  shell = openShell()
  token = (await insertWorkspace(sql, 'Home')).tokens.write
  const issued = await post('/v2alpha1/admin/issuedApiKeys', {
    name: 'home',
    actor_id: 'ada',
    ip_restriction: { allowed_cidrs: ['203.0.113.0/24'] },
  })
  key = { id: issued.issued_api_key.key_id, secret: issued.secret }
})
afterAll(async () => {
  shell.close()
  await server.stop()
  await sql.end()
  await database.close()
})

async function post(path: string, body: object): Promise<ReturnType<typeof JSON.parse>> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const answer = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return answer.json()
}

const isAdmitted = async () =>
  (await post('/v2alpha1/admin/apiKeys:verify', { credential: key.secret })).is_valid as boolean

function runJob() {
  const command = cronJob.replace(SAMPLE_ID, key.id)
  return shell.run(command, { GATELIST_URL: server.url, GATELIST_TOKEN: token })
}

async function ownEntries() {
  const { rows } = await sql.query<{ minutes: number; note: string }>(
    `SELECT extract(epoch from expires_at - now())::float8 / 60 AS minutes, note FROM allowlist_entry
     WHERE key_id = $1 AND network = '127.0.0.1'`,
    [key.id],
  )
  return rows
}

it('the cron job puts the address of its machine on the list for an hour, and renews it', async () => {
  expect(await isAdmitted()).toBe(false)
  expect(await runJob()).toMatchObject({ code: 0, stdout: '' })
  expect(await isAdmitted()).toBe(true)
  const [entry] = await ownEntries()
  expect(entry).toMatchObject({ note: 'home office' })
  expect(entry?.minutes).toBeGreaterThan(59)

  await sql.query("UPDATE allowlist_entry SET expires_at = now() + interval '5 minutes' WHERE key_id = $1", [key.id])
  expect((await runJob()).code).toBe(0)
  const renewed = await ownEntries()
  expect(renewed).toHaveLength(1)
  expect(renewed[0]?.minutes).toBeGreaterThan(59)
})

it('a machine that misses its runs loses its access, and has it again at the next', async () => {
  await sql.query("UPDATE allowlist_entry SET expires_at = now() - interval '1 second' WHERE network = '127.0.0.1'")
  expect(await isAdmitted()).toBe(false)
  expect((await runJob()).code).toBe(0)
  expect(await isAdmitted()).toBe(true)
})
