import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#lib/audit/actor'
import { prisma, transaction } from '#lib/db'
import { parseCanonicalNetwork } from '#lib/ip/network'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { importKeyEntries } from '#lib/keys/import-entries'
import { importKeyEntriesSchema, previewKeyImportSchema } from '#lib/keys/import-schema'
import { getKey } from '#lib/keys/queries'
import { makeList } from '#lib/lists/fixtures'
import { importListEntries } from '#lib/lists/import-entries'
import { importListEntriesSchema } from '#lib/lists/import-schema'
import { getList } from '#lib/lists/queries'
import { batchOf } from '#lib/traffic/fixtures'
import { storeTraffic } from '#lib/traffic/store'
import { testDatabase } from '#test/database'
import type { ListImportInput } from './import-schema.ts'
import { previewImport } from './preview-import.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})
afterAll(() => database.close())

type Owner = {
  id: string
  import: (actor: Actor, change: ListImportInput, more?: More) => Promise<unknown>
  read: () => Promise<{ version: number; entries: readonly Entry[] } | null>
}
type More = { version?: number; enforce?: boolean; confirmed?: string }
type Entry = {
  text: string
  note: string | null
  enabled: boolean
  expiresAt: Date | null
  source: string | null
  addedBy: string | null
  id: string
}

async function keyWith(text: string): Promise<Owner> {
  const { id } = await makeKey(team.owner, text)
  return {
    id,
    import: (actor, change, { version = 1, enforce = false, confirmed = '' } = {}) => {
      const { id: keyId, ...request } = importKeyEntriesSchema.parse({ id, version, change, enforce, confirmed })
      return transaction((tx) => importKeyEntries(tx, actor, { ...request, keyId }))
    },
    read: () => getKey(team.workspaceId, id),
  }
}

let lists = 0

async function listWith(text: string): Promise<Owner> {
  const { id } = await makeList(team.owner, `List ${lists++}`, text)
  return {
    id,
    import: (actor, change, { version = 1, confirmed = '' } = {}) => {
      const { id: listId, ...request } = importListEntriesSchema.parse({ id, version, change, confirmed })
      return transaction((tx) => importListEntries(tx, actor, { ...request, listId }))
    },
    read: () => getList(team.workspaceId, id),
  }
}

const entries = (mode: 'add' | 'replace', ...list: Extract<ListImportInput, { kind: 'entries' }>['entries']) =>
  ({ kind: 'entries', mode, entries: list }) as const
const ranges = (source: string, ...networks: string[]) =>
  ({ kind: 'source', source, note: 'AWS EC2 eu-west-1', networks }) as const

const told = async (owner: Owner) => (await owner.read())?.entries.map(({ text, note, source }) => [text, note, source])

const SOURCE = 'aws:EC2:eu-west-1'

