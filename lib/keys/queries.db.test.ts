import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { formatCount, totalAddresses } from '#lib/ip/count'
import { testDatabase } from '#test/database'
import { readAllowedIps } from './allowed-ips.ts'
import { pauseKey, revokeKey, updateKey } from './commands.ts'
import { edit, makeKey, makeTeam, type Team } from './fixtures.ts'
import { type ListFilters, listFiltersSchema, noFilters } from './list-filters.ts'
import { getKey, keyHistory, keyRefusals, listKeys } from './queries.ts'
import { keyStatus, keyStatuses } from './rules.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})

afterAll(async () => {
  await database.close()
})

const names = async (of: Team, filters: Partial<ListFilters> = {}) =>
  (await listKeys(of.workspaceId, { ...noFilters, ...filters })).keys.map((key) => key.name)

describe('the table of keys', () => {
  it('counts entries, and every address once however many entries cover it', async () => {
    const lists = [
      '',
      '203.0.113.7',
      '10.0.0.0/8\n10.1.0.0/16\n10.1.2.3\n11.0.0.0/31',
      '0.0.0.0/0\n10.0.0.1\n255.255.255.255',
      '::/0\n2001:db8::/32\n10.0.0.0/30\n10.0.0.2',
      '2001:db8::/64\n2001:db8:0:1::/64\n2001:db8::1',
      '10.0.0.1\n10.0.0.2\n10.0.0.0/30\n10.0.0.4',
    ]
    for (const list of lists) {
      const key = await makeKey(team.owner, list)
      const entries = readAllowedIps(list)
      if (!entries.ok) throw new Error(entries.message)
      const expected = {
        entryCount: entries.entries.length,
        addressCount: formatCount(totalAddresses(entries.entries.map((entry) => entry.network))),
      }
      const rows = (await listKeys(team.workspaceId, noFilters)).keys
      expect(rows.find((row) => row.id === key.id)).toMatchObject(expected)
      expect(await getKey(team.workspaceId, key.id)).toMatchObject(expected)
    }
  })

  it('filters by the same status that the rules give, in every combination of times', async () => {
    const other = await makeTeam()
    const past = new Date(Date.now() - 1000)
    const future = new Date(Date.now() + 1_000_000)
    for (const revokedAt of [null, past]) {
      for (const expiresAt of [null, past, future]) {
        for (const pausedAt of [null, past]) {
          const key = await makeKey(other.owner)
          await prisma().apiKey.update({ where: { id: key.id }, data: { revokedAt, expiresAt, pausedAt } })
        }
      }
    }
    let seen = 0
    for (const status of keyStatuses) {
      const found = await listKeys(other.workspaceId, { ...noFilters, status })
      expect(found.keys.map((key) => keyStatus(key, found.now))).toEqual(found.keys.map(() => status))
      seen += found.total
    }
    expect(seen).toBe(12)
  })

  it('searches names, the visible part of a key, and keys by an address they admit', async () => {
    const other = await makeTeam()
    const shop = await makeKey(other.owner, '10.0.0.0/8', 'Web Shop 100%')
    await makeKey(other.owner, '::/0', 'Build_server')
    await makeKey(other.owner, '', 'Open')
    expect(await names(other, { q: 'web' })).toEqual(['Web Shop 100%'])
    expect(await names(other, { q: '%' })).toEqual(['Web Shop 100%'])
    expect(await names(other, { q: '_' })).toEqual(expect.arrayContaining(['Build_server']))
    expect(await names(other, { q: shop.secret.slice(-4) })).toContain('Web Shop 100%')
    expect(await names(other, { q: '10.200.0.1' })).toEqual(['Open', 'Web Shop 100%'])
    expect(await names(other, { q: '2001:db8::1' })).toEqual(['Open', 'Build_server'])
    expect(await names(other, { q: '11.0.0.1', access: 'listed' })).toEqual([])
    expect(await names(other, { access: 'any' })).toEqual(['Open'])
    expect(await names(other, { access: 'listed', sort: 'name', direction: 'asc' })).toEqual([
      'Build_server',
      'Web Shop 100%',
    ])
  })

  it('sorts by name, age, use and expiry, unknown last', async () => {
    const other = await makeTeam()
    const made = []
    for (const name of ['b', 'C', 'a']) made.push(await makeKey(other.owner, '', name))
    const [b, c] = made
    if (b === undefined || c === undefined) throw new Error('no keys')
    await prisma().keyUsage.create({ data: { keyId: b.id, lastUsedAt: new Date(1000), lastUsedAddress: '192.0.2.1' } })
    await prisma().keyUsage.create({ data: { keyId: c.id, lastUsedAt: new Date(2000) } })
    await prisma().apiKey.update({ where: { id: c.id }, data: { expiresAt: new Date(5000) } })
    const sorted = (sort: ListFilters['sort'], direction: ListFilters['direction']) => names(other, { sort, direction })
    expect(await sorted('name', 'asc')).toEqual(['a', 'b', 'C'])
    expect(await sorted('created', 'asc')).toEqual(['b', 'C', 'a'])
    expect(await sorted('created', 'desc')).toEqual(['a', 'C', 'b'])
    expect(await sorted('last_used', 'desc')).toEqual(['C', 'b', 'a'])
    expect(await sorted('last_used', 'asc')).toEqual(['b', 'C', 'a'])
    expect((await sorted('expires', 'desc'))[0]).toBe('C')
    const rows = (await listKeys(other.workspaceId, noFilters)).keys
    expect(rows.find((row) => row.id === b.id)?.lastUsed).toEqual({ at: new Date(1000), address: '192.0.2.1' })
    expect(rows.find((row) => row.name === 'a')?.lastUsed).toBeNull()
  })

  it('goes by pages, and a page beyond the end is the last one', async () => {
    const other = await makeTeam()
    for (let n = 0; n < 51; n++) await makeKey(other.owner, '', `key ${n}`)
    const second = await listKeys(other.workspaceId, { ...noFilters, sort: 'created', direction: 'asc', page: 2 })
    expect(second).toMatchObject({ total: 51, page: 2, pages: 2, keys: [{ name: 'key 50' }] })
    expect(await listKeys(other.workspaceId, { ...noFilters, page: 9 })).toMatchObject({ page: 2 })
  })

  it('tells an empty workspace from a search without results', async () => {
    const other = await makeTeam()
    expect(await listKeys(other.workspaceId, noFilters)).toMatchObject({ total: 0, anyKeys: false, page: 1, pages: 1 })
    await makeKey(other.owner)
    expect(await listKeys(other.workspaceId, { ...noFilters, q: 'none' })).toMatchObject({ total: 0, anyKeys: true })
  })
})

