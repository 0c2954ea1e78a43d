import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StaffActor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { giveLists, makeList, writeListText } from '#lib/lists/fixtures'
import { testDatabase } from '#test/database'
import { acknowledge, countAgain, reopen } from './commands.ts'
import { countFindings } from './count-findings.ts'
import { listFindings, readAcknowledgements, readFindingKeys, readSharedRanges } from './queries.ts'
import { type RuleId, ruleIds } from './rules.ts'
import { takeSharedRanges } from './take-shared-ranges.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

const origin = { address: '192.0.2.30', door: 'dashboard', requestId: null } as const
const staff: StaffActor = {
  kind: 'staff',
  userId: randomUUID(),
  label: 's@example.com',
  role: 'staff',
  tokenId: null,
  ...origin,
}

/** What each rule must find, and nothing else of the team: names of keys. */
const expected: Record<RuleId, string[]> = {
  'open-in-use': ['Open used'],
  'any-address': ['Anybody'],
  'refused-from-many': ['Leaked'],
  'dormant-open': ['Open idle'],
  'wide-range': ['Wide four', 'Wide six'],
  'shared-range': ['Same host', 'Same range'],
  widened: ['Given a list', 'List user', 'Widened'],
  reserved: ['Example'],
  'all-expired': ['Run out'],
  private: ['Inside'],
  dormant: ['Idle'],
  'staff-changes': ['Paused by staff'],
}

const made = new Map<string, string>()

async function key(name: string, list: string, actor = team.owner): Promise<string> {
  const { id } = await makeKey(actor, list, name)
  made.set(name, id)
  return id
}

async function lastUsed(keyId: string, ago: string): Promise<void> {
  await prisma()
    .$executeRaw`INSERT INTO key_usage (key_id, last_used_at) VALUES (${keyId}::uuid, now() - ${ago}::interval)`
  await prisma().$executeRaw`UPDATE api_key SET created_at = now() - interval '1 year' WHERE id = ${keyId}::uuid`
}

async function refusedFrom(keyId: string, addresses: number): Promise<void> {
  await prisma().$executeRaw`
    INSERT INTO caller_hour (workspace_id, key_id, hour, outcome, address, count, first_at, last_at)
    SELECT ${team.workspaceId}::uuid, ${keyId}::uuid, date_trunc('hour', now()), 'ip_not_allowed', '198.51.100.0'::inet + n, 2, now(), now()
    FROM generate_series(1, ${addresses}::int) n`
  await prisma().$executeRaw`
    INSERT INTO key_hour (key_id, hour, allowed, unlisted, refused) VALUES (${keyId}::uuid, date_trunc('hour', now()), 0, 0, 60)`
}

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
  await refusedFrom(await key('Leaked', '8.8.1.1'), 20)
  await refusedFrom(await key('Refused from few', '8.8.1.2'), 19)
  await lastUsed(await key('Open used', ''), '6 days')
  await lastUsed(await key('Open idle', ''), '91 days')
  await lastUsed(await key('Idle', '8.8.1.3'), '91 days')
  await lastUsed(await key('Used', '8.8.1.4'), '89 days')
  await key('Anybody', '0.0.0.0/0\n8.0.0.0/8')
  await key('Wide four', '8.0.0.0/15')
  await key('Wide six', '2a00::/31')
  await key('Just narrow enough', '8.2.0.0/16\n2a02:100::/32')
  await key('Example', '203.0.113.0/24')
  await key('Inside', '10.1.0.0/16')
  const runOut = await key('Run out', '8.8.1.5')
  await prisma()
    .$executeRaw`UPDATE allowlist_entry SET expires_at = now() - interval '1 day' WHERE key_id = ${runOut}::uuid`
  await key('Paused by staff', '8.8.1.6')
  await prisma().$executeRaw`
    INSERT INTO audit_event (workspace_id, actor_id, actor_label, staff_role, action, key_id, door)
    VALUES (${team.workspaceId}::uuid, ${staff.userId}::uuid, ${staff.label}, 'staff', 'key.pause', ${made.get('Paused by staff')}::uuid, 'dashboard')`
  await widenLists()
  await shareRanges()
  await takeSharedRanges()
  const revoked = await key('Revoked', '0.0.0.0/0')
  await prisma().$executeRaw`UPDATE api_key SET revoked_at = now() WHERE id = ${revoked}::uuid`
})

