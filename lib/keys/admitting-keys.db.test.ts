import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { parseAddress } from '#lib/ip/address'
import { type Network, networkOf, parseCanonicalNetwork } from '#lib/ip/network'
import { testDatabase } from '#test/database'
import { admittingKeys, admittingKeysAfter, countAdmitting, type Reach } from './admitting-keys.ts'
import { checkAddress } from './check-address.ts'
import { makeKey, makeTeam, type Team } from './fixtures.ts'
import { noFilters } from './list-filters.ts'
import { listKeys } from './queries.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team
let theirs: Team
const ids: Record<string, string> = {}

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
  theirs = await makeTeam()
  await makeKey(theirs.owner, '203.0.113.0/24', 'Theirs')
  await make('Office', '203.0.113.0/24')
  await make('Halves', '203.0.113.0/25, 203.0.113.128/25, 203.0.113.7')
  await make('One', '203.0.113.7')
  await make('Elsewhere', '198.51.100.0/24')
  await make('Open', '')
  await make('Lists', '198.51.100.1')
  await make('Reports', '198.51.100.1')
  await make('Bypassed', '198.51.100.1')
  await make('Paused', '203.0.113.0/24')
  await make('Rests', '203.0.113.7, 198.51.100.1')
  const sql = prisma()
  await sql.apiKey.update({ where: { id: idOf('Reports') }, data: { accessMode: 'report' } })
  await sql.apiKey.update({ where: { id: idOf('Paused') }, data: { pausedAt: new Date() } })
  await sql.$executeRaw`UPDATE allowlist_entry SET enabled = false
    WHERE key_id = ${idOf('Rests')}::uuid AND network = '203.0.113.7'`
  await sql.$executeRaw`UPDATE api_key SET bypass_from = now(), bypass_until = now() + interval '10 minutes',
    bypass_reason = 'moving', bypass_by = 'somebody' WHERE id = ${idOf('Bypassed')}::uuid`
  const list = await listWith('shared', 'VPN', ['203.0.113.0/26'])
  await sql.keyList.create({ data: { keyId: idOf('Lists'), listId: list, addedBy: 'somebody' } })
})

afterAll(async () => {
  await database.close()
})

async function make(name: string, allowedIps: string): Promise<void> {
  ids[name] = (await makeKey(team.owner, allowedIps, name)).id
}

const idOf = (name: string) => ids[name] ?? ''

async function listWith(kind: 'shared' | 'ceiling', name: string, networks: readonly string[]): Promise<string> {
  const { workspaceId } = team
  const { id } = await prisma().networkList.create({ data: { workspaceId, kind, name }, select: { id: true } })
  await prisma().$executeRaw`
    INSERT INTO allowlist_entry (id, workspace_id, list_id, network, position)
    SELECT gen_random_uuid(), ${workspaceId}::uuid, ${id}::uuid, network::inet, 0 FROM unnest(${networks}::text[]) AS network`
  return id
}

const network = (text: string): Network => {
  const address = parseAddress(text)
  const found = address === null ? parseCanonicalNetwork(text) : networkOf(address, address.family === 4 ? 32 : 128)
  if (found === null) throw new Error(text)
  return found
}

async function opened(text: string, reach: Reach, workspaceId = team.workspaceId) {
  const question = { workspaceId, network: network(text) }
  const found = await admittingKeys(prisma(), question, { reach, offset: 0, limit: 50 })
  const { counts } = await countAdmitting(prisma(), question)
  expect(counts[reach]).toBe(found.length)
  return found
}

const named = async (...asked: Parameters<typeof opened>) =>
  (await opened(...asked)).map(({ name, through }) => (through === null ? name : `${name}: ${through}`))

