import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StaffActor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { Prisma } from '#lib/generated/prisma/client'
import { parseAddress } from '#lib/ip/address'
import { checkAddress } from '#lib/keys/check-address'
import { issue, makeKey, makeTeam, programOf, type Team } from '#lib/keys/fixtures'
import { newSecret, possessionDigest } from '#lib/keys/secret'
import { called, giveLists, makeList } from '#lib/lists/fixtures'
import { makeStaff, makeStaffToken } from '#lib/staff-tokens/fixtures'
import { testDatabase } from '#test/database'
import { lookUpAddress } from './address.ts'
import { lookUpCredential } from './credential.ts'
import { countOpenKeys, lookUpOpenKeys } from './open-keys.ts'
import type { LookupCursor, Page } from './page.ts'
import { placesSql, planByIndex } from './places.ts'
import { readLookup } from './question.ts'
import { lookUpSeen, pairsSql } from './seen.ts'
import type { AdmittingStaffKey } from './views.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team
let theirs: Team
const ids = new Map<string, string>()

const idOf = (name: string) => ids.get(name) ?? ''

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
  theirs = await makeTeam()
  const make = async (owner: Team, name: string, list: string) =>
    ids.set(name, (await makeKey(owner.owner, list, name)).id)
  await make(team, 'Office', '203.0.113.0/24 # office')
  await make(team, 'Halves', '203.0.113.0/25, 203.0.113.128/25, 203.0.113.7')
  await make(team, 'One', '203.0.113.7')
  await make(team, 'Elsewhere', '198.51.100.0/24')
  await make(team, 'Open', '')
  await make(team, 'Lists', '198.51.100.1')
  await make(team, 'Reports', '198.51.100.1')
  await make(team, 'Bypassed', '198.51.100.1')
  await make(team, 'Paused', '203.0.113.0/24')
  await make(team, 'Rests', '203.0.113.7, 198.51.100.1')
  await make(team, 'Revoked', '203.0.113.7')
  await make(theirs, 'Theirs', '203.0.112.0/23')
  await make(theirs, 'Every', '0.0.0.0/0')
  const list = await makeList(team.owner, 'VPN', '203.0.113.0/26\n10.0.0.0/8')
  await giveLists(team.owner, idOf('Lists'), [list.id])
  const sql = prisma()
  await sql.apiKey.update({ where: { id: idOf('Reports') }, data: { accessMode: 'report' } })
  await sql.apiKey.update({ where: { id: idOf('Paused') }, data: { pausedAt: new Date() } })
  await sql.apiKey.update({ where: { id: idOf('Revoked') }, data: { revokedAt: new Date(Date.now() - 1000) } })
  await sql.$executeRaw`UPDATE allowlist_entry SET enabled = false WHERE key_id = ${idOf('Rests')}::uuid AND network = '203.0.113.7'`
  await sql.$executeRaw`UPDATE api_key SET bypass_from = now(), bypass_until = now() + interval '10 minutes', bypass_reason = 'moving',
    bypass_by = 'somebody' WHERE id = ${idOf('Bypassed')}::uuid`
})

afterAll(async () => {
  await database.close()
})

function networksOf(text: string) {
  const question = readLookup(text)
  if (question.kind !== 'addresses') throw new Error(text)
  return question.asked.networks
}

type Choice = { reach?: 'any' | 'all'; ended?: boolean }

/** Turns the pages to the last one, and back to the first, which has to show the same. */
async function bothWays<T>(read: (cursor: LookupCursor | null) => Promise<Page<T>>): Promise<T[]> {
  const pages: Page<T>[] = [await read(null)]
  for (let next = pages[0]?.next ?? null; next !== null; next = pages.at(-1)?.next ?? null) {
    pages.push(await read({ side: 'after', at: next }))
  }
  expect(pages.map(({ previous }) => previous !== null)).toEqual(pages.map((_, index) => index > 0))
  for (const [index, page] of pages.slice(1).entries()) {
    const back = await read({ side: 'before', at: page.previous ?? '' })
    expect(back.items).toEqual(pages[index]?.items)
    expect([back.previous === null, back.next]).toEqual([index === 0, pages[index]?.next])
  }
  return pages.flatMap(({ items }) => items)
}