afterAll(async () => {
  await database.close()
})

async function widenLists(): Promise<void> {
  // A workspace that mutes its alerts hides nothing from the staff.
  await prisma().alertMute.create({
    data: { workspaceId: team.workspaceId, kind: 'list_widened', mutedBy: 'somebody' },
  })
  const user = await key('List user', '8.8.1.7')
  const list = await makeList(team.owner, 'Egress', '8.8.2.0/25')
  await giveLists(team.owner, user, [list.id])
  await prisma().$executeRaw`DELETE FROM list_widening`
  await writeListText(team.owner, list.id, '8.8.2.0/24')
  await giveLists(team.owner, await key('Given a list', '8.8.1.9'), [list.id])
  const own = await key('Widened', '8.8.1.8')
  const { updateKey } = await import('#lib/keys/commands')
  const { edit } = await import('#lib/keys/fixtures')
  const seen = await prisma().apiKey.findUniqueOrThrow({ where: { id: own }, select: { version: true } })
  const before = { id: own, name: 'Widened', version: seen.version, allowedIps: '8.8.1.8' } as Parameters<
    typeof edit
  >[0]
  expect(await updateKey(team.owner, edit(before, { allowedIps: '8.8.1.8/31' }))).toMatchObject({ ok: true })
}

/** Five workspaces hold a part of 9.9.0.0/16; four hold 9.10.0.1. */
async function shareRanges(): Promise<void> {
  await key('Same range', '9.9.0.0/16')
  await key('Same host', '9.9.0.1')
  await key('Shared by few', '9.10.0.1')
  for (let n = 2; n <= 5; n++) {
    const { owner } = await makeTeam()
    await makeKey(owner, n < 5 ? `9.9.0.${n}\n9.10.0.1` : `9.9.0.${n}`, `Elsewhere ${n}`)
  }
}

async function namesOf(rule: RuleId): Promise<string[]> {
  const { keys } = await readFindingKeys(rule, { after: null, limit: 100, workspaceId: team.workspaceId })
  return keys.map(({ name }) => name).sort()
}

describe('findings', () => {
  it('are counted once for all processes, and at most twice a minute when somebody asks', async () => {
    const other = new pg.Client(database.url)
    await other.connect()
    await other.query('BEGIN; SELECT pg_advisory_xact_lock(7134003)')
    expect(await countAgain()).toMatchObject({ ok: false, error: 'busy' })
    await other.end()
    expect(await countAgain()).toEqual({ ok: true, value: null })
    expect(await countAgain()).toMatchObject({ ok: false, error: 'too_soon' })
    const { findings } = await listFindings()
    expect(findings.map(({ rule }) => rule)).toEqual(ruleIds)
    for (const { rule, count, trend } of findings) {
      const { keys } = await readFindingKeys(rule, { after: null, limit: 100 })
      expect(count?.keys, rule).toBe(keys.length)
      expect(trend, rule).toEqual([{ day: count?.takenAt.toISOString().slice(0, 10), keys: keys.length }])
    }
  })

  it.each(ruleIds)('%s has the keys that it is about, and no other', async (rule) => {
    expect(await namesOf(rule)).toEqual(expected[rule])
  })

  it('say what makes a key one of them', async () => {
    const whys = new Map<string, unknown>()
    for (const rule of ruleIds) {
      const { keys } = await readFindingKeys(rule, { after: null, limit: 100, workspaceId: team.workspaceId })
      for (const { name, why } of keys) whys.set(`${rule}: ${name}`, why)
    }
    const entry = (network: string) => ({ kind: 'entries', total: 1, entries: [{ network, note: null, list: null }] })
    expect(whys.get('any-address: Anybody')).toEqual(entry('0.0.0.0/0'))
    expect(whys.get('wide-range: Wide six')).toEqual(entry('2a00::/31'))
    expect(whys.get('refused-from-many: Leaked')).toEqual({ kind: 'refused', addresses: 20, calls: 40 })
    expect(whys.get('shared-range: Same host')).toEqual({ kind: 'shared', range: '9.9.0.0/16', workspaces: 5 })
    expect(whys.get('widened: List user')).toMatchObject({
      gained: '128 addresses',
      list: 'Egress',
      by: team.owner.label,
    })
    expect(whys.get('widened: Given a list')).toMatchObject({ gained: '256 addresses', list: null })
    expect(whys.get('widened: Widened')).toMatchObject({ gained: '1 address', list: null })
    expect(whys.get('all-expired: Run out')).toEqual({ kind: 'expired', entries: 1 })
    expect(whys.get('staff-changes: Paused by staff')).toMatchObject({ by: 's@example.com', action: 'Paused the key' })
    expect(await readSharedRanges()).toEqual([{ network: '9.9.0.0/16', workspaces: 5 }])
  })

  it('are told page by page, each key once', async () => {
    const seen: string[] = []
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof readFindingKeys>> = await readFindingKeys('shared-range', {
        after,
        limit: 2,
      })
      seen.push(...page.keys.map(({ keyId }) => keyId))
      after = page.next
      if (after === null) break
    }
    expect(seen).toEqual([...new Set(seen)].sort())
    expect(seen).toHaveLength(6)
  })
})

