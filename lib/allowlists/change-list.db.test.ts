import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma, transaction } from '#lib/db'
import { setAccessMode } from '#lib/keys/access-mode'
import { endBypass, openBypass } from '#lib/keys/bypass'
import { updateKey } from '#lib/keys/commands'
import type { CreatedKey } from '#lib/keys/create-key'
import { edit, makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { previewAccessMode, previewKeyList } from '#lib/keys/preview-key'
import { accessModeSchema, bypassSchema, previewKeySchema } from '#lib/keys/schema'
import { addEntry, changeEntry, removeEntry } from '#lib/keys/single-entries'
import { noteCall } from '#lib/traffic/fixtures'
import { flushTraffic } from '#lib/traffic/record-call'
import { type TestDatabase, testDatabase } from '#test/database'
import { readAllowedIps } from './allowed-ips.ts'
import { called } from './fixtures.ts'

let database: TestDatabase
let team: Team
let key: CreatedKey

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})
afterAll(async () => {
  await flushTraffic()
  await database.close()
})
beforeEach(async () => {
  key = await makeKey(team.owner, '203.0.113.0/24\n192.0.2.10 # office')
})

const stored = async (keyId = key.id) => {
  const { accessMode, version } = await prisma().apiKey.findUniqueOrThrow({
    where: { id: keyId },
    select: { accessMode: true, version: true },
  })
  return { accessMode, version }
}

const entryId = async (network: string) => {
  const rows = await prisma().$queryRaw<{ id: string }[]>`
    SELECT id::text AS id FROM allowlist_entry WHERE key_id = ${key.id}::uuid AND network = ${network}::inet`
  return rows[0]?.id ?? ''
}

const save = (allowedIps: string, confirmed = '') =>
  updateKey(team.owner, { ...edit(key, { allowedIps }), confirmed: networksOf(confirmed) })

const networksOf = (text: string) => {
  const read = readAllowedIps(text)
  if (!read.ok) throw new Error(read.message)
  return read.entries.map((entry) => entry.network)
}

const mode = (accessMode: 'open' | 'report' | 'enforce', more: object = {}) =>
  setAccessMode(team.owner, accessModeSchema.parse({ keyId: key.id, version: 1, accessMode, openToAny: true, ...more }))

const refused = (address: string) => ({ ok: false, error: 'lockout_risk', risk: { callers: [{ address }] } })