const byEntry = async (text: string, { reach = 'any', ended = false }: Choice = {}) =>
  (await lookUpAddress({ networks: networksOf(text), reach, ended })).items
const openTo = async (text: string) => (await lookUpOpenKeys({ networks: networksOf(text), ended: false })).items
const namesOf = (keys: readonly { name: string }[]) => keys.map(({ name }) => name).sort()
const amounts = (keys: readonly AdmittingStaffKey[]) =>
  keys.map(({ name, count, of }) => `${name} ${count}/${of}`).sort()

describe('the keys that an address opens, in every workspace', () => {
  it('are told by the entry, their own or of a named list, the closest first', async () => {
    const found = await byEntry('203.0.113.7')
    expect(namesOf(found)).toEqual(['Every', 'Halves', 'Lists', 'Office', 'One', 'Paused', 'Theirs'])
    expect(found.at(-1)).toMatchObject({ name: 'Every', entries: [{ network: '0.0.0.0/0' }] })
    const of = (name: string) => found.find((key) => key.name === name)
    expect(of('Office')).toMatchObject({ through: 'entries', entries: [{ note: 'office', list: null }], reach: 'all' })
    expect(of('Lists')?.entries).toEqual([{ network: '203.0.113.0/26', note: null, list: 'VPN' }])
    expect(of('Halves')).toMatchObject({ entryCount: 2, entries: [{ network: '203.0.113.7/32' }, {}] })
    expect(of('Theirs')?.workspace.id).toBe(theirs.workspaceId)
  })

  it('of those that let anybody in, are apart: open, reporting, bypassed', async () => {
    const through = (await openTo('192.0.2.1')).map((key) => `${key.name} ${key.through}`)
    expect(through.sort()).toEqual(['Bypassed bypass', 'Open open', 'Reports report'])
    expect(await countOpenKeys()).toEqual({ total: 3, isMore: false })
  })

  it('come once each over all pages, read either way', async () => {
    await prisma().$executeRaw`
      INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode, open_since)
      SELECT gen_random_uuid(), ${theirs.workspaceId}::uuid, 'Crowd', 'gl_live_Crow', 'crow', sha256(('crowd' || i)::bytea), 'open', now()
      FROM generate_series(1, 250) AS i`
    const read = (cursor: LookupCursor | null) =>
      lookUpOpenKeys({ networks: networksOf('192.0.2.1'), ended: false }, cursor)
    const crowd = (await bothWays(read)).filter(({ name }) => name === 'Crowd').map(({ id }) => id)
    expect([crowd.length, new Set(crowd).size]).toEqual([250, 250])
    await prisma().$executeRaw`DELETE FROM api_key WHERE name = 'Crowd'`
  })

  it('agree with the check of each key', async () => {
    for (const text of ['203.0.113.7', '203.0.113.200', '198.51.100.1', '10.9.9.9', '192.0.2.1', '2001:db8::1']) {
      const address = parseAddress(text)
      if (address === null) throw new Error(text)
      const found = new Set([...(await byEntry(text)), ...(await openTo(text))].map(({ id }) => id))
      for (const [name, keyId] of ids) {
        const { workspaceId } = ['Theirs', 'Every'].includes(name) ? theirs : team
        const check = await checkAddress(prisma(), { workspaceId }, { keyId, address })
        const opens = check?.explanation.outcome.startsWith('allowed')
        // A paused key stands among them, with its status.
        if (name !== 'Paused') expect([text, name, found.has(keyId)]).toEqual([text, name, opens])
      }
    }
  })

  it('are ended ones too when that is asked', async () => {
    expect(namesOf(await byEntry('203.0.113.7', { ended: true }))).toContain('Revoked')
  })
})

