import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prisma } from '#lib/db'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import type { Outcome } from '#lib/verify/decide'
import type { GateResult } from '#lib/verify/gate'
import { verification } from '#lib/verify/verification'
import { testDatabase } from '#test/database'
import { clientAt, noteCall } from './fixtures.ts'
import { flushTraffic, recordCall, trafficFigures } from './record-call.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
})
afterAll(async () => {
  await flushTraffic()
  await verification().close()
  await database.close()
})

/** What the gate finds of a key at this moment; recorded as if it had ended so. */
async function gateOf(secret: string): Promise<(outcome: Outcome, changes?: object) => GateResult> {
  const found = await verification().gate([`Bearer ${secret}`], clientAt('203.0.113.7'))
  return (outcome, changes = {}) => ({
    ...found,
    outcome,
    key: found.key === null ? null : { ...found.key, ...changes },
  })
}

const outcomesOf = async (keyId: string) => {
  const rows = await prisma().callerHour.findMany({
    where: { keyId },
    orderBy: { outcome: 'asc' },
    select: { outcome: true, count: true },
  })
  return rows.map(({ outcome, count }) => [outcome, Number(count)])
}

describe('recorded calls', () => {
  it('are written by the outcome that their owner reads', async () => {
    const { id, secret } = await makeKey(team.owner, '203.0.113.7')
    const result = await gateOf(secret)
    const client = clientAt('203.0.113.7')
    recordCall(result('allowed'), client)
    recordCall(result('allowed', { revokedAt: Date.now() + 60_000 }), client)
    recordCall(result('allowed_unlisted'), client)
    recordCall(result('allowed_bypassed'), client)
    recordCall(result('outside_ceiling'), client)
    recordCall(result('paused'), client)
    recordCall({ outcome: 'unknown_key', key: null, now: null }, client)
    await flushTraffic()
    expect(await outcomesOf(id)).toEqual([
      ['allowed', 1],
      ['bypassed', 1],
      ['not_listed', 1],
      ['old_secret', 1],
      ['outside_ceiling', 1],
      ['paused', 1],
    ])
  })

  it('are all there when whoever asked for them is answered, also while another batch is being written', async () => {
    const { id, secret } = await makeKey(team.owner, '203.0.113.7')
    const result = await gateOf(secret)
    const flushes = Array.from({ length: 20 }, async () => {
      recordCall(result('allowed'), clientAt('203.0.113.7'))
      await flushTraffic()
    })
    await Promise.all(flushes)
    expect(await outcomesOf(id)).toEqual([['allowed', 20]])
  })

  it('of more keys than are written at once are all written, and none is lost', async () => {
    const { id: keyId } = await makeKey(team.owner, '203.0.113.7')
    const { workspaceId } = team
    const lostBefore = trafficFigures().lostCalls
    for (let n = 0; n < 1500; n += 1) noteCall({ keyId: randomUUID(), workspaceId }, '203.0.113.7')
    noteCall({ keyId, workspaceId }, '203.0.113.7')
    await flushTraffic()
    expect(await outcomesOf(keyId)).toEqual([['allowed', 1]])
    expect(trafficFigures()).toEqual({ keys: 0, lostCalls: lostBefore })
  })

  it('of very many keys are written at once, before the pause is over', async () => {
    const { workspaceId } = team
    for (let n = 0; n < 10_000; n += 1) noteCall({ keyId: randomUUID(), workspaceId }, '203.0.113.7')
    await setImmediate()
    expect(trafficFigures().keys).toBe(0)
    await flushTraffic()
  })

  it('are written although those of other keys cannot be, and only those are lost', async () => {
    const [bad, good] = [await makeKey(team.owner, '203.0.113.7'), await makeKey(team.owner, '203.0.113.7')]
    const { workspaceId } = team
    await prisma().$executeRawUnsafe(`CREATE FUNCTION refuse_hours() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW.key_id = '${bad.id}' THEN RAISE 'not this one'; END IF; RETURN NEW; END $$`)
    await prisma()
      .$executeRaw`CREATE TRIGGER refuse_hours BEFORE INSERT ON key_hour FOR EACH ROW EXECUTE FUNCTION refuse_hours()`
    const lostBefore = trafficFigures().lostCalls
    noteCall({ keyId: bad.id, workspaceId }, '203.0.113.7')
    for (let n = 0; n < 999; n += 1) noteCall({ keyId: randomUUID(), workspaceId }, '203.0.113.7')
    noteCall({ keyId: good.id, workspaceId }, '203.0.113.7')
    await flushTraffic()
    await prisma().$executeRaw`DROP TRIGGER refuse_hours ON key_hour`
    await prisma().$executeRaw`DROP FUNCTION refuse_hours`
    expect(await outcomesOf(bad.id)).toEqual([])
    expect(await outcomesOf(good.id)).toEqual([['allowed', 1]])
    expect(trafficFigures().lostCalls).toBe(lostBefore + 1000)
  })

  it('go on being written after a batch that could not be', async () => {
    const { id, secret } = await makeKey(team.owner, '203.0.113.7')
    const result = await gateOf(secret)
    await prisma().$executeRaw`ALTER TABLE key_hour RENAME TO key_hour_away`
    const lostBefore = trafficFigures().lostCalls
    recordCall(result('allowed'), clientAt('203.0.113.7'))
    recordCall(result('paused'), clientAt('203.0.113.8'))
    expect(trafficFigures().keys).toBe(1)
    await flushTraffic()
    expect(trafficFigures()).toEqual({ keys: 0, lostCalls: lostBefore + 2 })
    await prisma().$executeRaw`ALTER TABLE key_hour_away RENAME TO key_hour`
    recordCall(result('allowed'), clientAt('203.0.113.7'))
    await flushTraffic()
    expect(await outcomesOf(id)).toEqual([['allowed', 1]])
  })
})
