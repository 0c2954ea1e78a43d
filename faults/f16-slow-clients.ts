import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { residentMiB } from '../bench/processes.ts'
import { longest, p50p99longest, quantile } from './figures.ts'
import { lateTrouble, loadFigures, underLoad } from './load.ts'
import { portOf, withRig } from './rig.ts'
import { type Context, type Scenario, sized, unmet } from './scenario.ts'

const CLOSED_WITHIN_MS = 30_000
const DRIP_MS = 3000

const head = 'POST /v1/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
/** What each sends at first, and then a bit at a time; null: nothing more, and it reads nothing either. */
const KINDS: readonly (readonly [first: string, drip: string | null])[] = [
  ['POST /v1/verify HTTP/1.1\r\nHost: localhost\r\n', 'X-A: b\r\n'],
  [`${head}Content-Length: 1000\r\n\r\n{`, ' '],
  ['GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(8), null],
]

type Slow = { readonly socket: Socket; readonly drip: string | null; readonly since: number; closedAfterMs: number }

async function openSlow(port: number, count: number): Promise<Slow[]> {
  const all: Slow[] = []
  for (let made = 0; made < count; made += 1) {
    const [first, drip] = KINDS[made % KINDS.length] ?? ['', null]
    const socket = connect({ port, host: '127.0.0.1' })
    const slow: Slow = { socket, drip, since: performance.now(), closedAfterMs: Number.POSITIVE_INFINITY }
    socket.on('error', () => undefined)
    socket.once('close', () => {
      slow.closedAfterMs = performance.now() - slow.since
    })
    socket.write(first)
    // Who reads would see the end; who does not only finds out by writing.
    if (drip === null) socket.pause()
    else socket.resume()
    all.push(slow)
    if (made % 100 === 99) await sleep(10)
  }
  return all
}

async function dripUntilClosed(all: readonly Slow[], limitMs: number): Promise<void> {
  const dripping = all.filter(({ drip }) => drip !== null)
  for (const end = performance.now() + limitMs; performance.now() < end; await sleep(DRIP_MS)) {
    const open = dripping.filter(({ closedAfterMs }) => closedAfterMs === Number.POSITIVE_INFINITY)
    if (open.length === 0) return
    for (const { socket, drip } of open) if (drip !== null) socket.write(drip)
  }
}

async function run(context: Context) {
  const count = sized(context, 300, 5000)
  return withRig(async (rig) => {
    const server = await rig.start()
    let all: Slow[] = []
    let grownMiB = 0
    const borne = await underLoad({ rig, servers: [server], callers: 6, everyMs: 10 }, async () => {
      await sleep(500)
      const before = residentMiB(server.pid)
      all = await openSlow(portOf(server), count)
      await sleep(2000)
      grownMiB = residentMiB(server.pid) - before
      await dripUntilClosed(all, CLOSED_WITHIN_MS)
      for (const { socket } of all) socket.destroy()
    })
    const dripping = all.filter(({ drip }) => drip !== null)
    const closed = dripping.map(({ closedAfterMs }) => closedAfterMs)
    const decided = borne.callings.flatMap(({ ms }) => ms.decided)
    return {
      did: `${count.toLocaleString('en-US')} connections: a third sends its headers bit by bit, a third its body, a third reads no answer; others call meanwhile`,
      figures: {
        ...loadFigures(borne),
        'calls of others ms, p50 / p99 / longest': p50p99longest(decided),
        'slow ones closed after s, at most': Math.round(longest(closed) / 1000),
        'memory grown, MiB': Math.round(grownMiB),
      },
      problems: [
        ...borne.problems,
        ...lateTrouble(context, borne),
        ...unmet({
          'slow connections are closed within 30 s': closed.every((ms) => ms <= CLOSED_WITHIN_MS),
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
