import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { getKey } from '#lib/keys/queries'
import { testDatabase } from '#test/database'
import { applyFix, undoFix } from './commands.ts'
import { keyHints } from './queries.ts'
import type { FixKind, HintCode } from './rules.ts'
import { applyFixSchema, undoFixSchema } from './schema.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team
let theirs: Team
let keyId: string

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
  theirs = await makeTeam()
})
afterAll(() => database.close())

const LIST = '8.0.0.0/8 # Provider\n203.0.113.0/24 # Office\n203.0.113.7 # Desk\n9.9.9.9'

beforeEach(async () => {
  keyId = (await makeKey(team.owner, LIST)).id
})

/** `minutes`: how long ago they called last. */
async function called(address: string, minutes = 24 * 60): Promise<void> {
  await prisma().$executeRaw`
    INSERT INTO caller_hour (workspace_id, key_id, hour, outcome, address, count, first_at, last_at)
    SELECT ${team.workspaceId}::uuid, ${keyId}::uuid, date_trunc('hour', at, 'UTC'), 'allowed', ${address}::inet, 7, at, at
    FROM (SELECT now() - make_interval(mins => ${minutes}::int) AS at) AS t`
}

const hint = async (code: HintCode) => (await keyHints(team.workspaceId, keyId)).find((each) => each.code === code)
const codes = async () => (await keyHints(team.workspaceId, keyId)).map((each) => each.code)
const listText = async () => (await getKey(team.workspaceId, keyId))?.allowedIps

async function fix(
  code: HintCode,
  kind: FixKind,
  more: { note?: string; confirmed?: string; actor?: Team['owner'] } = {},
) {
  const found = (await hint(code))?.fixes.find((each) => each.kind === kind)
  const entryIds = found !== undefined && 'entryIds' in found ? [...found.entryIds] : []
  const input = { keyId, code, fix: kind, entryIds, note: more.note ?? '', confirmed: more.confirmed ?? '' }
  return applyFix(more.actor ?? team.owner, applyFixSchema.parse(input))
}

describe('a hint is fixed by one press', () => {
  it('that removes what is needless', async () => {
    expect(await fix('covered', 'remove')).toMatchObject({ ok: true })
    expect(await listText()).toBe('8.0.0.0/8 # Provider\n203.0.113.0/24 # Office\n9.9.9.9')
    expect(await codes()).not.toContain('covered')
  })

  it('that narrows what is very wide to who called, in its place and with its note', async () => {
    await called('8.8.8.1')
    await called('8.8.8.2')
    expect(await fix('very_wide', 'replace')).toMatchObject({ ok: true })
    expect(await listText()).toMatch(/^8\.8\.8\.0\/30 # Provider\n203\.0\.113\.0\/24 # Office/)
  })

  it('that adds the /64s of callers', async () => {
    await called('2001:db8::7')
    expect(await fix('only_ipv4', 'add')).toMatchObject({ ok: true })
    expect(await listText()).toContain('2001:db8::/64 # IPv6 of a caller')
  })

  it('that writes a note, which must be one', async () => {
    expect(await fix('no_note', 'note', { note: ' ' })).toMatchObject({ ok: false, error: 'note_missing' })
    expect(await fix('no_note', 'note', { note: 'Resolver' })).toMatchObject({ ok: true })
    expect(await listText()).toContain('9.9.9.9 # Resolver')
  })

  it('that lets an expired entry last for 30 days more, or takes it away', async () => {
    await prisma().allowlistEntry.updateMany({ where: { keyId, network: '9.9.9.9' }, data: { expiresAt: new Date(0) } })
    expect(await fix('expired', 'extend')).toMatchObject({ ok: true })
    const [entry] = await prisma().$queryRaw<{ days: number }[]>`
      SELECT extract(epoch FROM expires_at - now())::float8 / 86400 AS days FROM allowlist_entry
      WHERE key_id = ${keyId}::uuid AND network = '9.9.9.9'`
    expect(entry?.days).toBeCloseTo(30, 1)
    expect(await codes()).not.toContain('expired')
  })

  it('that switches off what never matched, once that is known for long enough', async () => {
    await called('203.0.113.9')
    await prisma()
      .$executeRaw`UPDATE allowlist_entry SET added_at = now() - interval '200 days' WHERE key_id = ${keyId}::uuid`
    expect(await codes()).not.toContain('never_matched')
    await prisma().$executeRaw`UPDATE _prisma_migrations SET finished_at = now() - interval '100 days'`
    expect(await fix('never_matched', 'switch_off')).toMatchObject({ ok: true })
    const off = await prisma().allowlistEntry.count({ where: { keyId, enabled: false } })
    expect(off).toBe(4)
    await prisma().$executeRaw`UPDATE _prisma_migrations SET finished_at = now()`
  })
})

it('a fix is one version of the list, with its author, and is undone by the next', async () => {
  const before = await listText()
  const fixed = await fix('covered', 'remove')
  if (!fixed.ok) throw new Error(fixed.message)
  const { version, before: number } = fixed.value
  const event = await prisma().auditEvent.findFirst({
    where: { keyId },
    orderBy: { id: 'desc' },
    select: { action: true, actorLabel: true },
  })
  expect(event).toEqual({ action: 'key.allowlist', actorLabel: team.owner.label })
  const undo = undoFixSchema.parse({ keyId, version, number, confirmed: '' })
  expect(await undoFix(team.owner, undo)).toMatchObject({ ok: true })
  expect(await listText()).toBe(before)
})

describe('a fix is refused', () => {
  it('when the hint stands no more as it was shown', async () => {
    const shown = (await hint('covered'))?.entryIds ?? []
    await prisma().allowlistEntry.deleteMany({ where: { keyId, network: '203.0.113.0/24' } })
    const input = { keyId, code: 'covered', fix: 'remove', entryIds: [...shown], note: '', confirmed: '' }
    expect(await applyFix(team.owner, applyFixSchema.parse(input))).toMatchObject({ ok: false, error: 'stale' })
    expect(await listText()).toContain('203.0.113.7')
  })

  it('when it would lock out who calls now, until that is confirmed', async () => {
    const wide = (await makeKey(team.owner, '0.0.0.0/0 # All\n198.51.100.1 # One')).id
    keyId = wide
    await called('203.0.113.50', 5)
    const refused = await fix('any_address', 'remove')
    expect(refused).toMatchObject({
      ok: false,
      error: 'lockout_risk',
      risk: { callers: [{ address: '203.0.113.50' }] },
    })
    expect(await fix('any_address', 'remove', { confirmed: '203.0.113.50\n192.0.2.10' })).toMatchObject({ ok: true })
  })

  it('of a key of another workspace, as of one that does not exist; nor are its hints told', async () => {
    expect(await fix('covered', 'remove', { actor: theirs.owner })).toMatchObject({ ok: false, error: 'not_found' })
    expect(await keyHints(theirs.workspaceId, keyId)).toEqual([])
    const undo = undoFixSchema.parse({ keyId, version: 1, number: 1, confirmed: '' })
    expect(await undoFix(theirs.owner, undo)).toMatchObject({ ok: false, error: 'not_found' })
  })

  it('to a member who did not make the key', async () => {
    expect(await fix('covered', 'remove', { actor: team.member })).toMatchObject({ ok: false, error: 'forbidden' })
  })
})
