import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { ClientIp } from '#lib/client-ip/resolve'
import { parseAddress } from '#lib/ip/address'
import { networkList } from '#lib/ip/arbitraries'
import { formatNetwork } from '#lib/ip/network'
import { compileAllowlist } from '#lib/verify/compiled-list'
import { decide, type Outcome } from '#lib/verify/decide'
import { storedRows } from '#lib/verify/fixtures'
import { createKeyFinder, type KeyFinder } from '#lib/verify/freshness'
import { createKeySource, type KeySource } from '#lib/verify/source'
import { testDatabase } from '#test/database'
import { anyPolicies, timeNear } from './arbitraries.ts'
import { withinPolicies } from './judge.ts'
import { type AppliedPolicy, bypassEnd, earliest, lifeEnd, openEnd } from './limits.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let sql: pg.Client
let sources: KeySource[]
let finders: KeyFinder[]
const workspaceId: string = randomUUID()
const { insertWorkspace, insertKey, insertList, insertEntry, attachList } = storedRows(
  () => sql,
  () => workspaceId,
)

beforeAll(async () => {
  database = await testDatabase()
  sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
  await insertWorkspace(workspaceId)
  sources = [createKeySource(database.url, 2000), createKeySource(database.url, 2000)]
  finders = sources.map((source) => createKeyFinder(source, 2000))
})
beforeEach(() => sql.query('DELETE FROM access_policy'))
afterAll(async () => {
  await Promise.all(sources.map((source) => source.close()))
  await sql.end()
  await database.close()
})

function from(text: string): ClientIp {
  const address = parseAddress(text)
  if (address === null) throw new Error(text)
  return { ok: true, address, text }
}

const here = from('203.0.113.7')
const judge = async (finder: KeyFinder, digest: string, client = here) => {
  const { key, now } = await finder.find(digest)
  return decide(key, client, now)
}

async function insertPolicy(policy: AppliedPolicy, whose: string | null): Promise<void> {
  const { requireRestricted, widestV4, widestV6, maxKeyLifeDays, openDays, requireNotes } = policy
  await sql.query(
    `INSERT INTO access_policy (id, workspace_id, require_restricted, widest_v4, widest_v6, max_key_life_days, open_days,
      require_notes, applies_from, open_days_from, updated_by, reason)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9, 'staff', 'test')`,
    [
      whose,
      requireRestricted,
      widestV4,
      widestV6,
      maxKeyLifeDays,
      openDays,
      requireNotes,
      policy.appliesFrom,
      policy.openDaysFrom,
    ],
  )
}

it('rules the very next request of every key that is held, on every process, whoever changes a policy and how', async () => {
  const [open, report, wide, shared] = [await insertKey(), await insertKey(), await insertKey(), await insertKey()]
  const list = await insertList()
  await insertEntry(wide.id, '203.0.0.0/16')
  await insertEntry(list, '203.0.0.0/16')
  await attachList(shared.id, list)
  await sql.query(`UPDATE api_key SET access_mode = 'open' WHERE id = $1`, [open.id])
  await sql.query(`UPDATE api_key SET access_mode = 'report' WHERE id = $1`, [report.id])
  const everyone = [open, report, wide, shared]
  const free: Outcome[] = ['allowed', 'allowed_unlisted', 'allowed', 'allowed']
  const noneOpen: Outcome[] = ['open_too_long', 'open_too_long', 'allowed', 'allowed']
  const noneWide: Outcome[] = ['allowed', 'allowed_unlisted', 'ip_not_allowed', 'ip_not_allowed']
  const allEnded: Outcome[] = ['expired', 'expired', 'expired', 'expired']
  const insert = (whose: string, columns: string, values: string) =>
    `INSERT INTO access_policy (id, workspace_id, updated_by, reason, ${columns})
     VALUES (gen_random_uuid(), ${whose}, 'staff', 'test', ${values})`
  const own = `'${workspaceId}'`
  const steps: [string, Outcome[]][] = [
    [insert('NULL', 'require_restricted', 'true'), free],
    ['UPDATE access_policy SET applies_from = now()', noneOpen],
    [`UPDATE access_policy SET applies_from = now() + interval '1 hour'`, free],
    ['UPDATE access_policy SET require_restricted = false, widest_v4 = 17, applies_from = now()', noneWide],
    ['UPDATE access_policy SET widest_v4 = 16', free],
    [insert(own, 'widest_v4, applies_from', '17, now()'), noneWide],
    [`UPDATE access_policy SET workspace_id = '${await insertWorkspace()}' WHERE workspace_id = ${own}`, free],
    [insert(own, 'open_days', '1'), free],
    [`UPDATE access_policy SET open_days_from = now() - interval '1 day' WHERE workspace_id = ${own}`, free],
    [`UPDATE api_key SET open_since = now() - interval '1 day' WHERE access_mode <> 'enforce'`, noneOpen],
    ['UPDATE access_policy SET open_days = 2', free],
    ['UPDATE access_policy SET open_days = NULL, max_key_life_days = 1, applies_from = now()', free],
    [`UPDATE api_key SET created_at = now() - interval '1 day'`, allEnded],
    ['TRUNCATE access_policy', free],
  ]
  const judgeAll = () =>
    Promise.all(finders.map((finder) => Promise.all(everyone.map(({ digest }) => judge(finder, digest)))))
  await judgeAll()
  for (const [statement, outcomes] of steps) {
    for (const finder of finders) for (const { digest } of everyone) expect(finder.remembers(digest)).toBe(true)
    await sql.query(statement)
    expect([statement, ...(await judgeAll())]).toEqual([statement, outcomes, outcomes])
  }
})

