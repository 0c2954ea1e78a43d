import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pool, prisma } from '#lib/db'
import { parseAddress } from '#lib/ip/address'
import { networkOf } from '#lib/ip/network'
import { setAccessMode } from '#lib/keys/access-mode'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import { batchOf, noteCall, type TestCall } from './fixtures.ts'
import * as commands from './ignore-caller.ts'
import * as queries from './queries.ts'
import { flushTraffic } from './record-call.ts'
import { ignoreCallerSchema } from './schema.ts'
import { storeTraffic } from './store.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})
afterAll(async () => {
  await flushTraffic()
  await database.close()
})

const HOUR = 3_600_000
const now = new Date()
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * HOUR)
const store = (calls: readonly TestCall[]) => storeTraffic([...batchOf(calls)])
const newKey = (list = '10.0.0.1') => makeKey(team.owner, list)
const all = { range: '30d', reason: null } as const

describe('callers seen', () => {
  it('are folded over the hours since a moment, the latest first', async () => {
    const { id: keyId } = await newKey()
    await store([
      { keyId, from: '192.0.2.1', at: hoursAgo(3), times: 2 },
      { keyId, from: '192.0.2.1', at: hoursAgo(1) },
      { keyId, from: '2001:db8::1', at: hoursAgo(2), outcome: 'ip_not_allowed' },
      { keyId, from: '192.0.2.9', at: hoursAgo(50) },
      { keyId, from: null, at: hoursAgo(4), outcome: 'ip_unknown' },
      ...Array.from({ length: 12 }, (_, n) => ({ keyId, from: `2001:db8:9::${n + 1}`, at: hoursAgo(5) })),
    ])
    const seen = await queries.seenCallers(prisma(), { workspaceId: team.workspaceId, keyId, since: hoursAgo(24) })
    expect(seen.slice(0, 3)).toEqual([
      { address: '192.0.2.1', outcome: 'allowed', count: 3n, firstAt: hoursAgo(3), lastAt: hoursAgo(1) },
      { address: '2001:db8::1', outcome: 'ip_not_allowed', count: 1n, firstAt: hoursAgo(2), lastAt: hoursAgo(2) },
      { address: null, outcome: 'ip_unknown', count: 1n, firstAt: hoursAgo(4), lastAt: hoursAgo(4) },
    ])
    expect(seen.find(({ address }) => address === '2001:db8:9::/64')?.count).toBe(4n)
    expect(seen.map(({ address }) => address)).not.toContain('192.0.2.9')
    const others = await newKey()
    const keyIds = [keyId, others.id, 'no id']
    const whose = { workspaceId: team.workspaceId, keyIds, since: hoursAgo(24) }
    const byKey = await queries.seenCallersOf(prisma(), whose)
    expect([...byKey.keys()]).toEqual([keyId])
    expect(byKey.get(keyId)).toEqual(seen)
    const within = [networkOf(parseAddress('192.0.2.0') ?? { family: 4, value: 0 }, 24)]
    const some = (await queries.seenCallersOf(prisma(), { ...whose, within })).get(keyId)
    expect(some?.map(({ address }) => address)).toEqual(['192.0.2.1', null])
  })

  it('are among them before they are written, and once when they are', async () => {
    const { id: keyId } = await newKey()
    const { workspaceId } = team
    const callers = async (since: Date) =>
      (await queries.seenCallers(prisma(), { workspaceId, keyId, since })).map(({ address, count }) => [address, count])
    noteCall({ keyId, workspaceId }, '192.0.2.1')
    expect(await callers(hoursAgo(24))).toEqual([['192.0.2.1', 1n]])
    expect(await callers(new Date(Date.now() + 1000))).toEqual([])
    await flushTraffic()
    expect(await callers(hoursAgo(24))).toEqual([['192.0.2.1', 1n]])
  })
})

