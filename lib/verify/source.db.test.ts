import { createHash, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAddress } from '#lib/ip/address'
import { testDatabase } from '#test/database'
import { storedRows } from './fixtures.ts'
import { createKeySource, idLookup, type KeySource } from './source.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let sql: pg.Client
let source: KeySource
const workspaceId: string = randomUUID()

beforeAll(async () => {
  database = await testDatabase()
  sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
  await insertWorkspace(workspaceId)
  source = createKeySource(database.url, 2000)
})
afterAll(async () => {
  await source.close()
  await sql.end()
  await database.close()
})

const { insertWorkspace, insertKey, insertList, insertEntry, insertLongList, attachList } = storedRows(
  () => sql,
  () => workspaceId,
)

/** What a statement stamped: keys, lists and workspaces. */
async function stampedBy(statement: string, values: unknown[] = []): Promise<string[]> {
  const before = await source.changedSince(Number.MAX_SAFE_INTEGER)
  await sql.query(statement, values)
  return [...new Set((await source.changedSince(before.value)).changed)]
}

describe('warming', () => {
  it('leaves connections behind that the next reads use', async () => {
    const cold = createKeySource(database.url, 2000)
    expect(cold.connections.total).toBe(0)
    await cold.warm()
    expect([cold.connections.total, cold.connections.idle]).toEqual([3, 3])
    await cold.changedSince(0)
    expect(cold.connections.total).toBe(3)
    await cold.close()
  })

  it('lets a start go on where there is no database', async () => {
    const lone = createKeySource('postgresql://nobody@127.0.0.1:1/none', 100)
    await lone.warm()
    expect(lone.connections.total).toBe(0)
    await lone.close()
  })
})

describe('the origin of what is read', () => {
  const originOf = async (of: KeySource) => (await of.changedSince(0)).origin

  it('is one for both reads, whatever a connection is set to', async () => {
    const settings = '-c timezone=Asia/Kolkata -c extra_float_digits=-10 -c datestyle=German'
    const other = createKeySource(`${database.url}?options=${encodeURIComponent(settings)}`, 2000)
    expect(await originOf(other)).toBe(await originOf(source))
    expect((await source.load([])).origin).toBe(await originOf(source))
    await other.close()
  })

  it('is another for a copy of the database beside it', async () => {
    const copy = await testDatabase()
    const other = createKeySource(copy.url, 2000)
    expect(await originOf(other)).not.toBe(await originOf(source))
    await other.close()
    await copy.close()
  })
})

