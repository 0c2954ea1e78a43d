import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAllowedIps } from '#lib/allowlists/allowed-ips'
import { prisma, transaction } from '#lib/db'
import { formatCount, totalAddresses } from '#lib/ip/count'
import { testDatabase } from '#test/database'
import { pauseKey, revokeKey, rotateKeyNow, updateKey } from './commands.ts'
import { revokeKeyWithReason } from './end-key.ts'
import { edit, issue, makeKey, makeTeam, plainKey, programOf, type Team } from './fixtures.ts'
import { importKeys } from './issue-keys.ts'
import { type ListFilters, listFiltersSchema, noFilters } from './list-filters.ts'
import { getKey, keyHistory, listKeys } from './queries.ts'
import { keyStatus, keyStatuses } from './rules.ts'
import { changeEntry } from './single-entries.ts'

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
    for (const revokedAt of [null, past, future]) {
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
    expect(seen).toBe(18)
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
})

describe('a list with entries that are off or expired', () => {
  const rest = async (keyId: string, change: { enabled?: boolean; expiresAt?: Date }, network: string) => {
    await prisma().$executeRaw`UPDATE allowlist_entry SET enabled = ${change.enabled ?? true},
      expires_at = ${change.expiresAt ?? null} WHERE key_id = ${keyId}::uuid AND network = ${network}::inet`
  }
  const past = new Date(Date.now() - 60_000)
  const future = new Date(Date.now() + 3_600_000)

  it('counts in the table and on the page only what is in force, and is found only by that', async () => {
    const other = await makeTeam()
    const key = await makeKey(other.owner, '10.0.0.0/24 # off\n10.0.1.0/30\n10.0.2.1\n10.0.3.1')
    await rest(key.id, { enabled: false }, '10.0.0.0/24')
    await rest(key.id, { expiresAt: past }, '10.0.2.1')
    await rest(key.id, { expiresAt: future }, '10.0.3.1')
    const counts = { entryCount: 2, addressCount: '5 addresses' }
    expect((await listKeys(other.workspaceId, noFilters)).keys).toMatchObject([counts])
    expect(await getKey(other.workspaceId, key.id)).toMatchObject({
      ...counts,
      allowedIps: '10.0.0.0/24 # off\n10.0.1.0/30\n10.0.2.1\n10.0.3.1',
      entries: [
        { text: '10.0.0.0/24', note: 'off', standing: 'off', expiresAt: null },
        { text: '10.0.1.0/30', standing: 'in_force' },
        { text: '10.0.2.1', standing: 'expired', expiresAt: past },
        { text: '10.0.3.1', standing: 'in_force', expiresAt: future },
      ],
      resting: { '10.0.0.0/24': 'off', '10.0.2.1/32': 'expired' },
    })
    expect(await names(other, { q: '10.0.3.1' })).toEqual(['Production'])
    for (const q of ['10.0.0.7', '10.0.2.1']) expect(await names(other, { q })).toEqual([])
  })

  it('of nothing else admits no address', async () => {
    const other = await makeTeam()
    const key = await makeKey(other.owner, '10.0.0.1')
    await rest(key.id, { enabled: false }, '10.0.0.1')
    const counts = { accessMode: 'enforce', entryCount: 0, addressCount: '0 addresses' }
    expect((await listKeys(other.workspaceId, noFilters)).keys).toMatchObject([counts])
    expect(await getKey(other.workspaceId, key.id)).toMatchObject(counts)
  })
})