describe('a list that would refuse who called in the last hour', () => {
  it('is not saved, and says whom it is about', async () => {
    await called(team, key.id, [{ address: '203.0.113.7', count: 12 }])
    expect(await save('192.0.2.10')).toMatchObject({
      ...refused('203.0.113.7'),
      message: '203.0.113.7 called 5 minutes ago: this change would refuse it. Confirm it to go on.',
    })
    expect(await stored()).toEqual({ accessMode: 'enforce', version: 1 })
    expect(await prisma().auditEvent.count({ where: { keyId: key.id, action: 'key.allowlist' } })).toBe(0)
  })

  it('is found by calls that are noted and in no table yet, and writes none', async () => {
    noteCall({ keyId: key.id, workspaceId: team.workspaceId }, '203.0.113.9')
    expect(await save('192.0.2.10')).toMatchObject({
      ...refused('203.0.113.9'),
      message: '203.0.113.9 called just now: this change would refuse it. Confirm it to go on.',
    })
    expect(await prisma().callerHour.count({ where: { keyId: key.id } })).toBe(0)
  })

  it('is found by calls that are just being written', async () => {
    const other = new pg.Client({ connectionString: database.url })
    await other.connect()
    await other.query('BEGIN; LOCK TABLE key_hour')
    noteCall({ keyId: key.id, workspaceId: team.workspaceId }, '203.0.113.9')
    const writing = flushTraffic()
    expect(await save('192.0.2.10')).toMatchObject(refused('203.0.113.9'))
    await other.query('ROLLBACK')
    await other.end()
    await writing
    expect(await prisma().callerHour.count({ where: { keyId: key.id } })).toBe(1)
  })

  it('is not found by calls of another workspace that name its key', async () => {
    noteCall({ keyId: key.id, workspaceId: randomUUID() }, '203.0.113.9')
    expect(await save('192.0.2.10')).toMatchObject({ ok: true })
  })

  it('is saved when the confirmation names them, and not when it names others', async () => {
    await called(team, key.id, [{ address: '203.0.113.7' }, { address: '203.0.113.8' }])
    expect(await save('192.0.2.10', '203.0.113.7')).toMatchObject({ error: 'lockout_risk' })
    expect(await save('192.0.2.10', '203.0.113.7, 203.0.113.8')).toMatchObject({ ok: true })
  })

  it.each([
    ['called longer ago', { address: '203.0.113.7', minutesAgo: 61 }],
    ['was refused itself', { address: '198.51.100.7', outcome: 'ip_not_allowed' }],
    ['still passes', { address: '192.0.2.10' }],
  ])('is no risk for who %s', async (_, call) => {
    await called(team, key.id, [call])
    expect(await save('192.0.2.10')).toMatchObject({ ok: true })
  })

  it('asks about the own address of whoever takes it off the list', async () => {
    expect(await save('203.0.113.0/24')).toMatchObject({
      error: 'lockout_risk',
      risk: { callers: [], ownAddress: '192.0.2.10' },
    })
    expect(await save('203.0.113.0/24', '192.0.2.10')).toMatchObject({ ok: true })
  })

  it('is found for single entries that go, are switched off or end sooner', async () => {
    await called(team, key.id, [{ address: '203.0.113.7' }])
    const place = { keyId: key.id, entryId: await entryId('203.0.113.0/24'), confirmed: [] }
    const over = new Date(Date.now() - 1000)
    const attempts = [
      transaction((tx) => removeEntry(tx, team.owner, place)),
      transaction((tx) => changeEntry(tx, team.owner, { ...place, change: { enabled: false } })),
      transaction((tx) => changeEntry(tx, team.owner, { ...place, change: { expiresAt: over } })),
    ]
    for (const attempt of attempts) expect(await attempt).toMatchObject(refused('203.0.113.7'))
    const noted = await transaction((tx) => changeEntry(tx, team.owner, { ...place, change: { note: 'Web' } }))
    expect(noted).toMatchObject({ ok: true })
  })

  it('is found for the first entry of an open key in use', async () => {
    const open = await makeKey(team.owner)
    await called(team, open.id, [{ address: '203.0.113.7' }])
    const [entry] = networksOf('198.51.100.0/24').map((network) => ({
      network,
      note: null,
      enabled: true,
      expiresAt: null,
    }))
    if (entry === undefined) throw new Error('no entry')
    const added = await transaction((tx) => addEntry(tx, team.owner, { keyId: open.id, entry, confirmed: [] }))
    expect(added).toMatchObject(refused('203.0.113.7'))
    expect((await stored(open.id)).accessMode).toBe('open')
  })
})

describe('the access mode', () => {
  it('changes by its own act and leaves the list alone', async () => {
    expect(await mode('report')).toMatchObject({ ok: true, value: { accessMode: 'report', version: 2 } })
    expect(await prisma().allowlistEntry.count({ where: { keyId: key.id } })).toBe(2)
    const event = await prisma().auditEvent.findFirst({ where: { keyId: key.id }, orderBy: { id: 'desc' } })
    expect(event).toMatchObject({
      action: 'key.access_mode',
      before: { accessMode: 'enforce' },
      after: { accessMode: 'report' },
    })
  })

  it('is not enforced over the heads of those who call', async () => {
    await mode('report')
    await called(team, key.id, [{ address: '198.51.100.7', outcome: 'not_listed' }])
    expect(await mode('enforce', { version: 2 })).toMatchObject(refused('198.51.100.7'))
    expect(await mode('enforce', { version: 2, confirmed: '198.51.100.7' })).toMatchObject({ ok: true })
  })

  it('is not opened without the confirmation, nor over what somebody else saved', async () => {
    const unconfirmed = accessModeSchema.safeParse({ keyId: key.id, version: 1, accessMode: 'open', openToAny: false })
    expect(unconfirmed.success).toBe(false)
    expect(await mode('open', { version: 7 })).toMatchObject({ ok: false, error: 'conflict' })
  })
})