describe('filters in an address', () => {
  it.each([
    [{}, noFilters],
    [
      { q: ' x ', status: 'paused', access: 'any', sort: 'name', direction: 'asc', page: '3' },
      { ...noFilters, q: 'x', status: 'paused', access: 'any', sort: 'name', direction: 'asc', page: 3 },
    ],
    [{ q: ['a', 'b'], status: 'gone', access: '', sort: 'digest', direction: 'up', page: '-1' }, noFilters],
    [{ page: '1e9' }, noFilters],
  ])('%j are read, and what cannot be read is left out', (query, filters) => {
    expect(listFiltersSchema.parse(query)).toEqual(filters)
  })
})

describe('the page of a key', () => {
  it.each(['', 'new', "' OR 1=1", '0192b7c0-0000-7000-8000-00000000000', '../x'])(
    '%j is no key, not an error',
    async (id) => {
      expect(await getKey(team.workspaceId, id)).toBeNull()
      expect(await keyHistory(team.workspaceId, id)).toEqual({ events: [], next: null })
      expect(await keyRefusals(team.workspaceId, id)).toEqual([])
    },
  )

  it('shows its history by pages, newest first', async () => {
    const key = await makeKey(team.owner, '10.0.0.1')
    for (let n = 1; n <= 22; n++) await updateKey(team.owner, edit(key, { name: `name ${n}`, version: n }))
    await pauseKey(team.admin, { keyId: key.id })
    await revokeKey(team.admin, { keyId: key.id })
    const first = await keyHistory(team.workspaceId, key.id)
    expect(first.events).toHaveLength(20)
    expect(first.events[0]).toMatchObject({ label: 'Revoked the key', who: team.admin.label })
    const second = await keyHistory(team.workspaceId, key.id, first.next ?? '')
    expect(second.events.map((event) => event.label).at(-1)).toBe('Created the key')
    expect(second.events.length + first.events.length).toBe(25)
    expect(second.next).toBeNull()
    expect(await keyHistory(team.workspaceId, key.id, 'x; DROP')).toEqual(first)
  })

  it('shows refusals, latest first, also those whose address could not be determined', async () => {
    const key = await makeKey(team.owner, '10.0.0.1')
    const seen = { keyId: key.id, workspaceId: team.workspaceId, firstAt: new Date(1000) }
    await prisma().keyRefusal.createMany({
      data: [
        { ...seen, address: '192.0.2.1', reason: 'ip_not_allowed', count: 12n, lastAt: new Date(3000) },
        { ...seen, address: null, reason: 'ip_unknown', count: 1n, lastAt: new Date(5000) },
      ],
    })
    expect(await keyRefusals(team.workspaceId, key.id)).toEqual([
      { address: null, reason: 'ip_unknown', count: 1n, firstAt: new Date(1000), lastAt: new Date(5000) },
      { address: '192.0.2.1', reason: 'ip_not_allowed', count: 12n, firstAt: new Date(1000), lastAt: new Date(3000) },
    ])
  })
})
