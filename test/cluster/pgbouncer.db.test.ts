import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openVerifyClient } from '#test/freshness/verify-client'
import { freePort } from '#test/gateway/proxy'
import type { RunningServer } from '#test/servers'
import { databaseUrl, dropDatabase, onServer, testServer } from '#test/template'
import { ask, issueKey, type Place, saveList } from '../../faults/admin.ts'
import { startPgbouncer } from './pgbouncer.ts'
import { withoutPrograms } from './program.ts'
import { startBehind } from './rolling.ts'
import { makeTenant } from './tenant.ts'

const why = withoutPrograms('pgbouncer')
const [OLD, NEW] = ['203.0.113.1', '203.0.113.2']

describe.skipIf(why !== '')(`two servers on PgBouncer in transaction mode${why}`, () => {
  const name = `test_${randomBytes(6).toString('hex')}`
  let bouncer: Awaited<ReturnType<typeof startPgbouncer>>
  const servers: RunningServer[] = []
  let places: Place[]

  beforeAll(async () => {
    bouncer = await startPgbouncer(testServer())
    await onServer(testServer(), (client) => client.query(`CREATE DATABASE ${name}`))
    // Two changes at once in each process, so that a connection is left for questions.
    const env = { TRUSTED_PROXIES: 'loopback', DATABASE_POOL_SIZE: '4' }
    // Both find an empty database: they migrate it over PgBouncer, one after the other.
    const started = [
      startBehind(bouncer.urlOf(name), await freePort(), env),
      startBehind(bouncer.urlOf(name), await freePort(), env),
    ]
    servers.push(...(await Promise.all(started)))
    const { token } = await makeTenant(databaseUrl(testServer(), name))
    places = servers.map(({ url }) => ({ url, token }))
  })
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
    await bouncer?.stop()
    await dropDatabase(testServer(), name)
  })

  const place = (at: number): Place => places[at % 2] ?? { url: '', token: '' }

  async function outcomeAt(at: number, secret: string, address: string): Promise<string> {
    const client = await openVerifyClient(Number(new URL(place(at).url).port))
    const outcome = await client.verify({ secret, token: null }, address)
    client.close()
    return outcome
  }

  it('are ready, and one of them has migrated', async () => {
    for (const { url } of servers) {
      await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 5000 }).toBe(200)
    }
    expect(servers.filter((server) => server.output().includes('Migrated the database'))).toHaveLength(1)
  })

  it('judge the next call by what was saved at the other', async () => {
    const { id, secret } = await issueKey(place(0), [`${OLD}/32`])
    for (let turn = 0; turn < 10; turn += 1) {
      const [from, to] = turn % 2 === 0 ? [OLD, NEW] : [NEW, OLD]
      expect(await outcomeAt(turn + 1, secret, from)).toBe('allowed')
      expect((await saveList(place(turn), id, [`${to}/32`])).status).toBe(200)
      expect([await outcomeAt(turn + 1, secret, from), await outcomeAt(turn + 1, secret, to)]).toEqual([
        'address refused',
        'allowed',
      ])
    }
  })

  it('answer many calls and saves at once over six connections', async () => {
    const keys = await Promise.all(Array.from({ length: 12 }, (_, at) => issueKey(place(at), [`${OLD}/32`])))
    const saved = keys.map(({ id }, at) => saveList(place(at), id, [`${NEW}/32`]))
    expect(new Set((await Promise.all(saved)).map(({ status }) => status))).toEqual(new Set([200]))
    const seen = await Promise.all(keys.map(({ secret }, at) => outcomeAt(at + 1, secret, NEW)))
    expect(new Set(seen)).toEqual(new Set(['allowed']))
  })

  it('issue once by an idempotency key, list, rotate and revoke', async () => {
    const body = { name: 'once', actor_id: 'a', ip_restriction: { allowed_cidrs: [`${OLD}/32`] } }
    const headers = { 'Idempotency-Key': randomBytes(8).toString('hex') }
    const issue = (at: number) => ask(place(at), { method: 'POST', path: 'issuedApiKeys', body, headers })
    const [first, again] = [await issue(0), await issue(1)]
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.body.issued_api_key).toEqual(first.body.issued_api_key)
    const { issued_api_key: key, secret } = first.body as { issued_api_key: { key_id: string }; secret: string }
    expect((await ask(place(1), { method: 'GET', path: 'issuedApiKeys?page_size=5' })).status).toBe(200)
    const rotated = await ask(place(0), { method: 'POST', path: `issuedApiKeys/${key.key_id}:rotate`, body: {} })
    expect(rotated.status).toBe(201)
    const next = rotated.body as { issued_api_key: { key_id: string }; secret: string }
    expect(await outcomeAt(1, next.secret, OLD)).toBe('allowed')
    const path = `issuedApiKeys/${next.issued_api_key.key_id}:revoke`
    expect((await ask(place(1), { method: 'POST', path, body: {} })).status).toBe(204)
    expect(await outcomeAt(0, next.secret, OLD)).toBe('key refused')
    expect(secret).not.toBe(next.secret)
  })
})
