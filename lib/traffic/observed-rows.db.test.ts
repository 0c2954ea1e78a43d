import { afterAll, beforeAll, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { testDatabase } from '#test/database'
import { observedRows } from './observed-rows.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team
let theirs: Team
let keyId: string

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
  theirs = await makeTeam()
  keyId = (await makeKey(team.owner)).id
  await prisma().$executeRaw`
    INSERT INTO caller_hour (workspace_id, key_id, hour, outcome, address, count, first_at, last_at)
    SELECT ${team.workspaceId}::uuid, ${keyId}::uuid, date_trunc('hour', at, 'UTC'), outcome, address::inet, 2, at, at
    FROM (VALUES (now() - interval '2 hours', 'allowed', '203.0.113.7'), (now() - interval '3 days', 'allowed', '203.0.113.7'),
      (now() - interval '3 days', 'ip_not_allowed', '2001:db8::7'), (now() - interval '20 days', 'allowed', '203.0.113.8'))
      AS call (at, outcome, address)`
})
afterAll(() => database.close())

const seen = async (days: number, workspaceId = team.workspaceId) =>
  (await observedRows(workspaceId, keyId, days)).rows.map(({ address, outcome, count }) => [address, outcome, count])

it('has who called in the time that is asked for, with the calls of all hours together', async () => {
  expect(await seen(1)).toEqual([['203.0.113.7', 'allowed', 2n]])
  expect(await seen(7)).toEqual([
    ['203.0.113.7', 'allowed', 4n],
    ['2001:db8::7', 'ip_not_allowed', 2n],
  ])
  expect(await seen(30)).toContainEqual(['203.0.113.8', 'allowed', 2n])
})

it('is of nobody for a key of another workspace, and for what is no key', async () => {
  expect(await seen(30, theirs.workspaceId)).toEqual([])
  expect((await observedRows(team.workspaceId, 'junk', 30)).rows).toEqual([])
})