describe('the keys that an address opens', () => {
  it('are told by what each lets it through', async () => {
    expect(await named('203.0.113.7', 'all')).toEqual([
      ...['Bypassed: bypass', 'Halves: entries', 'Lists: entries', 'Office: entries', 'One: entries', 'Open: open'],
      'Reports: report',
    ])
    expect(await named('203.0.113.7', 'part')).toEqual([])
    expect(await named('203.0.113.7', 'closed')).toEqual(['Elsewhere', 'Paused: entries', 'Rests'])
  })

  it('name their entries, and the named list where one stands in it', async () => {
    const found = await opened('203.0.113.7', 'all')
    const of = (name: string) => found.find((key) => key.name === name)
    expect(of('Halves')).toMatchObject({ entryCount: 2, entries: [{ network: '203.0.113.0/25', list: null }, {}] })
    expect(of('Lists')?.entries).toMatchObject([{ network: '203.0.113.0/26', list: { name: 'VPN' } }])
  })

  it('agree with the check of each key and with the search of the table', async () => {
    for (const text of ['203.0.113.7', '203.0.113.200', '198.51.100.1', '192.0.2.1', '2001:db8::1']) {
      const all = (await opened(text, 'all')).map((key) => key.id)
      const address = parseAddress(text)
      if (address === null) throw new Error(text)
      for (const id of Object.values(ids)) {
        const check = await checkAddress(prisma(), team, { keyId: id, address })
        expect([id, check?.explanation.outcome.startsWith('allowed')]).toEqual([id, all.includes(id)])
      }
      const { keys } = await listKeys(team.workspaceId, { ...noFilters, q: text, status: 'active' })
      expect(keys.map((key) => key.id).sort()).toEqual(all.sort())
    }
  })
})

describe('the keys that a range opens', () => {
  it('are told apart by whether they let all of it or part of it through', async () => {
    expect(await named('203.0.113.0/24', 'all')).toEqual([
      ...['Bypassed: bypass', 'Halves: entries', 'Office: entries', 'Open: open', 'Reports: report'],
    ])
    expect(await named('203.0.113.0/24', 'part')).toEqual(['Lists: entries', 'One: entries'])
    expect(await named('203.0.112.0/23', 'part')).toContain('Office: entries')
    expect(await named('203.0.113.0/26', 'all')).toContain('Lists: entries')
  })

  it('are paged, in an order that stays', async () => {
    const question = { workspaceId: team.workspaceId, network: network('203.0.113.0/24') }
    const seen: string[] = []
    for (let after: string | null = null; ; ) {
      const [key] = await admittingKeysAfter(prisma(), question, { after, limit: 1 })
      if (key === undefined) break
      seen.push(key.name)
      after = key.id
    }
    expect(seen.sort()).toEqual(['Bypassed', 'Halves', 'Lists', 'Office', 'One', 'Open', 'Reports'])
  })
})

it('a ceiling that is enforced narrows what every key is opened by, and one that reports does not', async () => {
  const id = await listWith('ceiling', 'Ceiling', ['203.0.113.0/28', '198.51.100.0/24'])
  const admission = async (text: string) =>
    (await countAdmitting(prisma(), { workspaceId: team.workspaceId, network: network(text) })).ceiling
  expect(await named('203.0.113.7', 'all')).toContain('Open: open')
  expect(await named('203.0.113.200', 'all')).toEqual([])
  expect(await named('203.0.113.0/24', 'all')).toEqual([])
  expect(await named('203.0.113.0/24', 'part')).toEqual([
    ...['Bypassed: bypass', 'Halves: entries', 'Lists: entries', 'Office: entries', 'One: entries', 'Open: open'],
    'Reports: report',
  ])
  expect(await Promise.all(['203.0.113.7', '203.0.113.0/24', '192.0.2.1'].map(admission))).toEqual([
    'all',
    'part',
    'none',
  ])
  const searched = async (q: string) => (await listKeys(team.workspaceId, { ...noFilters, q })).total
  expect([await searched('203.0.113.200'), await searched('203.0.113.7')]).toEqual([0, 8])
  await prisma().networkList.update({ where: { id }, data: { accessMode: 'report' } })
  expect(await named('203.0.113.200', 'all')).toContain('Open: open')
  expect(await admission('192.0.2.1')).toBeNull()
})

it('another workspace sees its own keys only', async () => {
  expect(await named('203.0.113.7', 'all', theirs.workspaceId)).toEqual(['Theirs: entries'])
  const address = parseAddress('203.0.113.7')
  if (address === null) throw new Error('unreadable')
  for (const keyId of [idOf('Office'), randomUUID(), 'junk']) {
    expect(await checkAddress(prisma(), theirs, { keyId, address })).toBeNull()
  }
})
