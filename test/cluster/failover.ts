import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '#test/gateway/proxy'
import type { RunningServer } from '#test/servers'
import { underLoad } from '../../faults/load.ts'
import { queryOnce } from '../../faults/query-once.ts'
import { decidedAgain } from '../../faults/recovery.ts'
import type { Rig } from '../../faults/rig.ts'
import { startDatabaseHaproxy } from './balancers.ts'
import { crash, type DatabasePair, promote, type Replication, startPair } from './database-pair.ts'
import { startBehind } from './rolling.ts'
import { makeTenant } from './tenant.ts'

/** A pair behind HAProxy, and two servers that know only HAProxy's address. */
export type Rigged = { readonly pair: DatabasePair; readonly rig: Rig; readonly servers: readonly RunningServer[] }

export async function withPair<T>(replication: Replication, use: (rigged: Rigged) => Promise<T>): Promise<T> {
  const pair = await startPair(replication)
  const balancer = await startDatabaseHaproxy([pair.one.port, pair.two.port])
  const url = Object.assign(new URL(pair.one.url), { port: String(balancer.port) }).href
  const servers: RunningServer[] = []
  try {
    for (let made = 0; made < 2; made += 1) {
      servers.push(await startBehind(url, await freePort(), { TRUSTED_PROXIES: 'loopback' }))
    }
    const { id, token } = await makeTenant(url)
    const rig: Rig = {
      ...{ token, workspaceId: id, sql: (text, values = []) => queryOnce({ url, connectMs: 5000 }, text, values) },
      start: async () => Promise.reject(new Error('there are two')),
      postgres: { url, pid: () => pair.one.postmaster.pid, stop: async () => undefined },
    }
    return await use({ pair, rig, servers })
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await balancer.stop()
    await pair.stop()
  }
}

export type Failover = {
  readonly problems: readonly string[]
  readonly saved: number
  readonly decided: number
  /** From the crash of the primary until calls are decided by the other, of which the promotion took `promotedMs`. */
  readonly recoveredMs: number
  readonly promotedMs: number
}

/** The primary crashes under calls and saves, and the standby, which had everything, takes over. */
export function failOver(): Promise<Failover> {
  return withPair('synchronous', async ({ pair, rig, servers }) => {
    const times = { recoveredMs: 0, promotedMs: 0 }
    const { problems, saving, callings } = await underLoad({ rig, servers }, async (load) => {
      await sleep(1000)
      const start = performance.now()
      await crash(pair.one)
      await promote(pair.two)
      const back = performance.now()
      times.promotedMs = back - start
      times.recoveredMs = times.promotedMs + (await decidedAgain(load.callings, back))
      await sleep(1000)
    })
    const decided = callings.reduce((sum, { ms }) => sum + ms.decided.length, 0)
    return { ...times, problems, saved: saving.counts.saved, decided }
  })
}
