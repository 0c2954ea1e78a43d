import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { databaseNow } from '#lib/db/now'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { type TestDatabase, testDatabase } from '#test/database'
import { anyPolicies, timeNear } from './arbitraries.ts'
import { affectedKeys, policyEffect, type WantedPolicy } from './effect.ts'
import { type AppliedPolicies, type AppliedPolicy, daysAfter, earliest, lifeEnd, openEnd } from './limits.ts'

let database: TestDatabase
let teams: Team[]
beforeAll(async () => {
  database = await testDatabase()
  teams = [await makeTeam(), await makeTeam(), await makeTeam()]
  for (const team of teams) for (const list of lists) await makeKey(team.owner, list)
})
afterAll(() => database.close())

const lists = [
  '',
  '192.0.2.0/24 # office',
  '10.0.0.0/8, 2001:db8::/32 # both',
  '192.0.2.7, 2001:db8::/48',
  '10.0.0.0/12',
]

type Key = {
  id: string
  workspaceId: string
  accessMode: 'open' | 'report' | 'enforce'
  createdAt: Date
  endsAt: Date | null
  openSince: Date | null
  widestV4: number | null
  widestV6: number | null
  unnoted: number
}

const readKeys = () => prisma().$queryRaw<Key[]>`
  SELECT f.key_id::text AS id, f.workspace_id::text AS "workspaceId", f.access_mode::text AS "accessMode", f.created_at AS "createdAt",
    f.ends_at AS "endsAt", k.open_since AS "openSince", f.widest_v4 AS "widestV4", f.widest_v6 AS "widestV6", f.unnoted
  FROM key_profile f JOIN api_key k ON k.id = f.key_id ORDER BY f.key_id`

const isWide = ({ widestV4, widestV6 }: Key, policy: AppliedPolicy) =>
  [
    [widestV4, policy.widestV4],
    [widestV6, policy.widestV6],
  ].some(([widest, allowed]) => widest != null && allowed != null && widest < allowed)

const isOld = ({ createdAt, endsAt }: Key, days: number | null) =>
  days !== null && (endsAt === null || endsAt > daysAfter(createdAt, days))

const sooner = (end: Date | null, other: Date | null) => (end !== null && (other === null || end < other) ? end : null)

/** As the words of the page promise it, key by key. */
function judge(key: Key, wanted: WantedPolicy, stored: AppliedPolicies) {
  const { accessMode, createdAt, endsAt, openSince, unnoted } = key
  const width = (policy: AppliedPolicy) => (isWide(key, policy) ? policy.appliesFrom : null)
  const losesAt = earliest([
    sooner(openEnd(openSince, [wanted]), openEnd(openSince, stored)),
    sooner(lifeEnd(createdAt, [wanted]), earliest([endsAt, lifeEnd(createdAt, stored)])),
    sooner(accessMode === 'open' ? null : width(wanted), earliest(stored.map(width))),
  ])
  return {
    ...{ id: key.id, workspaceId: key.workspaceId, losesAt },
    restricted: wanted.requireRestricted && accessMode !== 'enforce',
    width: isWide(key, wanted),
    life: isOld(key, wanted.maxKeyLifeDays),
    notes: wanted.requireNotes && unnoted > 0,
  }
}

async function store(workspaceId: string | null, policy: AppliedPolicy): Promise<void> {
  const { maxKeyLifeDays, openDays, requireNotes, requireRestricted, widestV4, widestV6, appliesFrom } = policy
  const rules = { maxKeyLifeDays, openDays, requireNotes, requireRestricted, widestV4, widestV6, appliesFrom }
  await prisma().accessPolicy.create({
    data: { ...rules, openDaysFrom: policy.openDaysFrom, workspaceId, updatedBy: 'staff', reason: 'test' },
  })
}