describe('refusals', () => {
  it('are told by address and reason, also those whose address could not be determined', async () => {
    const { id: keyId } = await newKey()
    await store([
      { keyId, outcome: 'ip_not_allowed', from: '192.0.2.1', at: hoursAgo(2), times: 12 },
      { keyId, outcome: 'ip_not_allowed', from: '192.0.2.1', at: hoursAgo(30) },
      { keyId, outcome: 'ip_unknown', from: null, at: hoursAgo(1) },
      { keyId, outcome: 'not_listed', from: '192.0.2.2', at: hoursAgo(3) },
      { keyId, outcome: 'old_secret', from: '192.0.2.3', at: hoursAgo(3) },
      { keyId, outcome: 'revoked', from: '192.0.2.4', at: hoursAgo(4) },
      { keyId, at: hoursAgo(1) },
    ])
    const plain = { isIgnored: false }
    expect(await queries.keyRefusals(team.workspaceId, keyId, all)).toEqual([
      { address: null, reason: 'ip_unknown', count: 1n, firstAt: hoursAgo(1), lastAt: hoursAgo(1), ...plain },
      {
        address: '192.0.2.1',
        reason: 'ip_not_allowed',
        count: 13n,
        firstAt: hoursAgo(30),
        lastAt: hoursAgo(2),
        ...plain,
      },
      { address: '192.0.2.2', reason: 'not_listed', count: 1n, firstAt: hoursAgo(3), lastAt: hoursAgo(3), ...plain },
      { address: '192.0.2.4', reason: 'revoked', count: 1n, firstAt: hoursAgo(4), lastAt: hoursAgo(4), ...plain },
    ])
    const filtered = await queries.keyRefusals(team.workspaceId, keyId, { range: '24h', reason: 'ip_not_allowed' })
    expect(filtered).toMatchObject([{ address: '192.0.2.1', count: 12n }])
    const old = await queries.oldSecretCallers(team.workspaceId, keyId)
    expect(old.map(({ reason }) => reason)).toEqual(['old_secret', 'revoked'])
  })
})

describe('a chart', () => {
  it.each([
    ['24h', 24, 1],
    ['7d', 28, 6],
    ['30d', 30, 24],
  ] as const)('over %s has %i bars of %i hours, without gaps, that add up', async (range, count, hours) => {
    const { id: keyId } = await newKey()
    const reach = count * hours
    await store([
      { keyId, times: 3 },
      { keyId, outcome: 'not_listed', at: hoursAgo(hours) },
      { keyId, outcome: 'paused', at: hoursAgo(reach - hours) },
      { keyId, outcome: 'paused', at: hoursAgo(reach + hours) },
    ])
    const { bars } = await queries.keyHours(team.workspaceId, keyId, range)
    expect(bars).toHaveLength(count)
    const steps = new Set(bars.slice(1).map((bar, index) => bar.at.getTime() - (bars[index]?.at.getTime() ?? 0)))
    expect([...steps]).toEqual([hours * HOUR])
    expect(bars.at(-1)).toMatchObject({ allowed: 3, unlisted: 0, refused: 0 })
    expect(bars.at(-2)).toMatchObject({ allowed: 1, unlisted: 1, refused: 0 })
    expect(bars[0]).toMatchObject({ allowed: 0, refused: 1 })
    expect(bars.reduce((sum, bar) => sum + bar.allowed + bar.refused, 0)).toBe(5)
  })

  it('of many keys has the last 24 hours of those that were called', async () => {
    const [called, quiet] = [await newKey(), await newKey()]
    await store([
      { keyId: called.id, times: 2 },
      { keyId: called.id, outcome: 'paused', at: hoursAgo(5) },
      { keyId: called.id, at: hoursAgo(30) },
    ])
    const lines = await queries.sparklines(team.workspaceId, [called.id, quiet.id, 'no id'])
    expect([...lines.keys()]).toEqual([called.id])
    const { allowed = [], refused = [] } = lines.get(called.id) ?? {}
    expect([allowed.length, refused.length]).toEqual([24, 24])
    expect([allowed.at(-1), refused.at(-6)]).toEqual([2, 1])
    expect([...allowed, ...refused].reduce((sum, count) => sum + count, 0)).toBe(3)
  })
})

