import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { raisePolicyEnds } from '#lib/alerts/policy-warnings'
import type { StaffActor } from '#lib/audit/actor'
import { prisma, transaction } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { everyAddress } from '#lib/ip/network'
import { setAccessMode } from '#lib/keys/access-mode'
import { addEntries } from '#lib/keys/add-entries'
import { openBypass } from '#lib/keys/bypass'
import { createKey, rotateKeyNow, updateKey } from '#lib/keys/commands'
import { addEntriesSchema } from '#lib/keys/entry-schema'
import { issue, makeKey, makeTeam, plainKey, programOf, type Team } from '#lib/keys/fixtures'
import { getKey } from '#lib/keys/get-key'
import { importKeys, issueKey } from '#lib/keys/issue-keys'
import { restoreKeyList } from '#lib/keys/restore-list'
import { createKeySchema, updateKeySchema } from '#lib/keys/schema'
import { createList, setKeyLists } from '#lib/lists/commands'
import { createListSchema } from '#lib/lists/schema'
import { type TestDatabase, testDatabase } from '#test/database'
import { deletePolicy } from './delete-policy.ts'
import { affectedKeys, policyEffect } from './effect.ts'
import { wantedPolicy } from './preview.ts'
import { readPolicies } from './read-policies.ts'
import { noRules, type PolicyRules } from './rules.ts'
import { savePolicy } from './save-policy.ts'