describe('the keys that a range opens', () => {
  it('say how much of it they let in', async () => {
    expect(amounts(await byEntry('203.0.113.0/24'))).toEqual([
      ...['Every 256/256', 'Halves 256/256', 'Lists 64/256', 'Office 256/256', 'One 1/256', 'Paused 256/256'],
      'Theirs 256/256',
    ])
    expect(amounts(await byEntry('203.0.113.6-203.0.113.70'))).toContain('Lists 58/65')
    expect(amounts(await byEntry('203.0.0.0/8'))).toContain('Theirs 512/16777216')
  })

  it('are those that let all of it in when that is asked', async () => {
    const all = (text: string) => byEntry(text, { reach: 'all' })
    expect(namesOf(await all('203.0.113.0/24'))).toEqual(['Every', 'Halves', 'Office', 'Paused', 'Theirs'])
    expect(namesOf(await all('203.0.113.6-203.0.113.40'))).toContain('Lists')
    expect(namesOf(await all('203.0.113.6-203.0.113.70'))).not.toContain('Lists')
  })

  it('come once each over all pages', async () => {
    const list = await makeList(team.owner, 'Fleet', '11.0.0.0/30\n11.0.0.8/30\n11.0.0.16/30')
    await prisma().$executeRaw`
      WITH made AS (
        INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode)
        SELECT gen_random_uuid(), ${team.workspaceId}::uuid, 'Fleet', 'gl_live_Flee', 'flee', sha256(i::text::bytea), 'enforce'
        FROM generate_series(1, 170) AS i RETURNING id
      ), listed AS (
        INSERT INTO key_list (key_id, list_id, added_by) SELECT id, ${list.id}::uuid, 'somebody' FROM made)
      INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position)
      SELECT gen_random_uuid(), ${team.workspaceId}::uuid, id, '11.0.0.9', 0 FROM made WHERE random() < 0.5`
    const question = { networks: networksOf('11.0.0.0/24'), reach: 'any', ended: false } as const
    const pages = await bothWays((cursor) => lookUpAddress(question, cursor))
    const fleet = pages.filter(({ name }) => name === 'Fleet').map(({ id }) => id)
    expect([fleet.length, new Set(fleet).size]).toEqual([170, 170])
  })
})

it('a ceiling that is enforced narrows what its workspace’s keys let in', async () => {
  const { id } = await prisma().networkList.create({
    data: { workspaceId: team.workspaceId, kind: 'ceiling', name: 'Ceiling' },
    select: { id: true },
  })
  await prisma().$executeRaw`INSERT INTO allowlist_entry (id, workspace_id, list_id, network, position)
    VALUES (gen_random_uuid(), ${team.workspaceId}::uuid, ${id}::uuid, '203.0.113.0/28', 0)`
  expect(namesOf(await byEntry('203.0.113.200'))).toEqual(['Every', 'Theirs'])
  expect(await openTo('203.0.113.200')).toEqual([])
  expect(amounts(await byEntry('203.0.113.0/24'))).toContain('Office 16/256')
  expect(namesOf(await openTo('203.0.113.7'))).toEqual(['Bypassed', 'Open', 'Reports'])
  await prisma().networkList.update({ where: { id }, data: { accessMode: 'report' } })
  expect(namesOf(await byEntry('203.0.113.200'))).toContain('Office')
})

it('a policy that applies takes from open keys and wide entries what verification takes', async () => {
  await prisma()
    .$executeRaw`INSERT INTO access_policy (id, workspace_id, require_restricted, widest_v4, applies_from, updated_by, reason)
    VALUES (gen_random_uuid(), ${theirs.workspaceId}::uuid, true, 24, now() - interval '1 hour', 'staff', 'test')`
  expect(namesOf(await byEntry('203.0.112.9'))).toEqual([])
  await prisma().$executeRaw`DELETE FROM access_policy`
  expect(namesOf(await byEntry('203.0.112.9'))).toEqual(['Every', 'Theirs'])
})