describe('the change clock', () => {
  const policyChanges: [string, string][] = [
    ['pausing', 'UPDATE api_key SET paused_at = now() WHERE id = $1'],
    ['revoking', 'UPDATE api_key SET revoked_at = now() WHERE id = $1'],
    ['an expiry', "UPDATE api_key SET expires_at = now() + interval '1 day' WHERE id = $1"],
    ['the access mode', "UPDATE api_key SET access_mode = 'open' WHERE id = $1"],
    ['another secret', "UPDATE api_key SET digest = sha256('another') WHERE id = $1"],
    [
      'an entry added',
      `INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position) SELECT gen_random_uuid(), workspace_id, id, '192.0.2.0/24', 1 FROM api_key WHERE id = $1`,
    ],
    ['an entry moved', "UPDATE allowlist_entry SET network = '192.0.3.0/24' WHERE key_id = $1"],
    ['an entry switched off', 'UPDATE allowlist_entry SET enabled = false WHERE key_id = $1'],
    ['an entry given an expiry', 'UPDATE allowlist_entry SET expires_at = now() WHERE key_id = $1'],
    ['an entry removed', 'DELETE FROM allowlist_entry WHERE key_id = $1'],
    ['the key deleted', 'DELETE FROM api_key WHERE id = $1'],
  ]

  it('is moved by every policy change, made by plain SQL', async () => {
    const { id } = await insertKey()
    for (const [name, statement] of policyChanges)
      expect([name, await stampedBy(statement, [id])]).toEqual([name, [id]])
  })

  it('is not moved by what verification does not read', async () => {
    const { id } = await insertKey()
    await insertEntry(id, '192.0.2.0/24')
    expect(await stampedBy("UPDATE api_key SET name = 'other', version = version + 1 WHERE id = $1", [id])).toEqual([])
    expect(await stampedBy("UPDATE allowlist_entry SET note = 'office', position = 7 WHERE key_id = $1", [id])).toEqual(
      [],
    )
    expect(await stampedBy('INSERT INTO key_usage (key_id, last_used_at) VALUES ($1, now())', [id])).toEqual([])
  })

  const bypass = `bypass_from = now(), bypass_until = now() + interval '5 minutes', bypass_reason = 'r', bypass_by = 'b'`
  const listChanges: [string, string, ('key' | 'list')[]][] = [
    ['a bypass opened', `UPDATE api_key SET ${bypass} WHERE id = $1 AND $2 <> $1`, ['key']],
    ['a bypass ended early', 'UPDATE api_key SET bypass_until = now() WHERE id = $1 AND $2 <> $1', ['key']],
    [
      'a bypass taken back',
      `UPDATE api_key SET bypass_from = NULL, bypass_until = NULL, bypass_reason = NULL, bypass_by = NULL
       WHERE id = $1 AND $2 <> $1`,
      ['key'],
    ],
    ['a list taken into use', "INSERT INTO key_list (key_id, list_id, added_by) VALUES ($1, $2, 'test')", ['key']],
    [
      'an entry added to a list',
      `INSERT INTO allowlist_entry (id, workspace_id, list_id, network, position)
       SELECT gen_random_uuid(), workspace_id, $2::uuid, '192.0.2.0/24', 1 FROM api_key WHERE id = $1`,
      ['list'],
    ],
    [
      'an entry of a list moved',
      "UPDATE allowlist_entry SET network = '192.0.3.0/24' WHERE list_id = $2 AND $1 <> $2",
      ['list'],
    ],
    [
      'an entry of a list switched off',
      'UPDATE allowlist_entry SET enabled = false WHERE list_id = $2 AND $1 <> $2',
      ['list'],
    ],
    [
      'an entry of a list given an expiry',
      'UPDATE allowlist_entry SET expires_at = now() WHERE list_id = $2 AND $1 <> $2',
      ['list'],
    ],
    [
      'an entry that goes from a list to a key',
      'UPDATE allowlist_entry SET list_id = NULL, key_id = $1 WHERE list_id = $2',
      ['key', 'list'],
    ],
    ['and back', 'UPDATE allowlist_entry SET list_id = $2, key_id = NULL WHERE key_id = $1', ['key', 'list']],
    ['an entry of a list removed', 'DELETE FROM allowlist_entry WHERE list_id = $2 AND $1 <> $2', ['list']],
    ['a list given up', 'DELETE FROM key_list WHERE key_id = $1 AND list_id = $2', ['key']],
    ['taken into use again', "INSERT INTO key_list (key_id, list_id, added_by) VALUES ($1, $2, 'test')", ['key']],
    ['the list deleted', 'DELETE FROM network_list WHERE id = $2 AND $1 <> $2', ['key', 'list']],
  ]

  it('is moved by every change of a bypass and of a named list, which is stamped itself', async () => {
    const ids = { key: (await insertKey()).id, list: await insertList() }
    for (const [name, statement, stamped] of listChanges) {
      const values = [ids.key, ids.list]
      const expected = stamped.map((kind) => ids[kind])
      const texts = statement.replaceAll('$1', `'${values[0]}'::uuid`).replaceAll('$2', `'${values[1]}'::uuid`)
      expect([name, (await stampedBy(texts)).sort()]).toEqual([name, expected.sort()])
    }
  })

  it('stamps both keys when a list goes from one to another', async () => {
    const [one, other, list] = [await insertKey(), await insertKey(), await insertList()]
    await attachList(one.id, list)
    const stamped = await stampedBy('UPDATE key_list SET key_id = $2 WHERE key_id = $1', [one.id, other.id])
    expect(stamped.sort()).toEqual([one.id, other.id].sort())
  })

  it('is moved by every change of a ceiling, for the whole workspace where it may concern keys that were read without', async () => {
    const workspace = await insertWorkspace()
    const list = randomUUID()
    const rows: [string, string, string[]][] = [
      [
        'created',
        `INSERT INTO network_list (id, workspace_id, kind, name, access_mode)
         VALUES ('${list}', '${workspace}', 'ceiling', 'c', 'open')`,
        [workspace],
      ],
      [
        'an entry added',
        `INSERT INTO allowlist_entry (id, workspace_id, list_id, network, position)
         VALUES (gen_random_uuid(), '${workspace}', '${list}', '192.0.2.0/24', 0)`,
        [list],
      ],
      ['enforced', `UPDATE network_list SET access_mode = 'enforce' WHERE id = '${list}'`, [list, workspace]],
      ['only reporting', `UPDATE network_list SET access_mode = 'report' WHERE id = '${list}'`, [list, workspace]],
      ['an entry moved', `UPDATE allowlist_entry SET network = '192.0.3.0/24' WHERE list_id = '${list}'`, [list]],
      ['made a shared list', shapeOf(list, 'shared'), [list, workspace]],
      ['and a ceiling again', shapeOf(list, 'ceiling'), [list, workspace]],
      ['given to another workspace', moveOf(list, workspaceId), [list, workspace, workspaceId]],
      ['and back', moveOf(list, workspace), [list, workspace, workspaceId]],
      ['an entry removed', `DELETE FROM allowlist_entry WHERE list_id = '${list}'`, [list]],
      ['deleted', `DELETE FROM network_list WHERE id = '${list}'`, [list, workspace]],
    ]
    for (const [name, statement, stamped] of rows)
      expect([name, (await stampedBy(statement)).sort()]).toEqual([name, stamped.sort()])
  })

  const shapeOf = (list: string, kind: string) =>
    `UPDATE network_list SET kind = '${kind}', access_mode = 'enforce' WHERE id = '${list}'`
  const moveOf = (list: string, to: string) => `UPDATE network_list SET workspace_id = '${to}' WHERE id = '${list}'`

  it('is not moved by what is only told of a list or a bypass', async () => {
    const [key, list] = [await insertKey(), await insertList()]
    await attachList(key.id, list)
    await insertEntry(list, '192.0.2.0/24')
    await sql.query(`UPDATE api_key SET ${bypass} WHERE id = $1`, [key.id])
    const statements = [
      "UPDATE network_list SET name = 'other', description = 'd', version = version + 1 WHERE id = $1",
      "UPDATE allowlist_entry SET note = 'office', position = 7, added_by = 'somebody', source = 'aws' WHERE list_id = $1",
    ]
    for (const statement of statements) expect(await stampedBy(statement, [list])).toEqual([])
    expect(await stampedBy("UPDATE api_key SET bypass_reason = 'other' WHERE id = $1", [key.id])).toEqual([])
  })

  it('stamps both keys when an entry goes from one to another', async () => {
    const [one, other] = [await insertKey(), await insertKey()]
    await insertEntry(one.id, '192.0.2.0/24')
    const stamped = await stampedBy('UPDATE allowlist_entry SET key_id = $2 WHERE key_id = $1', [one.id, other.id])
    expect(stamped.sort()).toEqual([one.id, other.id].sort())
  })

  it('tells the same of a few changes as of many, from every value on, oldest first', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, async () => (await insertKey()).id))
    const { value } = await source.changedSince(Number.MAX_SAFE_INTEGER)
    for (const id of ids) await sql.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [id])
    const told = await Promise.all(ids.map(async (_, done) => (await source.changedSince(value + done)).changed))
    expect(told).toEqual(ids.map((_, done) => ids.slice(done)))
  })

  it('tells of a change of many keys among changes of one', async () => {
    const [one, two, three, four] = await Promise.all([1, 2, 3, 4].map(async () => (await insertKey()).id))
    const { value } = await source.changedSince(Number.MAX_SAFE_INTEGER)
    await sql.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [one])
    await sql.query('UPDATE api_key SET paused_at = now() WHERE id = ANY($1)', [[two, three]])
    await sql.query('UPDATE api_key SET revoked_at = now() WHERE id = $1', [four])
    const changedAfter = async (done: number) => [...new Set((await source.changedSince(value + done)).changed)].sort()
    expect(await changedAfter(0)).toEqual([one, two, three, four].sort())
    expect(await changedAfter(1)).toEqual([two, three, four].sort())
    expect(await changedAfter(2)).toEqual([four])
    expect(await changedAfter(3)).toEqual([])
  })

  it('takes the last few changes for nothing once the clock was moved by hand', async () => {
    const [one, two] = await Promise.all([1, 2].map(async () => (await insertKey()).id))
    const { value } = await source.changedSince(Number.MAX_SAFE_INTEGER)
    await sql.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [one])
    await sql.query('UPDATE change_clock SET value = value + 1')
    expect((await source.changedSince(value)).changed).toEqual([one])
    expect((await source.changedSince(value + 1)).changed).toEqual([])
    await sql.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [two])
    expect((await source.changedSince(value + 1)).changed).toEqual([two])
    expect((await source.changedSince(value)).changed).toEqual([one, two])
  })

  it('hands out values in the order of commits, and holds up nobody before', async () => {
    const [one, other] = [await insertKey(), await insertKey()]
    const before = await source.changedSince(Number.MAX_SAFE_INTEGER)
    await sql.query('BEGIN')
    await sql.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [one.id])
    const second = new pg.Client({ connectionString: database.url })
    await second.connect()
    await second.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [other.id])
    await second.end()
    expect((await source.changedSince(before.value)).changed).toEqual([other.id])
    await sql.query('COMMIT')
    expect((await source.changedSince(before.value)).changed).toEqual([other.id, one.id])
  })

  it('takes one value for all that a transaction changed, and leaves no note of it', async () => {
    const [one, other] = [await insertKey(), await insertKey()]
    const before = await source.changedSince(Number.MAX_SAFE_INTEGER)
    await sql.query('BEGIN')
    await sql.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [one.id])
    await sql.query('SAVEPOINT undone')
    await sql.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [(await insertKey()).id])
    await sql.query('ROLLBACK TO undone')
    await insertEntry(one.id, '192.0.2.0/24')
    await insertEntry(other.id, '192.0.2.0/24')
    await sql.query('COMMIT')
    const { value, changed } = await source.changedSince(before.value)
    expect({ value, changed: changed?.toSorted() }).toEqual({
      value: before.value + 1,
      changed: [one.id, other.id].sort(),
    })
    expect((await sql.query('SELECT FROM change_pending')).rowCount).toBe(0)
  })

  it.each([
    ['recorded before it was made', ['event', 'change']],
    ['made before it was recorded', ['change', 'event']],
  ])(
    'is taken before the audit chain by a change that is %s, so that no two commits wait for each other',
    async (_, order) => {
      const { id } = await insertKey()
      const statements: Record<string, string> = {
        change: `UPDATE api_key SET paused_at = now() WHERE id = '${id}'`,
        event: `INSERT INTO audit_event (action, actor_label, door, workspace_id) VALUES ('key.pause', 'test', 'cli', '${workspaceId}')`,
      }
      const second = new pg.Client({ connectionString: database.url })
      await second.connect()
      await sql.query('SELECT pg_advisory_lock(71829364)')
      await second.query('BEGIN')
      for (const name of order) await second.query(statements[name] ?? '')
      const commit = second.query('COMMIT')
      const waiters = `SELECT count(*)::int AS count FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`
      await expect.poll(async () => (await sql.query(waiters)).rows).toEqual([{ count: 1 }])
      await expect(sql.query('SELECT FROM change_clock FOR UPDATE NOWAIT')).rejects.toMatchObject({ code: '55P03' })
      await sql.query('SELECT pg_advisory_unlock(71829364)')
      await commit
      await second.end()
    },
  )

  it('names all keys of a transaction and makes everybody forget everything, when both changed', async () => {
    const { id } = await insertKey()
    const before = await source.changedSince(Number.MAX_SAFE_INTEGER)
    await sql.query('BEGIN')
    await sql.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [id])
    await sql.query('TRUNCATE key_list')
    await sql.query('COMMIT')
    const value = before.value + 1
    expect(await source.changedSince(before.value)).toMatchObject({ value, horizon: value, changed: [id] })
  })

  it('lets no change back into an answer once it is rolled back', async () => {
    const { id } = await insertKey()
    await sql.query('BEGIN')
    await sql.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [id])
    const before = await source.changedSince(Number.MAX_SAFE_INTEGER)
    await sql.query('ROLLBACK')
    expect((await source.changedSince(before.value)).changed).toEqual([])
  })

  it('raises the horizon when a table is emptied, so that every process forgets everything', async () => {
    for (const tables of ['allowlist_entry', 'key_list', 'network_list, key_list, allowlist_entry']) {
      const { value } = await source.changedSince(Number.MAX_SAFE_INTEGER)
      await sql.query(`TRUNCATE ${tables} CASCADE`)
      const answer = await source.changedSince(0)
      expect([tables, answer.value]).not.toEqual([tables, value])
      expect([tables, answer.horizon]).toEqual([tables, answer.value])
    }
  })
})

