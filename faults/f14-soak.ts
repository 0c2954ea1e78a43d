import { residentMiB } from '../bench/processes.ts'
import { type Arrived, arrive } from './arrivals.ts'
import { longest, quantile, round } from './figures.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { portOf, withRig } from './rig.ts'
import { startSaving } from './saving.ts'
import { type Context, type Finding, type Scenario, sized, unmet } from './scenario.ts'
import { settleAll } from './truth.ts'

const KEYS = 20
/** Each key once a second. */
const SAVE_EVERY_MS = 1000
const OVERLOAD = 3

type Runs = { readonly usual: Arrived; readonly over: Arrived; readonly after: Arrived }

const timesOf = ({ ms }: Arrived) =>
  [0.5, 0.99, 0.999, 1].map((share) => round(share === 1 ? longest(ms) : quantile(ms, share))).join(' / ')

const refusedOf = ({ counts }: Arrived) => counts.unanswered + counts.lost + counts.other

/** How much slower the last fourth was than the first, in p99. */
function driftOf({ ms }: Arrived): number {
  const fourth = Math.floor(ms.length / 4)
  return quantile(ms.slice(-fourth), 0.99) / Math.max(1, quantile(ms.slice(0, fourth), 0.99))
}

function judge(context: Context, { usual, over, after }: Runs): string[] {
  const { ms } = usual
  const always = {
    'no call fails at the usual rate': refusedOf(usual) === 0 && usual.counts.hung === 0,
    'nor after the overload': refusedOf(after) === 0,
  }
  if (context.isShort) return unmet(always)
  return unmet({
    ...always,
    'p50 within 3 ms': quantile(ms, 0.5) <= 3,
    'p99 within 15 ms': quantile(ms, 0.99) <= 15,
    'p99.9 within 50 ms': quantile(ms, 0.999) <= 50,
    'no drift': driftOf(usual) <= 2,
    'overload: p99 of what is served within 100 ms': quantile(over.ms, 0.99) <= 100,
    'back to normal after it': quantile(after.ms, 0.99) <= 50,
  })
}

async function run(context: Context): Promise<Finding> {
  const perSecond = sized(context, 200, 1000)
  const lastsMs = context.isShort ? 3000 : context.minutes * 60_000
  const overMs = sized(context, 1000, Math.min(300_000, lastsMs / 2))
  const afterMs = sized(context, 1000, 10_000)
  return withRig(async (rig) => {
    const servers = [await rig.start(), await rig.start()]
    const places = servers.map(({ url }) => ({ url, token: rig.token }))
    const ports = servers.map(portOf)
    const ledgers: Ledger[] = []
    const [place] = places
    if (place === undefined) throw new Error('there is no server')
    for (let made = 0; made < KEYS; made += 1) ledgers.push(await openLedger(place))
    const saving = startSaving({
      ledgers,
      everyMs: SAVE_EVERY_MS,
      place: (turn) => places[turn % places.length] ?? null,
    })
    const at = (rate: number, ms: number) => arrive({ ledgers, ports, perSecond: rate, lastsMs: ms, connections: 50 })
    await at(perSecond, sized(context, 500, 5000))
    const before = servers.map(({ pid }) => residentMiB(pid))
    const usual = await at(perSecond, lastsMs)
    const grown = servers.map(({ pid }, index) => residentMiB(pid) - (before[index] ?? 0))
    const over = await at(perSecond * OVERLOAD, overMs)
    const after = await at(perSecond, afterMs)
    await saving.stop()
    return {
      did: `${perSecond} calls and ${KEYS} edits a second at two processes for ${lastsMs / 1000} s, ${OVERLOAD} times the calls for ${overMs / 1000} s, then as before`,
      figures: {
        ...{ verifies: usual.ms.length, 'turned away': refusedOf(usual), 'left without an answer': usual.counts.hung },
        'ms, p50 / p99 / p99.9 / longest': timesOf(usual),
        ...{
          'p99 of the last fourth to the first': round(driftOf(usual)),
          'memory grown, MiB': grown.map(Math.round).join(', '),
        },
        ...{
          'overload: calls': over.ms.length,
          'overload: turned away': refusedOf(over),
          'overload: ms': timesOf(over),
        },
        ...{ 'after: ms': timesOf(after), 'generator late by at most ms': round(usual.sentLateMs) },
        ...{ 'saves acknowledged': saving.counts.saved, 'saves left open': saving.counts.maybe },
      },
      problems: [...(await settleAll(rig, ledgers)), ...judge(context, { usual, over, after })],
    }
  })
}

export const soak: Scenario = {
  id: 'F14',
  title: 'long load, then overload',
  goal: 'p50 3 ms, p99 15 ms, p99.9 50 ms, no error, no drift; three times the load: p99 of what is served 100 ms, back within 10 s',
  run,
}
