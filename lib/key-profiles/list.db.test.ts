import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { snapshot } from '#lib/db/snapshot'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { giveLists, makeList } from '#lib/lists/fixtures'
import { testDatabase } from '#test/database'
import { keyFilterSchema } from './filters.ts'
import { freshenProfiles } from './freshen.ts'
import { listStaffKeys, STAFF_PAGE_SIZE } from './list-keys.ts'
import { findPlaces } from './list-places.ts'
import { readKeyList } from './list-query.ts'
import { staffKeySorts } from './list-sort.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team
let theirs: Team
const ids = new Map<string, string>()

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
  theirs = await makeTeam()
  for (const [name, list] of [
    ['Open', ''],
    ['Office', '8.8.8.0/24 # office'],
    ['Wide', '8.0.0.0/9 # all'],
    ['Every', '0.0.0.0/0 # all'],
    ['Inside', '10.1.2.3 # vpn'],
    ['Docs', '203.0.113.7 # docs'],
    ['Six', '2600::/32 # six'],
    ['Bare', '9.9.9.9'],
    ['Old', '9.9.9.1 # old'],
    ['Soon', '9.9.9.2 # soon\n9.9.9.3 # gone'],
    ['Reports', '9.9.9.4 # r'],
    ['Ended', '9.9.9.5 # e'],
  ] as const) {
    ids.set(name, (await makeKey(team.owner, list, name)).id)
  }
  ids.set('Theirs', (await makeKey(theirs.admin, '9.9.9.6 # t', 'Theirs')).id)
  const list = await makeList(team.owner, 'Egress', '11.0.0.0/12')
  await giveLists(team.owner, idOf('Docs'), [list.id])
  const sql = prisma()
  await sql.apiKey.update({ where: { id: idOf('Reports') }, data: { accessMode: 'report' } })
  await sql.apiKey.update({ where: { id: idOf('Ended') }, data: { revokedAt: new Date(Date.now() - 1000) } })
  await sql.$executeRaw`UPDATE allowlist_entry SET expires_at = now() + CASE network WHEN '9.9.9.2' THEN interval '3 days'
    ELSE interval '-1 day' END WHERE key_id = ${idOf('Soon')}::uuid`
  await sql.$executeRaw`INSERT INTO key_usage (key_id, last_used_at, last_used_address) VALUES
    (${idOf('Old')}::uuid, now() - interval '100 days', '9.9.9.1'), (${idOf('Office')}::uuid, now(), '8.8.8.8')`
  await sql.$executeRaw`INSERT INTO entry_match (entry_id, last_at, count)
    SELECT id, now(), 1 FROM allowlist_entry WHERE key_id = ${idOf('Office')}::uuid`
  await sql.$executeRaw`INSERT INTO key_hour (key_id, hour, allowed, unlisted, refused)
    VALUES (${idOf('Wide')}::uuid, date_trunc('hour', now()), 0, 0, 7)`
  await sql.$executeRaw`INSERT INTO profile_stale (owner_id) SELECT id FROM api_key`
})

afterAll(async () => {
  await database.close()
})

const idOf = (name: string) => ids.get(name) ?? ''
const listOf = (raw: Record<string, string>) => {
  const { filter, order, cursor } = readKeyList(raw)
  return listStaffKeys(filter, order, cursor)
}
const named = async (raw: Record<string, string>) => (await listOf(raw)).keys.map(({ name }) => name)