describe('loading keys', () => {
  it('brings the entries that are switched on, with their expiry', async () => {
    const { id, digest } = await insertKey()
    const expiresAt = new Date(Date.now() + 60_000)
    await insertEntry(id, '203.0.113.0/24')
    await insertEntry(id, '2001:db8::/32', { expiresAt })
    await insertEntry(id, '198.51.100.0/24', { enabled: false })
    const { records, now } = await source.load([digest, 'f'.repeat(64)])
    const allowlist = records.get(digest)?.allowlist
    const admits = (text: string, at: number) => {
      const address = parseAddress(text)
      return address !== null && allowlist?.matcherAt(at).matches(address)
    }
    expect(records.size).toBe(1)
    expect(allowlist?.size).toBe(2)
    expect(admits('203.0.113.9', now)).toBe(true)
    expect(admits('198.51.100.9', now)).toBe(false)
    expect(admits('2001:db8::9', expiresAt.getTime() - 1)).toBe(true)
    expect(admits('2001:db8::9', expiresAt.getTime())).toBe(false)
  })

  it('brings keys and management tokens, by digest and by id, in one answer', async () => {
    const [one, other] = [await insertKey(), await insertKey()]
    const digest = createHash('sha256').update(randomUUID()).digest('hex')
    await sql.query(
      `INSERT INTO management_token (id, workspace_id, name, display_prefix, last_four, digest, role, access_mode)
       VALUES (gen_random_uuid(), $1, 'reader', 'p', 'l', $2, 'read', 'open')`,
      [workspaceId, `\\x${digest}`],
    )
    const { records } = await source.load([digest, one.digest, idLookup(other.id)])
    expect([...records.keys()].sort()).toEqual([digest, one.digest, other.digest].sort())
    expect(records.get(digest)).toMatchObject({ name: 'reader', role: 'read' })
  })

  it('brings moments that never come, and those that always were', async () => {
    const { id, digest } = await insertKey()
    await sql.query("UPDATE api_key SET expires_at = 'infinity', revoked_at = '-infinity' WHERE id = $1", [id])
    const { records } = await source.load([digest])
    expect(records.get(digest)).toMatchObject({
      expiresAt: Number.POSITIVE_INFINITY,
      revokedAt: Number.NEGATIVE_INFINITY,
    })
  })

  it('tells the time of the database, in milliseconds', async () => {
    const { now } = await source.load([])
    expect(Math.abs(now - Date.now())).toBeLessThan(5_000)
  })

  it('reads 10,000 entries of one key', async () => {
    const { id, digest } = await insertKey()
    await insertLongList(id)
    expect((await source.load([digest])).records.get(digest)?.allowlist?.size).toBe(10_000)
  })
})