describe('the keys that were seen from an address', () => {
  it('are told with how their calls ended, whoever they belong to', async () => {
    await called(team.workspaceId, idOf('Office'), '203.0.113.9')
    await called(theirs.workspaceId, idOf('Theirs'), '203.0.113.9')
    await prisma()
      .$executeRaw`INSERT INTO caller_hour (workspace_id, key_id, hour, outcome, address, count, first_at, last_at) VALUES
      (${team.workspaceId}::uuid, ${idOf('Office')}::uuid, date_trunc('hour', now()), 'ip_not_allowed', '203.0.113.9', 4, now(), now()),
      (${team.workspaceId}::uuid, ${idOf('Revoked')}::uuid, date_trunc('hour', now()), 'revoked', '203.0.113.90', 2, now(), now()),
      (${team.workspaceId}::uuid, ${idOf('One')}::uuid, date_trunc('hour', now()), 'ip_not_allowed', '2001:db8:1:2::/64', 9, now(), now())`
    const one = await lookUpSeen(networksOf('203.0.113.9'))
    expect(namesOf(one.items)).toEqual(['Office', 'Theirs'])
    const office = one.items.find(({ name }) => name === 'Office')
    expect(office).toMatchObject({
      address: '203.0.113.9',
      refused: 4,
      reasons: [{ outcome: 'ip_not_allowed', count: 4 }],
    })
    expect(office?.allowed).toBeGreaterThan(0)
    const range = await lookUpSeen(networksOf('203.0.113.0/24'))
    expect(range.items.map(({ address, name }) => `${address} ${name}`).at(-1)).toBe('203.0.113.90 Revoked')
    expect((await lookUpSeen(networksOf('2001:db8:1:2::77'))).items).toMatchObject([
      { address: '2001:db8:1:2::/64', refused: 9 },
    ])
    expect((await lookUpSeen(networksOf('203.0.113.10'))).items).toEqual([])
  })
})