describe('what a key that only reports would have refused', () => {
  it('is counted since it began to report', async () => {
    const { id: keyId, version } = await newKey()
    expect(await queries.wouldHaveRefused(team.workspaceId, keyId)).toBeNull()
    await store([{ keyId, outcome: 'not_listed', from: '192.0.2.7', at: hoursAgo(2) }])
    const input = { keyId, version, accessMode: 'report', openToAny: false, confirmed: [] } as const
    expect(await setAccessMode(team.owner, input)).toMatchObject({ ok: true })
    const before = await queries.wouldHaveRefused(team.workspaceId, keyId)
    expect(before).toMatchObject({ calls: 0n, addresses: 0 })
    expect(before?.since.getTime()).toBeGreaterThan(now.getTime() - 1000)
    const soon = new Date(Date.now() + 1000)
    await store([
      { keyId, outcome: 'not_listed', from: '192.0.2.1', at: soon, times: 3 },
      { keyId, outcome: 'not_listed', from: '192.0.2.2', at: soon },
      { keyId, from: '10.0.0.1', at: soon },
    ])
    expect(await queries.wouldHaveRefused(team.workspaceId, keyId)).toMatchObject({ calls: 4n, addresses: 2 })
  })
})

describe('a first call', () => {
  it('is a refused one until one is let through', async () => {
    const { id: keyId } = await newKey()
    expect(await queries.firstCall(team.workspaceId, keyId)).toBeNull()
    await store([{ keyId, outcome: 'ip_not_allowed', from: '192.0.2.1', at: hoursAgo(2) }])
    await store([{ keyId, outcome: 'ip_not_allowed', from: '192.0.2.2', at: hoursAgo(1) }])
    expect(await queries.firstCall(team.workspaceId, keyId)).toEqual({
      ...{ at: hoursAgo(2), address: '192.0.2.1', isAllowed: false, isOpen: false },
    })
    await store([{ keyId, from: '10.0.0.1', at: hoursAgo(0) }])
    await store([{ keyId, from: '10.0.0.2', at: hoursAgo(0.5) }])
    expect(await queries.firstCall(team.workspaceId, keyId)).toEqual({
      ...{ at: hoursAgo(0.5), address: '10.0.0.2', isAllowed: true, isOpen: false },
    })
  })
})