describe('keys of programs', () => {
  const fields = {
    actorId: 'user_7',
    scopes: ['read', 'write'],
    metadata: { team: 'core', deep: { a: [1] } },
    rateLimit: { quota: 100, windowSeconds: 60 },
  }

  it('show what they were given, who made them and how, and nothing that is secret', async () => {
    const other = await makeTeam()
    const made = await issue(programOf(other), { ...fields, visibility: 'public', requestId: 'r-1' })
    const found = await getKey(other.workspaceId, made.keyId)
    expect(found).toMatchObject({
      ...fields,
      kind: 'issued',
      visibility: 'public',
      createdBy: 'token ci',
      createdThrough: 'api',
    })
    const rows = (await listKeys(other.workspaceId, noFilters)).keys
    expect(rows).toMatchObject([{ kind: 'issued', visibility: 'public', replacesId: null, replacedById: null }])
    for (const shown of [found, ...rows]) {
      expect(Object.keys(shown ?? {}).filter((name) => /digest|secret|requestId/i.test(name))).toEqual([])
    }
  })

  it('that were imported say so, and show the end of a long secret only', async () => {
    const other = await makeTeam()
    const wishes = ['a-long-secret-of-another-system-wxyz', 'short'].map((rawKey) => ({ ...plainKey, rawKey }))
    const made = await transaction((tx) => importKeys(tx, programOf(other), wishes))
    const [long, short] = made.filter((id) => typeof id === 'string')
    const shown = (id: string | undefined) => getKey(other.workspaceId, id ?? '')
    expect(await shown(long)).toMatchObject({
      kind: 'imported',
      displayPrefix: '',
      lastFour: 'wxyz',
      createdBy: 'token ci',
    })
    expect(await shown(short)).toMatchObject({ kind: 'imported', displayPrefix: '', lastFour: '' })
    const label = async (id: string | undefined) =>
      (await keyHistory(other.workspaceId, id ?? '')).events.map((event) => [event.label, event.who, event.door])
    expect(await label(long)).toEqual([['Imported the key', 'token ci', 'api']])
  })

  it('tell why they were revoked', async () => {
    const program = programOf(team)
    const { keyId } = await issue(program)
    const why = { reason: 'key_compromise', description: 'Seen in a log' } as const
    await transaction((tx) => revokeKeyWithReason(tx, program, { keyId, kind: 'issued', ...why }))
    expect(await getKey(team.workspaceId, keyId)).toMatchObject({
      revocationReason: why.reason,
      revocationDescription: why.description,
    })
    expect((await keyHistory(team.workspaceId, keyId)).events[0]?.change.facts).toEqual([
      { kind: 'words', text: 'The key was compromised' },
      { kind: 'words', text: '“Seen in a log”' },
    ])
  })

  it('tell in their history of single entries that were switched', async () => {
    const key = await makeKey(team.owner, '10.0.0.1')
    const entry = await prisma().allowlistEntry.findFirstOrThrow({ where: { keyId: key.id }, select: { id: true } })
    const place = { keyId: key.id, kind: 'issued', entryId: entry.id, confirmed: [] } as const
    const change = (to: { enabled?: boolean; expiresAt?: Date }) =>
      transaction((tx) => changeEntry(tx, programOf(team), { ...place, change: to }))
    const until = new Date(Date.now() + 3_600_000)
    expect(await change({ enabled: false })).toMatchObject({ ok: true })
    expect(await change({ enabled: true, expiresAt: until })).toMatchObject({ ok: true })
    const [second, first] = (await keyHistory(team.workspaceId, key.id)).events
    expect(first?.change.facts).toEqual([{ kind: 'words', text: '10.0.0.1 switched off' }])
    expect(second?.change.facts).toEqual([
      { kind: 'words', text: '10.0.0.1 switched on' },
      { kind: 'time', text: '10.0.0.1 until', at: until },
    ])
  })
})

describe('a rotation', () => {
  it('links the keys, in the table, on their pages and in their history', async () => {
    const other = await makeTeam()
    const old = await makeKey(other.owner, '10.0.0.1')
    const rotated = await rotateKeyNow(other.owner, { keyId: old.id, graceSeconds: 3600 })
    if (!rotated.ok) throw new Error(rotated.message)
    const { id } = rotated.value
    const rows = (await listKeys(other.workspaceId, { ...noFilters, direction: 'asc' })).keys
    expect(rows).toMatchObject([
      { id: old.id, replacesId: null, replacedById: id },
      { id, replacesId: old.id, replacedById: null },
    ])
    expect(await getKey(other.workspaceId, old.id)).toMatchObject({ replacedBy: { id }, replaces: null })
    expect(await getKey(other.workspaceId, id)).toMatchObject({ replaces: { id: old.id }, replacedBy: null })
    const factsOf = async (keyId: string) => (await keyHistory(other.workspaceId, keyId)).events[0]?.change.facts
    expect(await factsOf(old.id)).toEqual([
      { kind: 'time', text: 'The old secret works until', at: rotated.value.oldWorksUntil },
      { kind: 'key', text: 'The new key', keyId: id },
    ])
    expect(await factsOf(id)).toContainEqual({ kind: 'key', text: 'The key that it replaces', keyId: old.id })
  })
})