describe('a leaked secret', () => {
  let staff: StaffActor
  const look = (text: string) => lookUpCredential(staff, text)

  beforeAll(async () => {
    staff = await makeStaff('auditor')
  })

  it('finds its key, with or without the word before it', async () => {
    const made = await issue(programOf(team), { name: 'Leaked' })
    for (const text of [made.secret, ` Bearer ${made.secret}\n`]) {
      expect(await look(text)).toMatchObject({
        how: 'secret',
        keys: [{ name: 'Leaked', workspace: { id: team.workspaceId } }],
      })
    }
    expect(await look(`${made.secret.slice(0, -1)}!`)).toMatchObject({ how: 'nothing', keys: [] })
    expect(await look(newSecret('other').secret.replace(/.{3}$/, 'aaa'))).toMatchObject({ how: 'foreign', keys: [] })
  })

  it('finds it by what is left of it', async () => {
    const { secret } = await issue(programOf(theirs), { name: 'Cut' })
    const start = secret.slice(0, -45)
    for (const text of [start, secret.slice(0, -20), secret.slice(-4), `${start}…${secret.slice(-4)}`]) {
      expect([text.length, namesOf((await look(text)).keys).includes('Cut')]).toEqual([text.length, true])
    }
    expect((await look(`${start}…zzzz`)).keys).toEqual([])
  })

  it('of an imported key finds it in every workspace that imported it', async () => {
    for (const name of ['Office', 'Theirs']) {
      await prisma().apiKey.update({
        where: { id: idOf(name) },
        data: { kind: 'imported', possessionDigest: Buffer.from(possessionDigest('hunter2 hunter2'), 'hex') },
      })
    }
    expect(namesOf((await look('hunter2 hunter2')).keys)).toEqual(['Office', 'Theirs'])
  })

  it('that is a token of staff is called that', async () => {
    const token = await makeStaffToken(await makeStaff('staff'))
    expect(await look(token.secret)).toMatchObject({ how: 'secret', keys: [], tokens: [{ workspace: null }] })
  })

  it('is in the audit trail by what was found, and nowhere by itself', async () => {
    const { secret } = await issue(programOf(team), { name: 'Audited' })
    const answer = await look(secret)
    await look('hunter2 hunter2')
    expect(JSON.stringify(answer)).not.toContain(secret)
    const events = await prisma().auditEvent.findMany({
      where: { action: 'staff.look_up_secret', actorId: staff.userId },
      orderBy: { id: 'desc' },
      select: { after: true, workspaceId: true, keyId: true },
    })
    const [id] = answer.keys.map((key) => key.id)
    expect(events[1]).toEqual({ after: { how: 'secret', keys: [id], tokens: [] }, workspaceId: null, keyId: null })
    const tables = await prisma().$queryRaw<{ name: string }[]>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`
    for (const { name } of tables) {
      const found = await prisma().$queryRaw<{ n: number }[]>`
        SELECT (xpath('/row/n/text()', query_to_xml(format(
          'SELECT count(*) AS n FROM %I t WHERE t::text LIKE %L OR t::text LIKE %L', ${name}::text, ${`%${secret}%`}::text,
          '%hunter2 hunter2%'), false, true, '')))[1]::text::int AS n`
      expect([name, found[0]?.n]).toEqual([name, 0])
    }
  })
})

describe('with many entries and callers', () => {
  beforeAll(async () => {
    const at = { workspace: theirs.workspaceId, key: idOf('Theirs') }
    await prisma().$transaction([
      prisma().$executeRaw`INSERT INTO allowlist_entry (id, workspace_id, key_id, network, position)
        SELECT gen_random_uuid(), ${at.workspace}::uuid, ${at.key}::uuid, '20.0.0.0'::inet + i * 300, i FROM generate_series(1, 6000) AS i`,
      prisma()
        .$executeRaw`INSERT INTO caller_hour (workspace_id, key_id, hour, outcome, address, count, first_at, last_at)
        SELECT ${at.workspace}::uuid, ${at.key}::uuid, date_trunc('hour', now()), 'allowed', '20.0.0.0'::inet + i, 1, now(), now()
        FROM generate_series(1, 6000) AS i`,
    ])
    await prisma().$executeRaw`ANALYZE allowlist_entry`
    await prisma().$executeRaw`ANALYZE caller_hour`
  })

  it('are told on pages that can be read either way', async () => {
    const networks = networksOf('20.0.0.0/25')
    const seen = (await bothWays((cursor) => lookUpSeen(networks, cursor))).map(({ address }) => address)
    expect([seen.length, new Set(seen).size, seen[0], seen.at(-1)]).toEqual([127, 127, '20.0.0.1', '20.0.0.127'])
  })

  it.each(['20.0.1.44', '20.0.0.0/8', '2001:db8::/32'])('%s is read by indexes, not by whole tables', async (text) => {
    const networks = networksOf(text)
    const place = { network: '20.0.50.0/24', owner: idOf('Theirs'), keyId: idOf('Theirs') }
    const seen = { address: '20.0.5.1/32', keyId: idOf('Theirs') }
    const questions = [
      ...[null, { side: 'before', at: place } as const].map((cursor) => placesSql({ networks, cursor })),
      ...[null, { side: 'before', at: seen } as const].map((cursor) => pairsSql(networks, cursor)),
    ]
    for (const sql of questions) {
      const plan = await prisma().$transaction(async (tx) => {
        await planByIndex(tx)
        return tx.$queryRaw<{ 'QUERY PLAN': string }[]>(Prisma.sql`EXPLAIN ${sql}`)
      })
      const lines = plan.map((row) => row['QUERY PLAN']).join('\n')
      expect(lines).not.toMatch(/Seq Scan on (allowlist_entry|caller_hour|api_key)/)
      expect(lines).toMatch(/Index.* using (allowlist_entry_places|caller_hour_address_key_id_idx)/)
    }
  })
})