describe('ignoring a caller', () => {
  const input = (keyId: string, address: string) => ignoreCallerSchema.parse({ keyId, address })
  const ignoredOf = async (keyId: string) =>
    (await queries.keyRefusals(team.workspaceId, keyId, all))
      .filter((row) => row.isIgnored)
      .map(({ address }) => address)
  const eventsOf = (keyId: string) =>
    prisma().auditEvent.findMany({ where: { keyId }, orderBy: { id: 'asc' }, select: { action: true, after: true } })

  it('puts an address or its network out of sight, and heeding brings all of it back; both leave an event', async () => {
    const { id: keyId } = await newKey()
    await store(['2001:db8::1', '2001:db8::2', '192.0.2.1'].map((from) => ({ keyId, outcome: 'ip_not_allowed', from })))
    expect(await commands.ignoreCaller(team.owner, input(keyId, '2001:db8::/64'))).toMatchObject({ ok: true })
    expect(await commands.ignoreCaller(team.owner, input(keyId, '2001:db8::2'))).toMatchObject({ ok: true })
    expect(await commands.ignoreCaller(team.owner, input(keyId, '2001:db8::2'))).toMatchObject({ ok: true })
    expect((await ignoredOf(keyId)).sort()).toEqual(['2001:db8::1', '2001:db8::2'])
    expect(await commands.heedCaller(team.admin, input(keyId, '2001:db8::/64'))).toMatchObject({ ok: true })
    expect(await ignoredOf(keyId)).toEqual([])
    expect((await eventsOf(keyId)).slice(1)).toEqual([
      { action: 'key.ignore_caller', after: { address: '2001:db8::/64' } },
      { action: 'key.ignore_caller', after: { address: '2001:db8::2' } },
      { action: 'key.heed_caller', after: { address: '2001:db8::/64' } },
    ])
  })

  it('is for those who may manage the key, whatever its state', async () => {
    const { id: keyId } = await newKey()
    await prisma().apiKey.update({ where: { id: keyId }, data: { revokedAt: hoursAgo(1) }, select: { id: true } })
    expect(await commands.ignoreCaller(team.member, input(keyId, '192.0.2.1'))).toMatchObject({ error: 'forbidden' })
    expect(await commands.ignoreCaller(team.owner, input(keyId, '192.0.2.1'))).toMatchObject({ ok: true })
  })

  it('is bounded', async () => {
    const { id: keyId } = await newKey()
    await pool().query(
      `INSERT INTO ignored_caller (key_id, address, ignored_by) SELECT $1, '10.0.0.0'::inet + n, 'x' FROM generate_series(1, 1000) n`,
      [keyId],
    )
    expect(await commands.ignoreCaller(team.owner, input(keyId, '192.0.2.1'))).toMatchObject({ error: 'too_many' })
  })

  it.each(['', 'nonsense', '10.0.0.1/8', '1.2.3.4/33', '010.0.0.1'])('refuses %j, which is no address', (address) => {
    expect(ignoreCallerSchema.safeParse({ keyId: crypto.randomUUID(), address }).success).toBe(false)
  })
})

describe('another workspace', () => {
  it('gets nothing of our key, and cannot tell it from none', async () => {
    const theirs = await makeTeam()
    const { id: ours } = await newKey()
    await prisma().apiKey.update({ where: { id: ours }, data: { accessMode: 'report' }, select: { id: true } })
    await store([
      { keyId: ours },
      { keyId: ours, outcome: 'ip_not_allowed', from: '192.0.2.1' },
      { keyId: ours, outcome: 'old_secret' },
    ])
    noteCall({ keyId: ours, workspaceId: team.workspaceId }, '192.0.2.1')
    const { workspaceId } = theirs
    const address = networkOf(parseAddress('192.0.2.1') ?? { family: 4, value: 0 }, 32)
    const since = hoursAgo(24)
    const attempts: Record<string, (keyId: string) => Promise<unknown>> = {
      seenCallers: (keyId) => queries.seenCallers(prisma(), { workspaceId, keyId, since }),
      seenCallersOf: (keyId) => queries.seenCallersOf(prisma(), { workspaceId, keyIds: [keyId], since }),
      keyRefusals: (keyId) => queries.keyRefusals(workspaceId, keyId, all),
      oldSecretCallers: (keyId) => queries.oldSecretCallers(workspaceId, keyId),
      keyHours: (keyId) => queries.keyHours(workspaceId, keyId, '24h'),
      sparklines: (keyId) => queries.sparklines(workspaceId, [keyId]),
      wouldHaveRefused: (keyId) => queries.wouldHaveRefused(workspaceId, keyId),
      firstCall: (keyId) => queries.firstCall(workspaceId, keyId),
      ignoreCaller: (keyId) => commands.ignoreCaller(theirs.owner, { keyId, address }),
      heedCaller: (keyId) => commands.heedCaller(theirs.owner, { keyId, address }),
    }
    expect(Object.keys(attempts).sort()).toEqual([...Object.keys(queries), ...Object.keys(commands)].sort())
    for (const [name, attempt] of Object.entries(attempts)) {
      expect([name, await attempt(ours)]).toEqual([name, await attempt('0192b7c0-0000-7000-8000-000000000000')])
    }
    expect(await queries.firstCall(workspaceId, ours)).toBeNull()
    expect(await queries.keyRefusals(team.workspaceId, ours, all)).toMatchObject([{ isIgnored: false }])
  })
})
