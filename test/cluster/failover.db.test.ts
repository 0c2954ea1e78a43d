import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createDatabaseCheck } from '#server/database-check'
import { migrationNames } from '#server/migrate'
import { openVerifyClient, type VerifyClient } from '#test/freshness/verify-client'
import { freePort } from '#test/gateway/proxy'
import { migrationsFolder, onServer } from '#test/template'
import { issueKey, type Place, saveList } from '../../faults/admin.ts'
import { crash, type DatabaseServer, promote } from './database-pair.ts'
import { failOver, withPair } from './failover.ts'
import { withoutPrograms } from './program.ts'
import { startBehind } from './rolling.ts'

const why = withoutPrograms('haproxy')
const [OLD, NEW] = ['203.0.113.1', '203.0.113.2']

describe.skipIf(why !== '')(`PostgreSQL with a standby behind HAProxy${why}`, () => {
  it('decides nothing by an old list and loses no acknowledged save when a synchronous standby takes over', async () => {
    const { problems, saved, decided } = await failOver()
    expect(problems).toEqual([])
    expect(saved).toBeGreaterThan(0)
    expect(decided).toBeGreaterThan(100)
  })

  it('judges nothing by a standby, and forgets what it never had when it takes over and its clock comes to the same value', async () => {
    await withPair('asynchronous', async ({ pair, rig, servers }) => {
      const [server] = servers
      if (server === undefined) throw new Error('there is no server')
      const place: Place = { url: server.url, token: rig.token }
      const lost = await issueKey(place, [`${OLD}/32`])
      const other = await issueKey(place, [`${OLD}/32`])
      await sleep(300)
      await judgesNothing(pair.two)
      pair.cutReplication()
      expect((await saveList(place, lost.id, [`${NEW}/32`])).status).toBe(200)
      expect(await outcomes(server.url, lost)).toEqual(['address refused', 'allowed'])
      await crash(pair.one)
      await promote(pair.two)
      await expect.poll(() => saveList(place, other.id, [`${NEW}/32`]).then(({ status }) => status), POLL).toBe(200)
      expect(await outcomes(server.url, lost)).toEqual(['allowed', 'address refused'])
      expect(await outcomes(server.url, other)).toEqual(['address refused', 'allowed'])
    })
  })
})

/** A standby answers neither read of the hot path, and is told by readiness and by the start. */
async function judgesNothing({ url }: DatabaseServer): Promise<void> {
  await onServer(url, async (standby) => {
    await expect(standby.query("SELECT gatelist_changes_since('0', 10)")).rejects.toMatchObject({ code: '25006' })
    await expect(standby.query("SELECT gatelist_load('{}', '{}')")).rejects.toMatchObject({ code: '25006' })
  })
  const { check, close } = createDatabaseCheck(url, migrationNames(migrationsFolder))
  expect(await check()).toEqual(['read_only'])
  await close()
  await expect(startBehind(url, await freePort())).rejects.toThrow('read-only')
}

const POLL = { timeout: 10_000, interval: 50 }

/** What becomes of calls from the old address and the new one; again while the database comes back. */
async function outcomes(url: string, key: { secret: string }): Promise<string[]> {
  const client = await openVerifyClient(Number(new URL(url).port))
  const ask = async (address: string) => decided(client, key.secret, address)
  const seen = [await ask(OLD), await ask(NEW)]
  client.close()
  return seen
}

async function decided(client: VerifyClient, secret: string, address: string): Promise<string> {
  let outcome = await client.verify({ secret, token: null }, address)
  for (let turn = 0; turn < 100 && outcome === 'unanswered'; turn += 1) {
    await sleep(50)
    outcome = await client.verify({ secret, token: null }, address)
  }
  return outcome
}