let database: TestDatabase
let team: Team
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE access_policy, api_key, alert CASCADE`
  team = await makeTeam()
})

const staff: StaffActor = {
  ...{ kind: 'staff', userId: randomUUID(), label: 'staff@example.com', role: 'staff', tokenId: null },
  ...{ address: '192.0.2.1', door: 'dashboard', requestId: 'r' },
}
const set = (rules: Partial<PolicyRules>, more: object = {}) =>
  savePolicy(staff, {
    ...{ workspaceId: team.workspaceId, rules: { ...noRules, ...rules }, appliesFrom: null },
    ...{ version: 0, reason: 'Audit', confirmedKeys: 0, ...more },
  })
const networks = (text: string) => createKeySchema.parse({ ...form, allowedIps: text }).allowedIps
const form = { name: 'New', allowedIps: '', openToAny: true, expiresAt: null, listIds: [] as string[] }
const create = (wish: Partial<typeof form> & { expiresAt?: string | null }) =>
  createKey(team.owner, createKeySchema.parse({ ...form, ...wish }))
const forbidden = (message: string) => ({
  ok: false,
  error: 'policy_violation',
  message: expect.stringContaining(message),
})

describe('a policy rules every save', () => {
  it('of keys, lists, entries, modes, bypasses and rotations, through every door', async () => {
    const key = await makeKey(team.owner, '192.0.2.7')
    const wideKey = await makeKey(team.owner, '10.0.0.0/8 # Office')
    const wideList = await createList(
      team.owner,
      createListSchema.parse({ name: 'Old', description: '', entries: '10.0.0.0/8' }),
    )
    if (!wideList.ok) throw new Error(wideList.message)
    const versioned = await updateKey(
      team.owner,
      updateKeySchema.parse({
        ...form,
        keyId: key.id,
        version: 1,
        allowedIps: '192.0.2.0/24',
        openToAny: false,
        confirmed: '',
      }),
    )
    if (!versioned.ok) throw new Error(versioned.message)
    expect(await set({ requireRestricted: true, widestV4: 16, requireNotes: true })).toMatchObject({ ok: true })
    const tooWide = forbidden('nothing wider than /16 for IPv4. 10.0.0.0/8 is wider')
    const program = programOf(team)
    const edit = (keyId: string, version: number, allowedIps: string) =>
      updateKey(
        team.owner,
        updateKeySchema.parse({ ...form, keyId, version, allowedIps, openToAny: true, confirmed: '::/0, 0.0.0.0/0' }),
      )

    expect(await create({})).toMatchObject({ ...forbidden('wants every key restricted'), field: 'allowedIps' })
    expect(await create({ allowedIps: '10.0.0.0/8 # x' })).toMatchObject(tooWide)
    expect(await create({ allowedIps: '192.0.2.9' })).toMatchObject(
      forbidden('wants a note with every entry, and 192.0.2.9 has none'),
    )
    expect(await create({ listIds: [wideList.value.id] })).toMatchObject(
      forbidden('10.0.0.0/8 of the named list Old is wider'),
    )
    expect(await create({ allowedIps: '192.0.2.9 # VPN' })).toMatchObject({ ok: true })
    expect(await edit(key.id, 2, '10.0.0.0/8 # x')).toMatchObject(tooWide)
    expect(await edit(key.id, 2, '')).toMatchObject(forbidden('restricted'))
    expect(
      await setAccessMode(team.owner, {
        keyId: key.id,
        version: 2,
        accessMode: 'report',
        openToAny: false,
        confirmed: everyAddress,
      }),
    ).toMatchObject(forbidden('restricted'))
    expect(await openBypass(team.owner, { keyId: key.id, minutes: 5, reason: 'try' })).toMatchObject(
      forbidden('none can be bypassed'),
    )
    const added = addEntriesSchema.parse({
      keyId: key.id,
      text: '10.0.0.0/8',
      note: 'x',
      expiresAt: null,
      enforce: false,
      confirmed: '',
    })
    expect(await transaction((tx) => addEntries(tx, team.owner, added))).toMatchObject(tooWide)
    expect(await setKeyLists(team.owner, { keyId: key.id, listIds: [wideList.value.id], confirmed: [] })).toMatchObject(
      forbidden('of the named list Old'),
    )
    expect(
      await createList(team.owner, createListSchema.parse({ name: 'New', description: '', entries: '10.0.0.0/8 # x' })),
    ).toMatchObject(tooWide)
    const restore = { keyId: wideKey.id, number: 1, scope: 'all', confirmed: everyAddress } as const
    // What is there already may stay, and be narrowed: 10.0.0.0/9 is no more than before.
    expect(await edit(wideKey.id, 1, '10.0.0.0/9 # Office')).toMatchObject({ ok: true })
    expect(await transaction((tx) => restoreKeyList(tx, team.owner, restore as never))).toMatchObject(tooWide)
    expect(
      await transaction((tx) => issueKey(tx, program, { ...plainKey, entries: networks('10.0.0.0/8 # x') })),
    ).toMatchObject(tooWide)
    const wishes = ['a', 'b'].map((rawKey) => ({
      ...plainKey,
      rawKey,
      entries: networks(rawKey === 'a' ? '10.0.0.0/8 # x' : '192.0.2.9 # y'),
    }))
    expect(await transaction((tx) => importKeys(tx, program, wishes))).toEqual([
      expect.objectContaining(tooWide),
      expect.any(String),
    ])
    expect(await rotateKeyNow(team.owner, { keyId: wideKey.id, graceSeconds: 0 })).toMatchObject({ ok: true })
  })

  it('keeps a key’s life within the longest: refused when it was chosen, and capped when nobody said', async () => {
    const old = await makeKey(team.owner, '192.0.2.7')
    await set({ maxKeyLifeDays: 30 })
    const now = await databaseNow(prisma())
    const days = (count: number) => new Date(now.getTime() + count * 86_400_000)
    expect(await create({ expiresAt: null })).toMatchObject({ ...forbidden('at most 30 days'), field: 'expiresAt' })
    expect(await create({ expiresAt: days(31).toISOString() } as never)).toMatchObject(forbidden('at most 30 days'))
    expect(await create({ expiresAt: days(29).toISOString() } as never)).toMatchObject({ ok: true })
    const program = programOf(team)
    expect(await transaction((tx) => issueKey(tx, program, { ...plainKey, ttlSeconds: 31 * 86_400 }))).toMatchObject(
      forbidden('30 days'),
    )
    const issued = await issue(program, { ttlSeconds: null })
    const rotated = await rotateKeyNow(team.owner, { keyId: old.id, graceSeconds: 0 })
    if (!rotated.ok) throw new Error(rotated.message)
    for (const id of [issued.keyId, rotated.value.id]) {
      const left = ((await getKey(team.workspaceId, id))?.expiresAt?.getTime() ?? 0) - days(30).getTime()
      expect(Math.abs(left)).toBeLessThan(60_000)
    }
  })
})

describe('setting a policy', () => {
  it('is of one workspace alone, wants the number of keys that lose power, and is on the audit trail with both sides', async () => {
    const other = await makeTeam()
    await makeKey(other.owner)
    const open = await makeKey(team.owner)
    const wide = await makeKey(team.owner, '10.0.0.0/8')
    await makeKey(team.owner, '192.0.2.7 # VPN')
    const wish = {
      rules: { ...noRules, requireRestricted: true, widestV4: 16, requireNotes: true },
      appliesFrom: 'now',
    } as const
    const wanted = await wantedPolicy({ workspaceId: team.workspaceId, ...wish })
    expect(await policyEffect(wanted)).toMatchObject({
      ruled: { keys: 3, workspaces: 1 },
      breaks: { restricted: { keys: 1, workspaces: 1 }, width: { keys: 1 }, life: { keys: 0 }, notes: { keys: 1 } },
      loses: { keys: 2, workspaces: 1, alreadyNow: 2 },
    })
    const first = await affectedKeys(wanted, { limit: 1 })
    const rest = await affectedKeys(wanted, { limit: 1, after: first.next })
    expect([...first.keys, ...rest.keys].map(({ id, loses, breaks }) => [id, loses, breaks]).sort()).toEqual(
      [
        [open.id, 'openness', ['restricted']],
        [wide.id, 'width', ['width', 'notes']],
      ].sort(),
    )
    expect(rest.next).toBeNull()
    expect(await set(wish.rules, wish)).toMatchObject({
      error: 'unconfirmed',
      message: expect.stringContaining('2 keys'),
    })
    expect(await set(wish.rules, { ...wish, workspaceId: randomUUID() })).toMatchObject({ error: 'not_found' })
    expect(await set({}, {})).toMatchObject({ error: 'says_nothing' })
    expect(await set(wish.rules, { ...wish, confirmedKeys: 2 })).toMatchObject({ ok: true })
    expect(await set(wish.rules, { ...wish, confirmedKeys: 0 })).toMatchObject({ error: 'conflict' })
    // What is in force already is no news.
    expect((await policyEffect(await wantedPolicy({ workspaceId: team.workspaceId, ...wish }))).loses.keys).toBe(0)
    expect(await getKey(team.workspaceId, wide.id)).toMatchObject({
      entries: [{ standing: 'too_wide' }],
      entryCount: 0,
    })
    expect((await getKey(team.workspaceId, open.id))?.openUntil).not.toBeNull()
    expect(await deletePolicy(staff, { workspaceId: team.workspaceId, version: 1, reason: 'Enough' })).toMatchObject({
      ok: true,
    })
    expect(await readPolicies(prisma(), team.workspaceId)).toEqual({ all: null, own: null })
    const events = await prisma().auditEvent.findMany({
      where: { workspaceId: team.workspaceId, action: { startsWith: 'policy.' } },
      orderBy: { id: 'asc' },
      select: { action: true, actorLabel: true, before: true, after: true },
    })
    expect(events).toMatchObject([
      {
        action: 'policy.update',
        actorLabel: 'staff@example.com',
        after: { version: 1, reason: 'Audit', rules: wish.rules },
      },
      { action: 'policy.delete', before: { version: 1, rules: wish.rules }, after: { reason: 'Enough' } },
    ])
  })

  it('is told to those whose keys it will concern: 14, 7 and 1 day before, each once', async () => {
    const open = await makeKey(team.owner)
    const wide = await makeKey(team.owner, '10.0.0.0/8, 192.0.2.7')
    const hours = (count: number) => new Date(end.getTime() - count * 3_600_000)
    const end = new Date(Date.now() + 20 * 86_400_000)
    await set({ requireRestricted: true, widestV4: 16 }, { appliesFrom: end, confirmedKeys: 2 })
    for (const at of [337, 336, 335, 168, 167, 24, 23, 1, 0]) await transaction((tx) => raisePolicyEnds(tx, hours(at)))
    const told = await prisma().alert.findMany({
      where: { kind: 'policy_warning' },
      select: { subjectId: true, detail: true, count: true },
    })
    const stages = (id: string) =>
      told
        .filter(({ subjectId }) => subjectId === id)
        .map(({ detail, count }) => [(detail as { stage: string }).stage, count])
        .sort()
    for (const { id } of [open, wide])
      expect(stages(id)).toEqual([
        ['14d', 1n],
        ['1d', 1n],
        ['7d', 1n],
      ])
    expect(told.find(({ subjectId }) => subjectId === wide.id)?.detail).toMatchObject({
      loses: 'width',
      items: ['10.0.0.0/8'],
    })
  })
})
