import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatNetwork } from '#lib/ip/network'
import { testDatabase } from '#test/database'
import type { Allowlist } from './compiled-list.ts'
import { storedRows } from './fixtures.ts'
import { isKey, type KeyRecord } from './key-record.ts'
import { createKeySource, type KeySource } from './source.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let sql: pg.Client
let source: KeySource
const workspaceId: string = randomUUID()
const { insertWorkspace, insertKey, insertList, insertEntry, insertLongList, attachList } = storedRows(
  () => sql,
  () => workspaceId,
)

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

async function loadKeys(...digests: string[]): Promise<KeyRecord[]> {
  const { records } = await source.load(digests)
  return digests.flatMap((digest) => {
    const record = records.get(digest)
    return record !== undefined && isKey(record) ? [record] : []
  })
}

const texts = (list: Allowlist | null | undefined) => list?.networksAt(0).map(formatNetwork).sort()

describe('loading named lists and ceilings', () => {
  it('brings the named lists that a key uses, and names all that it was read with', async () => {
    const [key, plain] = [await insertKey(), await insertKey()]
    const [office, egress, unused] = [await insertList(), await insertList(), await insertList()]
    await insertEntry(key.id, '192.0.2.1/32')
    await insertEntry(office, '203.0.113.0/24')
    await insertEntry(egress, '2001:db8::/32')
    await insertEntry(egress, '::198.51.100.7/128')
    await insertEntry(unused, '0.0.0.0/0')
    for (const list of [office, egress]) await attachList(key.id, list)
    const [record, other] = await loadKeys(key.digest, plain.digest)
    expect(texts(record?.allowlist)).toEqual(['192.0.2.1/32'])
    expect(record?.shared.map(texts).sort()).toEqual([['203.0.113.0/24'], ['2001:db8::/32', '::c633:6407/128']].sort())
    expect([...(record?.dependsOn ?? [])].sort()).toEqual([workspaceId, office, egress].sort())
    expect(other).toMatchObject({ shared: [], ceiling: null, bypassUntil: null, dependsOn: [workspaceId] })
  })

  it('never opens a key by a list of another workspace, nor by a ceiling that is used like a named list', async () => {
    const { id, digest } = await insertKey()
    const foreign = await insertList({ workspace: await insertWorkspace() })
    const workspace = await insertWorkspace()
    const ceiling = await insertList({ kind: 'ceiling', workspace })
    for (const list of [foreign, ceiling]) {
      await insertEntry(list, '0.0.0.0/0')
      await expect(attachList(id, list)).rejects.toThrow('named lists of its own workspace')
    }
    // Nor if somebody took the fence of the database away.
    await sql.query('ALTER TABLE key_list DISABLE TRIGGER key_list_at_home')
    for (const list of [foreign, ceiling]) await attachList(id, list)
    await sql.query('ALTER TABLE key_list ENABLE TRIGGER key_list_at_home')
    await expect(
      sql.query('UPDATE network_list SET workspace_id = $1 WHERE id = $2', [workspaceId, foreign]),
    ).rejects.toThrow('named lists of its own workspace')
    await sql.query('ALTER TABLE network_list DISABLE TRIGGER network_list_stays_home')
    const [record] = await loadKeys(digest)
    expect(record).toMatchObject({ shared: [], ceiling: null, dependsOn: [workspaceId] })
    // Its entries that say another workspace do not matter: the list is what counts.
    await sql.query('UPDATE network_list SET workspace_id = $1 WHERE id = $2', [workspaceId, foreign])
    await sql.query('ALTER TABLE network_list ENABLE TRIGGER network_list_stays_home')
    const [own] = await loadKeys(digest)
    expect(own?.shared.map(texts)).toEqual([['0.0.0.0/0']])
  })

  it('brings the ceiling of the workspace, unless it is off', async () => {
    const workspace = await insertWorkspace()
    const [key, elsewhere] = [await insertKey(workspace), await insertKey()]
    const ceiling = await insertList({ kind: 'ceiling', mode: 'open', workspace })
    await insertEntry(ceiling, '203.0.113.0/24')
    const read = async () => (await loadKeys(key.digest, elsewhere.digest)).map((record) => record.ceiling)
    expect(await read()).toEqual([null, null])
    for (const mode of ['report', 'enforce'] as const) {
      await sql.query('UPDATE network_list SET access_mode = $1 WHERE id = $2', [mode, ceiling])
      const [own, other] = await read()
      expect([own?.mode, texts(own?.allowlist), other]).toEqual([mode, ['203.0.113.0/24'], null])
    }
    expect((await loadKeys(key.digest))[0]?.dependsOn).toEqual([workspace, ceiling])
    await sql.query('DELETE FROM allowlist_entry WHERE list_id = $1', [ceiling])
    expect((await read()).map((one) => one?.allowlist?.size)).toEqual([0, undefined])
  })

  it('holds a list once, however many keys use it and whenever they are read, until it changes', async () => {
    const workspace = await insertWorkspace()
    const keys = [await insertKey(workspace), await insertKey(workspace), await insertKey(workspace)]
    const [office, ceiling] = [await insertList({ workspace }), await insertList({ kind: 'ceiling', workspace })]
    await insertEntry(office, '203.0.113.0/24')
    await insertEntry(ceiling, '203.0.0.0/16')
    for (const { id } of keys) await attachList(id, office)
    const [a, b, c] = keys.map((key) => key.digest) as [string, string, string]
    const records = [...(await loadKeys(a, b)), ...(await loadKeys(c))]
    const held = () => [
      new Set(records.map((one) => one.shared[0])).size,
      new Set(records.map((one) => one.ceiling)).size,
    ]
    expect(held()).toEqual([1, 1])
    await insertEntry(office, '198.51.100.0/24')
    await sql.query("UPDATE network_list SET access_mode = 'report' WHERE id = $1", [ceiling])
    records.push(...(await loadKeys(a)), ...(await loadKeys(b)))
    expect(held()).toEqual([2, 2])
  })

  it('transfers a list once, however many of the keys use it', async () => {
    const workspace = await insertWorkspace()
    const keys = [await insertKey(workspace), await insertKey(workspace), await insertKey(workspace)]
    const [office, ceiling] = [await insertList({ workspace }), await insertList({ kind: 'ceiling', workspace })]
    await insertEntry(office, '203.0.113.0/24')
    for (const { id } of keys) await attachList(id, office)
    const { rows } = await sql.query<{ answer: string }>("SELECT gatelist_load('{}', $1) AS answer", [
      keys.map((key) => key.id),
    ])
    const answer = JSON.parse(rows[0]?.answer ?? '') as Record<'keys' | 'lists', { id: string }[]>
    const idsOf = (records: readonly { id: string }[]) => records.map(({ id }) => id).sort()
    expect(idsOf(answer.keys)).toEqual(idsOf(keys))
    expect(idsOf(answer.lists)).toEqual([ceiling, office].sort())
  })

  it('reads all of it in one snapshot, that of the statement', async () => {
    const { rows } = await sql.query(
      "SELECT proname, provolatile FROM pg_proc WHERE proname IN ('gatelist_load', 'gatelist_changes_since') ORDER BY 1",
    )
    expect(rows).toEqual([
      { proname: 'gatelist_changes_since', provolatile: 's' },
      { proname: 'gatelist_load', provolatile: 's' },
    ])
  })

  it('brings the end of a bypass and of an entry of a list to the millisecond', async () => {
    const { id, digest } = await insertKey()
    const list = await insertList()
    const until = new Date('2031-02-03T04:05:06.789Z')
    await insertEntry(list, '203.0.113.0/24', { expiresAt: until })
    await attachList(id, list)
    await sql.query(
      `UPDATE api_key SET bypass_from = $2::timestamptz - interval '1 hour', bypass_until = $2, bypass_reason = 'r',
         bypass_by = 'b' WHERE id = $1`,
      [id, until],
    )
    const [record] = await loadKeys(digest)
    expect(record?.bypassUntil).toBe(until.getTime())
    const sizesAt = (now: number) => record?.shared.map((one) => one.networksAt(now).length)
    expect([sizesAt(until.getTime() - 1), sizesAt(until.getTime())]).toEqual([[1], [0]])
  })

  it('reads a named list of 10,000 entries', async () => {
    const { id, digest } = await insertKey()
    const list = await insertList()
    await attachList(id, list)
    await insertLongList(list)
    expect((await loadKeys(digest))[0]?.shared[0]?.size).toBe(10_000)
  })

  it('admits nobody by a list that holds what was never written by us', async () => {
    const workspace = await insertWorkspace()
    const key = await insertKey(workspace)
    const [office, ceiling] = [await insertList({ workspace }), await insertList({ kind: 'ceiling', workspace })]
    await attachList(key.id, office)
    await sql.query('BEGIN')
    await sql.query('ALTER TABLE allowlist_entry DROP CONSTRAINT allowlist_entry_canonical')
    for (const list of [office, ceiling]) {
      await insertEntry(list, '203.0.113.0/24')
      await insertEntry(list, '198.51.100.7/24')
    }
    await insertEntry(key.id, '198.51.100.7/24')
    await sql.query('COMMIT')
    const [record] = await loadKeys(key.digest)
    expect(record).toMatchObject({ allowlist: null, shared: [], ceiling: { mode: 'enforce', allowlist: null } })
    expect([...(record?.dependsOn ?? [])].sort()).toEqual([workspace, office, ceiling].sort())
  })
})