describe('a bypass', () => {
  const open = (minutes: number, reason = 'Outage at the provider') =>
    openBypass(team.owner, bypassSchema.parse({ keyId: key.id, minutes, reason }))

  it('lasts as long as was asked for, at most an hour, and says who opened it and why', async () => {
    const opened = await open(60)
    if (!opened.ok) throw new Error(opened.message)
    const { from, until, by } = opened.value
    expect([until.getTime() - from.getTime(), by]).toEqual([3_600_000, team.owner.label])
    for (const minutes of [0, 61, 1.5]) {
      expect(bypassSchema.safeParse({ keyId: key.id, minutes, reason: 'x' }).success).toBe(false)
    }
    expect(bypassSchema.safeParse({ keyId: key.id, minutes: 5, reason: '  ' }).success).toBe(false)
  })

  it('cannot be made longer than an hour by plain SQL', async () => {
    await open(5)
    const stretched = prisma().$executeRaw`
      UPDATE api_key SET bypass_until = bypass_from + interval '61 minutes' WHERE id = ${key.id}::uuid`
    await expect(stretched).rejects.toThrow(/api_key_bypass/)
  })

  it('ends when somebody ends it, once', async () => {
    await open(30)
    for (let times = 0; times < 2; times += 1)
      expect(await endBypass(team.owner, { keyId: key.id })).toMatchObject({ ok: true })
    const rows = await prisma().$queryRaw<{ over: boolean }[]>`
      SELECT bypass_until <= clock_timestamp() AS over FROM api_key WHERE id = ${key.id}::uuid`
    expect(rows).toEqual([{ over: true }])
    expect(await prisma().auditEvent.count({ where: { keyId: key.id, action: 'key.bypass_end' } })).toBe(1)
  })

  it('does not hide whom a change refuses once it is over', async () => {
    await called(team, key.id, [{ address: '203.0.113.7' }])
    await open(5)
    expect(await save('192.0.2.10')).toMatchObject(refused('203.0.113.7'))
  })

  it('is refused for a key that admits everybody, for another workspace and for a member who may not manage it', async () => {
    await mode('open')
    expect(await open(5)).toMatchObject({ error: 'not_enforcing' })
    const other = await makeTeam()
    const input = bypassSchema.parse({ keyId: key.id, minutes: 5, reason: 'x' })
    expect(await openBypass(other.owner, input)).toMatchObject({ error: 'not_found' })
    expect(await openBypass(team.member, input)).toMatchObject({ error: 'forbidden' })
  })
})

describe('a preview', () => {
  it('tells the difference, whom it concerns and what must be confirmed, and changes nothing', async () => {
    await called(team, key.id, [
      { address: '203.0.113.7', count: 12 },
      { address: '203.0.113.8', minutesAgo: 3 * 24 * 60 },
      { address: '198.51.100.9', outcome: 'ip_not_allowed', count: 3 },
    ])
    const input = previewKeySchema.parse({ keyId: key.id, allowedIps: '203.0.113.8\n198.51.100.0/24' })
    const preview = await previewKeyList(team.owner, input)
    expect(preview).toMatchObject({
      value: {
        added: { shown: ['203.0.113.8', '198.51.100.0/24'] },
        removed: { shown: ['203.0.113.0/24', '192.0.2.10'] },
        gained: '256 addresses',
        lost: '256 addresses',
        callers: 2,
        refused: { total: 1, shown: [{ address: '203.0.113.7', calls: 12n }] },
        admitted: { total: 1, shown: [{ address: '198.51.100.9' }] },
        risk: { callers: [{ address: '203.0.113.7' }], ownAddress: '192.0.2.10' },
      },
    })
    expect(await stored()).toEqual({ accessMode: 'enforce', version: 1 })
  })

  it('of a mode judges by the list as it is', async () => {
    const open = await makeKey(team.owner)
    await called(team, open.id, [{ address: '203.0.113.7' }])
    const preview = await previewAccessMode(team.owner, { keyId: open.id, accessMode: 'enforce' })
    expect(preview).toMatchObject({
      value: { refused: { total: 1 }, accessMode: { before: 'open', after: 'enforce' } },
    })
  })

  it('shows nothing of a key of another workspace', async () => {
    const other = await makeTeam()
    const input = previewKeySchema.parse({ keyId: key.id, allowedIps: '' })
    expect(await previewKeyList(other.owner, input)).toMatchObject({ error: 'not_found' })
    expect(await previewAccessMode(other.owner, { keyId: key.id, accessMode: 'open' })).toMatchObject({
      error: 'not_found',
    })
  })
})
