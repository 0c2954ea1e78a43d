import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAddress } from '#lib/ip/address'
import { testDatabase } from '#test/database'
import { createKeySource, type KeySource } from './source.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let sql: pg.Client
let source: KeySource
const workspaceId = randomUUID()

beforeAll(async () => {
  database = await testDatabase()
  sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
  await sql.query('INSERT INTO workspace (id, name) VALUES ($1, $2)', [workspaceId, 'w'])
  source = createKeySource(database.url, 2000)
})
afterAll(async () => {
  await source.close()
  await sql.end()
  await database.close()
})

async function insertKey(): Promise<{ id: string; digest: string }> {
  const id = randomUUID()
  const { rows } = await sql.query<{ digest: string }>(
    `INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode)
     VALUES ($1, $2, 'k', 'gl', 'abcd', sha256($3), 'enforce') RETURNING encode(digest, 'hex') AS digest`,
    [id, workspaceId, Buffer.from(id)],
  )
  return { id, digest: rows[0]?.digest ?? '' }
}

async function insertEntry(keyId: string, network: string, rest: { enabled?: boolean; expiresAt?: Date } = {}) {
  await sql.query(
    `INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position, enabled, expires_at)
     VALUES ($1, $2, $3, $4, 0, $5, $6)`,
    [randomUUID(), workspaceId, keyId, network, rest.enabled ?? true, rest.expiresAt ?? null],
  )
}

/** The keys that a statement stamped. */
async function stampedBy(statement: string, values: unknown[] = []): Promise<string[]> {
  const before = await source.changedSince(Number.MAX_SAFE_INTEGER)
  await sql.query(statement, values)
  return [...(await source.changedSince(before.value)).changed]
}

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

  it('stamps both keys when an entry goes from one to another', async () => {
    const [one, other] = [await insertKey(), await insertKey()]
    await insertEntry(one.id, '192.0.2.0/24')
    const stamped = await stampedBy('UPDATE allowlist_entry SET key_id = $2 WHERE key_id = $1', [one.id, other.id])
    expect(stamped.sort()).toEqual([one.id, other.id].sort())
  })

  it('hands out values in the order of commits', async () => {
    const [one, other] = [await insertKey(), await insertKey()]
    const second = new pg.Client({ connectionString: database.url })
    await second.connect()
    await sql.query('BEGIN')
    await sql.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [one.id])
    const before = await source.changedSince(Number.MAX_SAFE_INTEGER)
    const waiting = second.query('UPDATE api_key SET paused_at = now() WHERE id = $1', [other.id])
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await source.changedSince(before.value)).changed).toEqual([])
    await sql.query('COMMIT')
    await waiting
    expect((await source.changedSince(before.value)).changed).toEqual([one.id, other.id])
    await second.end()
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
    await sql.query('TRUNCATE allowlist_entry')
    const answer = await source.changedSince(0)
    expect(answer.horizon).toBe(answer.value)
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

  it('tells the time of the database, in milliseconds', async () => {
    const { now } = await source.load([])
    expect(Math.abs(now - Date.now())).toBeLessThan(5_000)
  })

  it('reads 10,000 entries of one key', async () => {
    const { id, digest } = await insertKey()
    await sql.query(
      `INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position)
       SELECT gen_random_uuid(), $1, $2, ('10.' || n / 256 || '.' || n % 256 || '.0/24')::inet, n FROM generate_series(0, 9999) AS n`,
      [workspaceId, id],
    )
    expect((await source.load([digest])).records.get(digest)?.allowlist?.size).toBe(10_000)
  })
})