async function ageKeys(ages: readonly (readonly [Date, Date, boolean])[]): Promise<void> {
  for (const [index, { id }] of (await readKeys()).entries()) {
    const [createdAt, openSince, reports] = ages[index % ages.length] ?? []
    await prisma().$executeRaw`UPDATE api_key SET created_at = ${createdAt}::timestamptz, expires_at = NULL,
      access_mode = CASE WHEN access_mode <> 'enforce' THEN CASE WHEN ${reports} THEN 'report' ELSE 'open' END::access_mode
        ELSE access_mode END WHERE id = ${id}::uuid`
    await prisma()
      .$executeRaw`UPDATE api_key SET open_since = ${openSince}::timestamptz WHERE id = ${id}::uuid AND open_since IS NOT NULL`
  }
}

const saysSomething = (policy: AppliedPolicy) =>
  ['maxKeyLifeDays', 'openDays', 'widestV4', 'widestV6'].some((rule) => policy[rule as keyof AppliedPolicy] !== null) ||
  policy.requireNotes ||
  policy.requireRestricted

it('counts what each key would break and lose, whatever is stored and wanted', async () => {
  const now = await databaseNow(prisma())
  const age = fc.tuple(timeNear(now), timeNear(now), fc.boolean())
  const drawn = fc.record({
    stored: anyPolicies(now),
    wanted: anyPolicies(now).filter((policies) => policies.length > 0),
    ages: fc.array(age, { minLength: 4, maxLength: 4 }),
    isForAll: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(drawn, async ({ stored, wanted: [wish], ages, isForAll }) => {
      if (wish === undefined) throw new Error('nothing is wanted')
      await prisma().$executeRaw`TRUNCATE access_policy`
      await ageKeys(ages)
      const [team, other] = teams.map(({ workspaceId }) => workspaceId)
      if (team === undefined || other === undefined) throw new Error('there is no team')
      const [all, own] = stored.filter(saysSomething)
      if (all !== undefined) await store(null, all)
      if (own !== undefined) await store(other, own)
      const kept = await prisma().accessPolicy.findMany({})
      const wanted = { ...wish, workspaceId: isForAll ? null : team }
      const effect = await policyEffect(wanted)
      const keys = (await readKeys()).filter(
        ({ workspaceId, endsAt }) => (isForAll || workspaceId === team) && (endsAt === null || endsAt > effect.now),
      )
      const judged = keys.map((key) =>
        judge(
          key,
          wanted,
          kept.filter(({ workspaceId }) => workspaceId === null || workspaceId === key.workspaceId),
        ),
      )
      const count = (found: readonly { workspaceId: string }[]) => ({
        keys: found.length,
        workspaces: new Set(found.map(({ workspaceId }) => workspaceId)).size,
      })
      const losing = judged.filter(({ losesAt }) => losesAt !== null)
      const times = losing.flatMap(({ losesAt }) => losesAt ?? []).sort((a, b) => a.getTime() - b.getTime())
      expect(effect).toEqual({
        ruled: count(judged),
        breaks: {
          restricted: count(judged.filter(({ restricted }) => restricted)),
          width: count(judged.filter(({ width }) => width)),
          life: count(judged.filter(({ life }) => life)),
          notes: count(judged.filter(({ notes }) => notes)),
        },
        loses: {
          ...count(losing),
          ...{ firstAt: times.at(0) ?? null, lastAt: times.at(-1) ?? null },
          alreadyNow: times.filter((at) => at <= effect.now).length,
        },
        now: effect.now,
      })
      const concerned = judged.filter(
        ({ restricted, width, life, notes, losesAt }) => restricted || width || life || notes || losesAt !== null,
      )
      const told = (await affectedKeys(wanted, {})).keys.map(({ id, losesAt }) => ({ id, losesAt }))
      expect(told).toEqual(concerned.map(({ id, losesAt }) => ({ id, losesAt })))
      const without = (await affectedKeys(wanted, { only: 'loses' })).keys.map(({ id }) => id)
      expect(without).toEqual(losing.map(({ id }) => id))
    }),
    { numRuns: 50 },
  )
})
