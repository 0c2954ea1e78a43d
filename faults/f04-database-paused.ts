import { setTimeout as sleep } from 'node:timers/promises'
import { freezePostgres } from '#test/frozen-postgres'
import { longest, round } from './figures.ts'
import { type Load, lateTrouble, loadFigures, sumOf, underLoad } from './load.ts'
import { connectionsOf, decidedAgain, rateFor } from './recovery.ts'
import { type Rig, withRig } from './rig.ts'
import { type Context, limitOf, type Scenario, unmet } from './scenario.ts'

const RATE_MS = 1000
/** How much of the rate before must be back; what else runs here takes its share. */
const MOST_OF_IT = 0.5

type Pause = {
  readonly pausedMs: number
  readonly recoveryMs: number
  readonly share: number
  readonly decided: number
}

async function pauseOnce(rig: Rig, load: Load, pausedMs: number): Promise<Pause> {
  const before = await rateFor(load.callings, RATE_MS)
  const resume = freezePostgres(rig.postgres.pid())
  let decided = 0
  try {
    // What the database had sent before still arrives.
    await sleep(200)
    const then = decidedSoFar(load)
    await sleep(pausedMs - 200)
    decided = decidedSoFar(load) - then
  } finally {
    resume()
  }
  const recoveryMs = await decidedAgain(load.callings)
  await sleep(3000)
  return { pausedMs, recoveryMs, decided, share: (await rateFor(load.callings, RATE_MS)) / before }
}

const decidedSoFar = ({ callings }: Load) => callings.reduce((sum, { ms }) => sum + ms.decided.length, 0)

async function run(context: Context) {
  const lengths = context.isShort ? [1000, 3000] : [1000, 5000, 30_000, 120_000]
  return withRig(async (rig) => {
    const servers = [await rig.start(), await rig.start()]
    const pauses: Pause[] = []
    const borne = await underLoad({ rig, servers, slowestMs: limitOf(context, 2000) }, async (load) => {
      for (const pausedMs of lengths) pauses.push(await pauseOnce(rig, load, pausedMs))
    })
    const { all, stuck } = await connectionsOf(rig)
    const recoveries = pauses.map(({ recoveryMs }) => recoveryMs)
    return {
      did: `PostgreSQL with all its processes stopped (SIGSTOP) for ${lengths.map((ms) => ms / 1000).join(', ')} s under calls and saves of two processes`,
      figures: {
        ...loadFigures(borne),
        'decided again after ms': recoveries.map(round).join(', '),
        'rate 4 s later, of before': pauses.map(({ share }) => `${Math.round(share * 100)}%`).join(', '),
        'connections after': all,
      },
      problems: [
        ...borne.problems,
        ...lateTrouble(context, borne),
        ...unmet({
          'decided again within 2 s': longest(recoveries) <= limitOf(context, 2000),
          'most of the rate is back within 5 s': pauses.every(({ share }) => share >= MOST_OF_IT),
          'nothing is decided meanwhile': pauses.every(({ decided }) => decided === 0),
          'calls are answered 503 meanwhile': sumOf(borne.callings, 'unanswered') > 0,
          'no transaction is left open': stuck === 0,
        }),
      ],
    }
  })
}

export const databasePaused: Scenario = {
  id: 'F4',
  title: 'PostgreSQL stands still',
  goal: 'every call 503 within 1 s, none let through; decided again within 2 s, full rate within 5 s, nothing leaked',
  run,
}
