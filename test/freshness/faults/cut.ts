import { setTimeout as sleep } from 'node:timers/promises'
import { CALLERS, type FaultMaker } from '../fault.ts'
import { startProxy } from './proxy.ts'

const CUT_MS = 2000
const WHOLE_MS = 2000

/** The connections of both processes to the database are cut by turns, `times` times, and cannot be made anew for two seconds. */
export function cut(times: number): FaultMaker {
  return async (databaseUrl) => {
    const proxies = await Promise.all([startProxy(databaseUrl), startProxy(databaseUrl)])
    const total = (what: 'destroyed' | 'refused') => proxies.reduce((all, proxy) => all + proxy.counts()[what], 0)
    return {
      environments: [{ DATABASE_URL: proxies[0].url }, { DATABASE_URL: proxies[1].url }],
      callers: [CALLERS, CALLERS],
      savesThrough: [0, 1],
      lastsMs: times * (WHOLE_MS + CUT_MS) + WHOLE_MS,
      async strike() {
        for (let turn = 0; turn < times; turn += 1) {
          const proxy = proxies[turn % 2 === 0 ? 0 : 1]
          await sleep(WHOLE_MS)
          proxy.cut()
          await sleep(CUT_MS)
          proxy.mend()
        }
        await sleep(WHOLE_MS)
      },
      evidence: (did) => ({
        'connections cut': total('destroyed'),
        'connections refused': total('refused'),
        'answers 503': did.reduce((all, server) => all + server.unanswered, 0),
      }),
      close: async () => void (await Promise.all(proxies.map((proxy) => proxy.close()))),
    }
  }
}
