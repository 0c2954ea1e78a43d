import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '#test/database'
import { freePort } from '#test/gateway/proxy'
import { send } from '#test/gateway/send'
import type { RunningServer } from '#test/servers'
import { issueKey } from '../../faults/admin.ts'
import { type Pair, startHaproxy, startNginx } from './balancers.ts'
import { type Running, withoutPrograms } from './program.ts'
import { startBehind } from './rolling.ts'
import { makeTenant, placeAt } from './tenant.ts'
import { LISTED, OTHER } from './traffic.ts'

const kinds = [
  { name: 'haproxy', start: startHaproxy },
  { name: 'nginx', start: startNginx },
]

let database: Awaited<ReturnType<typeof testDatabase>>
let ports: Pair
let servers: RunningServer[]
let token: string

beforeAll(async () => {
  database = await testDatabase()
  ports = [await freePort(), await freePort()]
  servers = [await startBehind(database.url, ports[0]), await startBehind(database.url, ports[1])]
  token = (await makeTenant(database.url)).token
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await database.close()
})

/** What a caller may say of itself. */
const forgeries: Record<string, string | readonly string[]>[] = [
  { 'X-Forwarded-For': LISTED },
  { 'X-Forwarded-For': [LISTED, LISTED] },
  { 'x-forwarded-for': `${LISTED}, 127.0.0.1` },
  { X_Forwarded_For: LISTED },
  { Forwarded: `for=${LISTED}` },
  { 'X-Real-IP': LISTED, 'CF-Connecting-IP': LISTED, 'True-Client-IP': LISTED },
  { Connection: 'close, X-Forwarded-For' },
]

describe.each(kinds)('two servers behind $name', ({ name, start }) => {
  const why = withoutPrograms(name)
  let balancer: Running
  let secret: string
  beforeAll(async () => {
    if (why !== '') return
    balancer = await start(ports)
    secret = (await issueKey(placeAt(balancer.port, token), [`${LISTED}/32`])).secret
  })
  afterAll(() => balancer?.stop())

  async function statusOf(from: string, headers: Record<string, string | readonly string[]> = {}): Promise<number> {
    const all = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json', ...headers }
    const { status } = await send(balancer.port, { method: 'POST', path: '/v1/verify', body: '{}', from, headers: all })
    return status
  }

  it.skipIf(why !== '')(`judge by the caller's own address, whichever is asked${why}`, async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      expect(await statusOf(LISTED)).toBe(400)
      expect(await statusOf(OTHER)).toBe(403)
    }
  })

  it.skipIf(why !== '').each(forgeries)(`believe no %o`, async (forged) => {
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await statusOf(OTHER, forged)).toBe(403)
      expect(
        await statusOf(LISTED, { ...forged, ...(forged['X-Forwarded-For'] && { 'X-Forwarded-For': OTHER }) }),
      ).toBe(400)
    }
  })
})
