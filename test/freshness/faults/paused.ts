import { setTimeout as sleep } from 'node:timers/promises'
import { CALLERS, type FaultMaker, type Struck } from '../fault.ts'

/** `longMs`: of the first standstill; `short`: so many follow it, each at another place of what the process does. */
export type Standstills = { readonly longMs: number; readonly short: number }

const SHORT_MS = 300
const BETWEEN_MS = 700
const CALL_EVERY_MS = 20

/** One process is stopped and goes on, as a host does that is suspended, or that swaps. Its connections stay open all the time. */
export function paused({ longMs, short }: Standstills): FaultMaker {
  return async () => {
    const seen = { standstills: 0, 'saves during standstills': 0, 'calls sent during standstills': 0 }

    async function standStill(struck: Struck, ms: number): Promise<void> {
      const pid = struck.servers[0]?.pid ?? Number.NaN
      const savesBefore = struck.savesReturned()
      const calls: Promise<void>[] = []
      process.kill(pid, 'SIGSTOP')
      try {
        // What the process has read before it stopped is old by the time these are sent.
        for (const end = performance.now() + ms; performance.now() < end; await sleep(CALL_EVERY_MS)) {
          if (struck.savesReturned() > savesBefore) calls.push(struck.callLate(0))
        }
        seen['saves during standstills'] += struck.savesReturned() - savesBefore
        seen['calls sent during standstills'] += calls.length
        seen.standstills += 1
      } finally {
        process.kill(pid, 'SIGCONT')
      }
      await Promise.all(calls)
    }

    return {
      environments: [{}, {}],
      callers: [CALLERS, CALLERS],
      // The other one: what is saved through the one that stands still returns when it goes on.
      savesThrough: [1],
      lastsMs: BETWEEN_MS + longMs + short * (BETWEEN_MS + SHORT_MS),
      async strike(struck) {
        for (const ms of [longMs, ...Array.from({ length: short }, () => SHORT_MS)]) {
          await sleep(BETWEEN_MS)
          await standStill(struck, ms)
        }
      },
      evidence: ([stopped]) => ({ ...seen, 'calls that waited it out': stopped && stopped.longest > longMs ? 1 : 0 }),
      close: async () => undefined,
    }
  }
}