it('begins to apply by the time of the database alone, without a reload', async () => {
  const { digest } = await insertKey()
  await sql.query(`UPDATE api_key SET access_mode = 'open' WHERE digest = decode($1, 'hex')`, [digest])
  const { rows } = await sql.query<{ at: Date }>(
    `INSERT INTO access_policy (id, require_restricted, applies_from, updated_by, reason)
     VALUES (gen_random_uuid(), true, clock_timestamp() + interval '500 milliseconds', 'staff', 'test') RETURNING applies_from AS at`,
  )
  const begins = rows[0]?.at.getTime() ?? 0
  const seen: [before: boolean, outcome: Outcome][] = []
  const [finder] = finders
  if (finder === undefined) throw new Error('no finder')
  for (let now = 0; now < begins + 20; ) {
    const found = await finder.find(digest)
    now = found.now
    seen.push([now < begins, decide(found.key, here, now)])
  }
  expect(seen.filter(([before]) => before).length).toBeGreaterThan(0)
  for (const [before, outcome] of seen) expect(outcome).toBe(before ? 'allowed' : 'open_too_long')
})

it('a key that is rotated or edited keeps the time since which it is open', async () => {
  const { id } = await insertKey()
  const since = async (key: string) =>
    (await sql.query<{ at: Date | null }>('SELECT open_since AS at FROM api_key WHERE id = $1', [key])).rows[0]?.at
  expect(await since(id)).toBeNull()
  await sql.query(`UPDATE api_key SET access_mode = 'open' WHERE id = $1`, [id])
  await sql.query(`UPDATE api_key SET open_since = '2026-01-01' WHERE id = $1`, [id])
  const began = new Date('2026-01-01')
  await sql.query(`UPDATE api_key SET access_mode = 'report', name = 'other' WHERE id = $1`, [id])
  expect(await since(id)).toEqual(began)
  const successor = randomUUID()
  await sql.query(
    `INSERT INTO api_key (id, workspace_id, name, display_prefix, last_four, digest, access_mode, replaces_id)
     VALUES ($1, $2, 'k', 'gl', 'abcd', sha256('successor'), 'open', $3)`,
    [successor, workspaceId, id],
  )
  expect(await since(successor)).toEqual(began)
  await sql.query(`UPDATE api_key SET access_mode = 'enforce' WHERE id = $1`, [successor])
  expect(await since(successor)).toBeNull()
})

it('says in the database what it says in TypeScript, for any two policies, key and entries', async () => {
  const now = new Date('2026-11-27T12:00:00Z')
  const { id, digest } = await insertKey()
  const [source] = sources
  if (source === undefined) throw new Error('no source')
  const key = fc.record({
    createdAt: timeNear(now),
    openSince: fc.option(timeNear(now), { nil: null }),
    bypass: fc.boolean(),
  })
  const entries = networkList.chain((drawn) => {
    const networks = [...new Map(drawn.map((network) => [formatNetwork(network), network])).values()]
    return fc.tuple(
      ...networks.map((network) =>
        fc.record({ network: fc.constant(network), expiresAt: fc.option(timeNear(now), { nil: null }) }),
      ),
    )
  })
  await fc.assert(
    fc.asyncProperty(anyPolicies(now), key, entries, async (drawn, { createdAt, openSince, bypass }, listed) => {
      // A trigger keeps this one where there are days to count.
      const policies = drawn.map((policy) => ({
        ...policy,
        openDaysFrom: policy.openDays === null ? null : (policy.openDaysFrom ?? now),
      }))
      await sql.query('TRUNCATE access_policy, allowlist_entry CASCADE')
      for (const [index, policy] of policies.entries()) await insertPolicy(policy, index === 0 ? null : workspaceId)
      const bypassUntil = bypass ? now : null
      await sql.query(
        `UPDATE api_key SET created_at = $2, access_mode = $3::access_mode, bypass_from = $4, bypass_until = $4, bypass_reason = $5, bypass_by = $5
         WHERE id = $1`,
        [id, createdAt, openSince === null ? 'enforce' : 'open', bypassUntil, bypass ? 'r' : null],
      )
      if (openSince !== null) await sql.query('UPDATE api_key SET open_since = $2 WHERE id = $1', [id, openSince])
      for (const { network, expiresAt } of listed) {
        await insertEntry(id, formatNetwork(network), expiresAt === null ? {} : { expiresAt })
      }
      const record = (await source.load([digest])).records.get(digest)
      const ms = (at: Date | null) => at?.getTime() ?? null
      expect(record).toMatchObject({
        expiresAt: ms(lifeEnd(createdAt, policies)),
        openUntil: ms(openEnd(openSince, policies)),
        bypassUntil: ms(bypassUntil === null ? null : earliest([bypassUntil, bypassEnd(policies)])),
      })
      const own = compileAllowlist(
        withinPolicies(listed, policies).map(({ network, expiresAt }) => ({ network, expiresAt: ms(expiresAt) })),
      )
      for (const at of [0, now.getTime(), now.getTime() + 1, now.getTime() + 500 * 86_400_000]) {
        const texts = (list: typeof own | null | undefined) => list?.networksAt(at).map(formatNetwork).sort()
        expect(texts(record?.allowlist)).toEqual(texts(own))
      }
    }),
    { numRuns: 25 },
  )
})