describe.each([
  ['key', keyWith],
  ['named list', listWith],
])('an import into a %s', (kind, make) => {
  it('adds what is new behind what is there, which stays as it is', async () => {
    const owner = await make('203.0.113.7 # Office\n10.0.0.0/8')
    const change = entries(
      'add',
      { network: '192.0.2.0/24', note: 'Lab', expiresAt: '2031-01-01T00:00:00Z' },
      { network: '203.0.113.7/32', note: 'Other', enabled: false },
      { network: '2001:db8::/32', enabled: false, note: null },
    )
    expect(await owner.import(team.owner, change)).toEqual({
      ok: true,
      value: { version: 2, added: 2, removed: 0, changed: 0, total: 4 },
    })
    const list = await owner.read()
    expect(list?.entries).toMatchObject([
      { text: '203.0.113.7', note: 'Office', enabled: true },
      { text: '10.0.0.0/8', note: null },
      { text: '192.0.2.0/24', note: 'Lab', expiresAt: new Date('2031-01-01T00:00:00Z'), addedBy: team.owner.label },
      { text: '2001:db8::/32', note: null, enabled: false },
    ])
  })

  it('replaces the list in the order of its lines; what a line does not say of an entry stays', async () => {
    const owner = await make('203.0.113.7 # Office\n10.0.0.0/8 # Inside\n198.51.100.7')
    const before = (await owner.read())?.entries
    const change = entries(
      'replace',
      { network: '10.0.0.0/8' },
      { network: '192.0.2.0/24' },
      { network: '203.0.113.7/32', note: null },
    )
    expect(await owner.import(team.owner, change)).toMatchObject({ value: { added: 1, removed: 1, total: 3 } })
    expect(await told(owner)).toEqual([
      ['10.0.0.0/8', 'Inside', null],
      ['192.0.2.0/24', null, null],
      ['203.0.113.7', null, null],
    ])
    expect((await owner.read())?.entries[0]?.id).toBe(before?.[1]?.id)
  })

  it('sent twice is done once', async () => {
    const owner = await make('203.0.113.7')
    const change = entries('add', { network: '192.0.2.0/24' })
    await owner.import(team.owner, change)
    expect(await owner.import(team.owner, change)).toMatchObject({ ok: true, value: { version: 2, added: 0 } })
    expect(await prisma().auditEvent.count({ where: { keyId: owner.id } })).toBe(2)
  })

  it('made from a list that somebody changed since is not saved', async () => {
    const owner = await make('203.0.113.7')
    await owner.import(team.owner, entries('add', { network: '192.0.2.0/24' }))
    const late = await owner.import(team.owner, entries('replace', { network: '10.0.0.0/8' }))
    expect(late).toMatchObject({ ok: false, error: 'conflict' })
    expect((await owner.read())?.version).toBe(2)
  })

  it('is refused to who may not change it, and looks like none to another workspace', async () => {
    const owner = await make('203.0.113.7')
    const change = entries('add', { network: '192.0.2.0/24' })
    expect(await owner.import(team.member, change)).toMatchObject({ error: 'forbidden' })
    expect(await owner.import((await makeTeam()).owner, change)).toMatchObject({ error: 'not_found' })
    expect(await told(owner)).toEqual([['203.0.113.7', null, null]])
  })

  it('of more than a list can hold changes nothing', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({
      network: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`,
    }))
    const owner = await make('203.0.113.7')
    expect(await owner.import(team.owner, entries('add', ...many))).toMatchObject({
      error: 'too_many_entries',
      message: expect.stringContaining('10,001'),
    })
    expect(await owner.import(team.owner, entries('replace', ...many))).toMatchObject({ value: { total: 10_000 } })
  })

  describe('of published ranges', () => {
    it('brings its own entries up to date and touches no other', async () => {
      const owner = await make('203.0.113.0/24 # By hand')
      const first = ranges(SOURCE, '198.18.0.0/25', '198.51.100.0/24', '203.0.113.0/24')
      expect(await owner.import(team.owner, first)).toMatchObject({ value: { added: 2, removed: 0, total: 3 } })
      await owner.import(team.owner, ranges('github:hooks:*', '2001:db8::/32', '198.18.0.0/25'), { version: 2 })
      const kept = (await owner.read())?.entries.find(({ text }) => text === '198.51.100.0/24')
      await prisma().allowlistEntry.update({
        where: { id: kept?.id ?? '' },
        data: { note: 'Mine', enabled: false },
        select: { id: true },
      })
      const { version = 0 } = (await owner.read()) ?? {}

      const later = ranges(SOURCE, '198.51.100.0/24', '10.9.0.0/16')
      expect(await owner.import(team.admin, later, { version })).toMatchObject({ value: { added: 1, removed: 1 } })
      expect(await told(owner)).toEqual([
        ['203.0.113.0/24', 'By hand', null],
        ['198.51.100.0/24', 'Mine', SOURCE],
        ['2001:db8::/32', 'AWS EC2 eu-west-1', 'github:hooks:*'],
        ['10.9.0.0/16', 'AWS EC2 eu-west-1', SOURCE],
      ])
      // Still off, and still who added it.
      expect((await owner.read())?.entries[1]).toMatchObject({
        id: kept?.id,
        enabled: false,
        addedBy: team.owner.label,
      })
      expect((await owner.read())?.entries[3]).toMatchObject({ addedBy: team.admin.label })
    })

    it('leaves an event that names what came and went', async () => {
      const owner = await make('203.0.113.7')
      await owner.import(team.owner, ranges(SOURCE, '198.18.0.0/25'))
      await owner.import(team.owner, ranges(SOURCE, '198.18.0.128/25'), { version: 2 })
      const event = await prisma().auditEvent.findFirst({
        where: { keyId: owner.id },
        orderBy: { id: 'desc' },
        select: { action: true, after: true },
      })
      expect(event).toMatchObject({
        action: kind === 'key' ? 'key.allowlist' : 'list.entries',
        after: {
          changes: {
            removed: [{ network: '198.18.0.0/25', source: SOURCE }],
            added: [{ network: '198.18.0.128/25', source: SOURCE }],
          },
        },
      })
    })
  })
})

describe('a key', () => {
  it('that is open stays open unless the import says otherwise', async () => {
    const owner = await keyWith('')
    await owner.import(team.owner, entries('add', { network: '192.0.2.0/24' }))
    expect(await getKey(team.workspaceId, owner.id)).toMatchObject({ accessMode: 'open' })
    await owner.import(team.owner, entries('add', { network: '192.0.3.0/24' }), { version: 2, enforce: true })
    expect(await getKey(team.workspaceId, owner.id)).toMatchObject({ accessMode: 'enforce' })
  })

  it('does not shut out who called lately until they are named', async () => {
    const owner = await keyWith('198.51.100.0/24')
    await storeTraffic([...batchOf([{ keyId: owner.id, from: '198.51.100.77' }])])
    const change = entries('replace', { network: '192.0.2.0/24' })
    const risk = { callers: [{ address: '198.51.100.77' }] }
    expect(await owner.import(team.owner, change)).toMatchObject({ error: 'lockout_risk', risk })
    const preview = await previewOf(owner.id, change)
    expect(preview).toMatchObject({ ok: true, value: { added: { total: 1 }, removed: { total: 1 }, risk } })
    expect(await told(owner)).toEqual([['198.51.100.0/24', null, null]])
    expect(await owner.import(team.owner, change, { confirmed: '198.51.100.77' })).toMatchObject({ ok: true })
  })

  it('of another workspace has no preview', async () => {
    const owner = await keyWith('198.51.100.0/24')
    const change = entries('replace', { network: '192.0.2.0/24' })
    expect(await previewOf(owner.id, change, (await makeTeam()).owner)).toMatchObject({ ok: false, error: 'not_found' })
  })
})

function previewOf(id: string, change: ListImportInput, actor: Actor = team.owner) {
  const { change: parsed, enforce } = previewKeyImportSchema.parse({ id, change, enforce: false })
  return previewImport(prisma(), actor, { owner: 'key', id, change: parsed, enforce })
}

describe('what is sent', () => {
  const id = '01900000-0000-7000-8000-000000000000'
  const parse = (change: unknown) => importKeyEntriesSchema.safeParse({ id, version: 1, change, enforce: false })

  it.each([
    ['no entries', { kind: 'entries', mode: 'add', entries: [] }],
    ['a network that is not canonical', entries('add', { network: '192.0.2.1/24' })],
    ['a network twice', entries('add', { network: '192.0.2.0/24' }, { network: '192.0.2.0/24' })],
    ['a note that cannot be shown', entries('add', { network: '192.0.2.0/24', note: 'a\u202eb' })],
    ['a source that names nothing', ranges('nowhere', '192.0.2.0/24')],
    ['no ranges', ranges(SOURCE)],
    ['another kind', { kind: 'all' }],
  ])('is refused with %s', (_, change) => expect(parse(change).success).toBe(false))

  it('is read into networks', () => {
    const parsed = parse(ranges(SOURCE, '192.0.2.0/24'))
    const network = parseCanonicalNetwork('192.0.2.0/24')
    expect(parsed.data?.change).toEqual({
      kind: 'source',
      source: SOURCE,
      ranges: [{ network, note: 'AWS EC2 eu-west-1' }],
    })
  })
})
