import { setTimeout as sleep } from 'node:timers/promises'
import { residentMiB } from '../bench/processes.ts'
import { longest, p50p99longest, quantile } from './figures.ts'
import { lateTrouble, loadFigures, underLoad } from './load.ts'
import { mostMemoryOf } from './most-memory.ts'
import { portOf, withRig } from './rig.ts'
import { type Context, limitOf, type Scenario, sized, unmet } from './scenario.ts'
import { connectionsAt, dripUntilClosed, openSlow, type SlowConnection } from './slow-connections.ts'

const CLOSED_WITHIN_MS = 30_000

async function run(context: Context) {
  const count = sized(context, 300, 5000)
  return withRig(async (rig) => {
    const server = await rig.start()
    let all: SlowConnection[] = []
    let mostMiB = 0
    let before = 0
    let calm = 0
    let left: number | null = null
    const borne = await underLoad(
      { rig, servers: [server], callers: 6, everyMs: 10, slowestMs: limitOf(context, 2000) },
      async ({ callings }) => {
        await sleep(500)
        const callersThere = connectionsAt(portOf(server)) ?? 0
        before = residentMiB(server.pid)
        calm = callings[0]?.ms.decided.length ?? 0
        mostMiB = await mostMemoryOf(server.pid, async () => {
          all = await openSlow(portOf(server), count)
          const opened = performance.now()
          await dripUntilClosed(all, CLOSED_WITHIN_MS)
          await sleep(Math.max(0, CLOSED_WITHIN_MS - (performance.now() - opened)))
        })
        // Who does not read does not see the end of its connection either; the machine does.
        const there = connectionsAt(portOf(server))
        left = there === null ? null : Math.max(0, there - callersThere)
        for (const { socket } of all) socket.destroy()
      },
    )
    const grownMiB = mostMiB - before
    const dripping = all.filter(({ drip }) => drip !== null)
    const closed = dripping.map(({ closedAfterMs }) => closedAfterMs)
    // Of all that came once the first of them was there.
    const decided = borne.callings.flatMap(({ ms }) => ms.decided.slice(calm))
    return {
      did: `${count.toLocaleString('en-US')} connections: a third sends its headers bit by bit, a third its body, a third reads no answer; others call meanwhile`,
      figures: {
        ...loadFigures(borne),
        'calls of others ms, p50 / p99 / longest': p50p99longest(decided),
        ...(left === null ? {} : { 'connections left after 30 s': left }),
        'slow ones closed after s, at most': Math.round(longest(closed) / 1000),
        'memory grown by at most, MiB': Math.round(grownMiB),
      },
      problems: [
        ...borne.problems,
        ...lateTrouble(context, borne),
        ...unmet({
          'slow connections are closed within 30 s': closed.every((ms) => ms <= CLOSED_WITHIN_MS) && (left ?? 0) === 0,
          'memory grows by at most 300 MiB': grownMiB <= 300,
          ...(context.isShort ? {} : { 'p99 of the others within 50 ms': quantile(decided, 0.99) <= 50 }),
        }),
      ],
    }
  })
}

export const slowClients: Scenario = {
  id: 'F16',
  title: 'slow clients',
  goal: '5,000 slow connections: p99 of others 50 ms; those that send slowly closed within 30 s; memory + 300 MiB at most',
  run,
}
