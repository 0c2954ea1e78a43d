import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ClientIp } from '#lib/client-ip/resolve'
import { parseAddress } from '#lib/ip/address'
import { testDatabase } from '#test/database'
import { decide, type Outcome } from './decide.ts'
import { storedRows } from './fixtures.ts'
import { createKeyFinder, type KeyFinder } from './freshness.ts'
import { createKeySource, type KeySource } from './source.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let sql: pg.Client
let sources: KeySource[]
let finders: KeyFinder[]
const workspaceId: string = randomUUID()
const { insertWorkspace, insertKey, insertList } = storedRows(
  () => sql,
  () => workspaceId,
)

beforeAll(async () => {
  database = await testDatabase()
  sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
  await insertWorkspace(workspaceId)
  sources = [createKeySource(database.url, 2000), createKeySource(database.url, 2000)]
  finders = sources.map((source) => createKeyFinder(source, 2000))
})
afterAll(async () => {
  await Promise.all(sources.map((source) => source.close()))
  await sql.end()
  await database.close()
})

function caller(): ClientIp {
  const text = '203.0.113.7'
  const address = parseAddress(text)
  if (address === null) throw new Error(text)
  return { ok: true, address, text }
}

const entryOf = (list: string, network: string) =>
  `INSERT INTO allowlist_entry (id, workspace_id, list_id, network, position)
   VALUES (gen_random_uuid(), '${workspaceId}', '${list}', '${network}', 0)`
const bypass = (until: string) =>
  `UPDATE api_key SET bypass_from = now() - interval '1 minute', bypass_until = ${until}, bypass_reason = 'r', bypass_by = 'b'`
const NO_BYPASS = 'UPDATE api_key SET bypass_from = NULL, bypass_until = NULL, bypass_reason = NULL, bypass_by = NULL'

it('rules the next request of every key that is held, on every process: each change of a list, a ceiling and a bypass', async () => {
  const keys = [await insertKey(), await insertKey(), await insertKey()]
  const [office, ceiling] = [await insertList(), randomUUID()]
  const change = (table: string, id: string) => (set: string) => `UPDATE ${table} SET ${set} '${id}'`
  const entries = { office: change('allowlist_entry', office), ceiling: change('allowlist_entry', ceiling) }
  const ceilingMode = (mode: string) => `UPDATE network_list SET access_mode = '${mode}' WHERE id = '${ceiling}'`
  const steps: [string, Outcome][] = [
    [`INSERT INTO key_list (key_id, list_id, added_by) SELECT id, '${office}', 'test' FROM api_key`, 'ip_not_allowed'],
    [entryOf(office, '203.0.113.0/24'), 'allowed'],
    [entries.office("network = '198.51.100.0/24' WHERE list_id ="), 'ip_not_allowed'],
    [entries.office("network = '203.0.113.7/32' WHERE list_id ="), 'allowed'],
    [entries.office('enabled = false WHERE list_id ='), 'ip_not_allowed'],
    [entries.office('enabled = true WHERE list_id ='), 'allowed'],
    [entries.office('expires_at = now() WHERE list_id ='), 'ip_not_allowed'],
    [bypass("now() + interval '5 minutes'"), 'allowed_bypassed'],
    [bypass('now()'), 'ip_not_allowed'],
    [bypass("now() + interval '5 minutes'"), 'allowed_bypassed'],
    [NO_BYPASS, 'ip_not_allowed'],
    [entries.office('expires_at = NULL WHERE list_id ='), 'allowed'],
    [
      `INSERT INTO network_list (id, workspace_id, kind, name) VALUES ('${ceiling}', '${workspaceId}', 'ceiling', 'c')`,
      'outside_ceiling',
    ],
    [entryOf(ceiling, '203.0.113.0/24'), 'allowed'],
    [entries.ceiling("network = '198.51.100.0/24' WHERE list_id ="), 'outside_ceiling'],
    [ceilingMode('report'), 'allowed_unlisted'],
    [ceilingMode('enforce'), 'outside_ceiling'],
    [ceilingMode('open'), 'allowed'],
    [ceilingMode('enforce'), 'outside_ceiling'],
    [`DELETE FROM network_list WHERE id = '${ceiling}'`, 'allowed'],
    ['DELETE FROM key_list', 'ip_not_allowed'],
    [`INSERT INTO key_list (key_id, list_id, added_by) SELECT id, '${office}', 'test' FROM api_key`, 'allowed'],
    [`DELETE FROM allowlist_entry WHERE list_id = '${office}'`, 'ip_not_allowed'],
    [entryOf(office, '203.0.113.0/24'), 'allowed'],
    ['TRUNCATE key_list', 'ip_not_allowed'],
    [`INSERT INTO key_list (key_id, list_id, added_by) SELECT id, '${office}', 'test' FROM api_key`, 'allowed'],
    [`DELETE FROM network_list WHERE id = '${office}'`, 'ip_not_allowed'],
  ]
  const client = caller()
  const judge = async (finder: KeyFinder, digest: string) => {
    const { key, now } = await finder.find(digest)
    return decide(key, client, now)
  }
  const judgeAll = () => Promise.all(finders.flatMap((finder) => keys.map(({ digest }) => judge(finder, digest))))
  await judgeAll()
  for (const [statement, outcome] of steps) {
    for (const finder of finders) for (const { digest } of keys) expect(finder.remembers(digest)).toBe(true)
    await sql.query(statement)
    expect([statement, await judgeAll()]).toEqual([statement, Array(finders.length * keys.length).fill(outcome)])
  }
})

it('a bypass ends by itself on every process, by the time of the database alone', async () => {
  const { id, digest } = await insertKey()
  const client = caller()
  await sql.query(`${bypass("clock_timestamp() + interval '800 milliseconds'")} WHERE id = '${id}'`)
  const [row] = (await sql.query<{ until: Date }>('SELECT bypass_until AS until FROM api_key WHERE id = $1', [id])).rows
  const until = row?.until.getTime() ?? 0
  const seen = await Promise.all(
    finders.map(async (finder) => {
      const outcomes: [before: boolean, outcome: Outcome][] = []
      for (let now = 0; now < until + 20; ) {
        const found = await finder.find(digest)
        now = found.now
        outcomes.push([now < until, decide(found.key, client, now)])
      }
      return outcomes
    }),
  )
  for (const outcomes of seen) {
    expect(outcomes.filter(([before]) => before).length).toBeGreaterThan(0)
    for (const [before, outcome] of outcomes) expect(outcome).toBe(before ? 'allowed_bypassed' : 'ip_not_allowed')
  }
})