describe('every key of every workspace', () => {
  it.each([
    [{ access: 'open' }, ['Open']],
    [{ access: 'report' }, ['Reports']],
    [{ any: '1' }, ['Every']],
    [{ wider4: '24' }, ['Docs', 'Every', 'Wide']],
    [{ wider4: '25' }, ['Docs', 'Every', 'Office', 'Wide']],
    [{ wider6: '33' }, ['Six']],
    [{ wider6: '32' }, []],
    [{ range: 'private' }, ['Inside']],
    [{ range: 'reserved' }, ['Docs']],
    [{ range: 'special' }, ['Docs', 'Inside']],
    [{ expired: '1' }, ['Soon']],
    [{ expiring: '7' }, ['Soon']],
    [{ expiring: '2' }, []],
    [{ unnoted: '1' }, ['Bare', 'Docs']],
    [{ unused: '90', access: 'enforce', unmatched: '1', wider4: '24' }, ['Docs', 'Every', 'Wide']],
    [{ refused: '1' }, ['Wide']],
    [{ state: 'ended' }, ['Ended']],
    [{ q: 'office' }, ['Office']],
    [{ q: 'TEAM theirs' }, ['Theirs']],
    [{ q: '100%' }, []],
  ])('filtered by %j are %j', async (raw, names) => {
    expect((await named({ ...raw, sort: 'name' } as Record<string, string>)).sort()).toEqual(names)
  })

  it('are found by what is shown of the key, by owner, by workspace and by id', async () => {
    const [key] = (await listOf({ q: 'bare' })).keys
    if (key === undefined) throw new Error('not found')
    const { displayPrefix, lastFour, id } = key
    for (const q of [displayPrefix, lastFour, `${displayPrefix}…${lastFour}`, id])
      expect(await named({ q })).toContain('Bare')
    expect(await named({ q: theirs.admin.label })).toEqual(['Theirs'])
    expect(await named({ workspace: theirs.workspaceId })).toEqual(['Theirs'])
    expect(await named({ owner: theirs.admin.userId })).toEqual(['Theirs'])
  })

  it('tell their lists, their use and whose they are, and nothing secret', async () => {
    const [docs] = (await listOf({ q: 'docs' })).keys
    expect(docs).toMatchObject({ entries: 2, ownEntries: 1, lists: 1, widestV4: 12, addresses: 2 ** 20 + 1 })
    expect(docs).toMatchObject({
      workspace: { id: team.workspaceId },
      owner: { email: team.owner.label },
      reserved: true,
    })
    const [office] = (await listOf({ q: 'office' })).keys
    expect(office?.lastUsed).toMatchObject({ address: '8.8.8.8' })
    expect(JSON.stringify(await listOf({ state: 'all' }))).not.toMatch(/digest/i)
  })

  it('come the widest first, and in every other order both ways', async () => {
    expect((await named({})).slice(0, 3)).toEqual(['Open', 'Every', 'Wide'])
    expect((await named({ sort: 'last_used' }))[0]).toBe('Office')
    expect((await named({ sort: 'refused' }))[0]).toBe('Wide')
    expect((await named({ sort: 'addresses' })).slice(0, 2)).toEqual(['Open', 'Six'])
    for (const sort of staffKeySorts) {
      const [one, other] = [await named({ sort }), await named({ sort: `-${sort}` })]
      expect([sort, other.toReversed()]).toEqual([sort, one])
    }
  })
})

describe('pages of many keys', () => {
  beforeAll(async () => {
    await prisma().$executeRaw`
      INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode)
      SELECT gen_random_uuid(), ${theirs.workspaceId}::uuid, 'Twin', 'gl_live_Twin', 'twin', sha256(i::text::bytea), 'enforce'
      FROM generate_series(1, 130) AS i`
    expect(await freshenProfiles(5000)).toBe(true)
  })

  it('show each key once, forwards and backwards, where all sort alike', async () => {
    for (const sort of ['name', 'entries', 'last_used', '-created']) {
      const { filter, order } = readKeyList({ q: 'twin', sort })
      const first = await listStaffKeys(filter, order)
      const second = await listStaffKeys(filter, order, first.next)
      const third = await listStaffKeys(filter, order, second.next)
      const all = [first, second, third].flatMap(({ keys }) => keys.map(({ id }) => id))
      expect([new Set(all).size, first.total, first.previous, third.next]).toEqual([130, 130, null, null])
      const back = await listStaffKeys(filter, order, third.previous)
      expect(back.keys).toEqual(second.keys)
      expect((await listStaffKeys(filter, order, back.previous)).keys).toHaveLength(STAFF_PAGE_SIZE)
    }
  })

  // With a million keys, few matches are sorted, many are found by an index, and where that leads astray the table is read.
  it('are the same whichever way the keys are found', async () => {
    const filters = [
      {},
      { access: 'enforce' },
      { unnoted: '1' },
      { unmatched: '1' },
      { unused: '90' },
      { wider4: '30' },
    ]
    for (const sort of staffKeySorts.flatMap((name) => [name, `-${name}`])) {
      for (const raw of filters) {
        const { order } = readKeyList({ sort })
        const question = { filter: keyFilterSchema.parse(raw), order, cursor: null, limit: 4 }
        const found = (limits?: { counted: number; walked: number }) =>
          snapshot(async (tx) => (await findPlaces(tx, question, limits)).places)
        const sorted = await found()
        expect([sort, raw, await found({ counted: 0, walked: 10_000 })]).toEqual([sort, raw, sorted])
        expect([sort, raw, await found({ counted: 0, walked: 1 })]).toEqual([sort, raw, sorted])
      }
    }
  })

  it('are walked by the index of their order', async () => {
    const orders = [
      'widest',
      'addresses',
      'entries',
      'created_at',
      'refused_day',
      "coalesce(last_used_at, '-infinity'::timestamptz)",
    ]
    const plans = await snapshot(async (tx) => {
      await tx.$executeRaw`SELECT set_config('enable_seqscan', 'off', true)`
      const read = (order: string) =>
        tx.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(
          `EXPLAIN SELECT 1 FROM key_profile ORDER BY ${order}, key_id LIMIT 50`,
        )
      return Promise.all([...orders, 'split_part(search, chr(10), 1)'].map(read))
    })
    for (const plan of plans) expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index.*Scan/)
  })
})
