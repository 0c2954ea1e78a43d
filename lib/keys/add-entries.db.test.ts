import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#lib/audit/actor'
import { prisma, transaction } from '#lib/db'
import { batchOf } from '#lib/traffic/fixtures'
import { storeTraffic } from '#lib/traffic/store'
import { testDatabase } from '#test/database'
import { addEntries } from './add-entries.ts'
import { addEntriesSchema } from './entry-schema.ts'
import { makeKey, makeTeam, type Team } from './fixtures.ts'
import { getKey } from './queries.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})

afterAll(async () => {
  await database.close()
})

type Typed = { text: string; note?: string; expiresAt?: string | null; enforce?: boolean; confirmed?: string }

function add(actor: Actor, keyId: string, { note = '', expiresAt = null, enforce = false, ...typed }: Typed) {
  const input = addEntriesSchema.parse({ keyId, note, expiresAt, enforce, ...typed })
  return transaction((tx) => addEntries(tx, actor, input))
}

const detailOf = async (keyId: string) => {
  const key = await getKey(team.workspaceId, keyId)
  if (key === null) throw new Error('no key')
  return key
}
const eventCount = (keyId: string) => prisma().auditEvent.count({ where: { keyId } })

describe('adding entries', () => {
  it('puts a range at the end as its networks, with note and end, in one change', async () => {
    const key = await makeKey(team.owner, '203.0.113.7')
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const result = await add(team.owner, key.id, { text: '10.0.0.1-10.0.0.3', note: 'Lab', expiresAt })
    expect(result).toEqual({ ok: true, value: { added: 2, known: 0 } })
    const { entries, version } = await detailOf(key.id)
    expect(entries.map(({ text, note }) => [text, note])).toEqual([
      ['203.0.113.7', null],
      ['10.0.0.1', 'Lab'],
      ['10.0.0.2/31', 'Lab'],
    ])
    expect(entries.map((entry) => entry.expiresAt?.toISOString() ?? null)).toEqual([null, expiresAt, expiresAt])
    expect(entries[1]).toMatchObject({ addedBy: team.owner.label, standing: 'in_force', enabled: true, match: null })
    expect(version).toBe(key.version + 1)
    expect(await eventCount(key.id)).toBe(2)
  })

  it('prefers the note that is written behind an address', async () => {
    const key = await makeKey(team.owner, '203.0.113.7')
    await add(team.owner, key.id, { text: '10.0.0.1 # Own', note: 'Other' })
    expect((await detailOf(key.id)).allowedIps).toBe('203.0.113.7\n10.0.0.1 # Own')
  })

  it('leaves what is in the list as it is, and says when all of it is', async () => {
    const key = await makeKey(team.owner, '203.0.113.7 # Office')
    const result = await add(team.owner, key.id, { text: '203.0.113.7, 10.0.0.1', note: 'New' })
    expect(result).toEqual({ ok: true, value: { added: 1, known: 1 } })
    expect((await detailOf(key.id)).allowedIps).toBe('203.0.113.7 # Office\n10.0.0.1 # New')
    const again = await add(team.owner, key.id, { text: '10.0.0.1' })
    expect(again).toMatchObject({ ok: false, error: 'entry_exists' })
    expect(await eventCount(key.id)).toBe(2)
  })

  it('leaves an open key open, and enforces only when told to', async () => {
    const key = await makeKey(team.owner, '')
    await add(team.owner, key.id, { text: '203.0.113.7' })
    expect(await detailOf(key.id)).toMatchObject({ accessMode: 'open' })
    await add(team.owner, key.id, { text: '203.0.113.8', enforce: true })
    expect(await detailOf(key.id)).toMatchObject({ accessMode: 'enforce' })
  })

  it('does not shut out who called lately until they are named', async () => {
    const key = await makeKey(team.owner, '')
    await storeTraffic([...batchOf([{ keyId: key.id, from: '198.51.100.77' }])])
    const closing = { text: '203.0.113.7', enforce: true }
    expect(await add(team.owner, key.id, closing)).toMatchObject({
      error: 'lockout_risk',
      risk: { callers: [{ address: '198.51.100.77' }] },
    })
    expect(await detailOf(key.id)).toMatchObject({ accessMode: 'open', entries: [] })
    expect(await add(team.owner, key.id, { ...closing, confirmed: '198.51.100.77' })).toMatchObject({ ok: true })
  })

  it('is refused to who may not manage the key, and a key of another workspace looks like none', async () => {
    const key = await makeKey(team.owner, '203.0.113.7')
    const strangers = await makeTeam()
    expect(await add(team.member, key.id, { text: '10.0.0.1' })).toMatchObject({ error: 'forbidden' })
    expect(await add(strangers.owner, key.id, { text: '10.0.0.1' })).toMatchObject({ error: 'not_found' })
    expect((await detailOf(key.id)).allowedIps).toBe('203.0.113.7')
  })
})
