import { CALLERS, type FaultMaker } from '../fault.ts'
import { startProxy } from './proxy.ts'

/** So that the process which waits most of the time does its share. */
const MORE_CALLERS = 20 * CALLERS

/** Every answer of the database reaches one of the processes so much later. */
export function slow(latencyMs: number): FaultMaker {
  return async (databaseUrl) => {
    const proxy = await startProxy(databaseUrl)
    return {
      environments: [{ DATABASE_URL: proxy.url }, {}],
      callers: [MORE_CALLERS, CALLERS],
      savesThrough: [1],
      lastsMs: 0,
      strike: async () => proxy.setLatency(latencyMs),
      evidence: ([slowed]) => ({
        'answers of the database held up': proxy.counts().delayed,
        'verifies by the slow process': slowed === undefined || slowed.p50 < latencyMs ? 0 : slowed.verifies,
      }),
      close: () => proxy.close(),
    }
  }
}