describe('an acknowledgement', () => {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  const about = (name: string | null) => ({
    ...{ rule: 'wide-range' as const, workspaceId: team.workspaceId, reason: 'Agreed', until: tomorrow },
    keyId: name === null ? null : (made.get(name) ?? ''),
  })

  it('leaves a key out of list and count until it is over or reopened, and both acts are in the audit trail', async () => {
    expect(await acknowledge(staff, about('Wide four'))).toMatchObject({ ok: true })
    expect(await namesOf('wide-range')).toEqual(['Wide six'])
    await countFindings()
    expect((await listFindings()).findings.find(({ rule }) => rule === 'wide-range')?.count?.keys).toBe(1)
    const all = await readFindingKeys('wide-range', { after: null, limit: 9, acknowledged: 'included' })
    expect(all.keys.map(({ acknowledgement }) => acknowledgement?.reason ?? null)).toContain('Agreed')

    await prisma().$executeRaw`UPDATE finding_acknowledgement SET until = now()`
    expect(await namesOf('wide-range')).toEqual(expected['wide-range'])

    await acknowledge(staff, about('Wide four'))
    const [standing] = await readAcknowledgements('wide-range')
    expect(standing).toMatchObject({ of: 'key', key: { name: 'Wide four' }, by: 's@example.com' })
    expect(await reopen(staff, { id: standing?.id ?? '' })).toEqual({ ok: true, value: null })
    expect(await reopen(staff, { id: standing?.id ?? '' })).toMatchObject({ ok: false, error: 'not_found' })
    expect(await namesOf('wide-range')).toEqual(expected['wide-range'])
    const events = await prisma().auditEvent.findMany({
      where: { action: { startsWith: 'finding.' } },
      orderBy: { id: 'asc' },
      select: { action: true, keyId: true, workspaceId: true, after: true },
    })
    expect(events.map(({ action }) => action)).toEqual(['finding.acknowledge', 'finding.acknowledge', 'finding.reopen'])
    expect(events[0]).toMatchObject({
      keyId: made.get('Wide four'),
      workspaceId: team.workspaceId,
      after: { reason: 'Agreed' },
    })
  })

  it('of a workspace leaves all its keys out of this finding alone', async () => {
    expect(await acknowledge(staff, about(null))).toMatchObject({ ok: true })
    expect(await namesOf('wide-range')).toEqual([])
    expect(await namesOf('any-address')).toEqual(expected['any-address'])
    const [standing] = await readAcknowledgements('wide-range')
    await reopen(staff, { id: standing?.id ?? '' })
  })

  it('is refused to auditors, for a key under another workspace’s name, in words that hold a secret, and for a day that is over or too far', async () => {
    const stranger = await makeTeam()
    const { secret } = await makeKey(stranger.owner, '8.8.1.10', 'Leaked elsewhere')
    const cases: [StaffActor, object, string][] = [
      [{ ...staff, role: 'auditor' }, {}, 'forbidden'],
      [staff, { workspaceId: stranger.workspaceId }, 'not_found'],
      [staff, { reason: `Seen in a log: ${secret}` }, 'secret_in_text'],
      [staff, { until: '2026-01-01' }, 'invalid_until'],
      [staff, { until: '2099-01-01' }, 'invalid_until'],
    ]
    for (const [actor, change, error] of cases) {
      expect(await acknowledge(actor, { ...about('Wide six'), ...change })).toMatchObject({ ok: false, error })
    }
    expect(await namesOf('wide-range')).toEqual(expected['wide-range'])
  })
})
