import { setTimeout as sleep } from 'node:timers/promises'
import { longest, p50p99longest } from './figures.ts'
import { type Load, lateTrouble, loadFigures, underLoad } from './load.ts'
import { connectionsOf, databaseBack, decidedAgain } from './recovery.ts'
import { type Rig, withRig } from './rig.ts'
import { type Context, type Finding, limitOf, unmet } from './scenario.ts'

/** `strike` makes the database go away; it comes back by itself. */
export type Strikes = {
  readonly times: number
  readonly did: string
  strike(rig: Rig): void
}

/** As many as two processes may have, with what one leaves for a moment while it opens another. */
const MOST_CONNECTIONS = 80

type Times = { readonly away: number[]; readonly recovery: number[] }

async function strikeAgain(rig: Rig, load: Load, { strikes, times }: { strikes: Strikes; times: Times }) {
  for (let struck = 0; struck < strikes.times; struck += 1) {
    await sleep(200 + Math.random() * 200)
    const start = performance.now()
    strikes.strike(rig)
    await goneAway(load, start)
    await databaseBack(rig)
    const back = performance.now()
    times.away.push(back - start)
    times.recovery.push(await decidedAgain(load.callings, back))
  }
  await sleep(500)
}

/** Until calls fail, as the database takes a while to go; not for ever, because it may be back before one does. */
async function goneAway({ callings }: Load, since: number): Promise<void> {
  const troubles = () => callings.reduce((sum, { counts }) => sum + counts.unanswered, 0)
  const before = troubles()
  while (troubles() === before && performance.now() - since < 2000) await sleep(2)
}

/** Two processes under load while their database is struck again and again. */
export async function strikeDatabase(context: Context, strikes: Strikes): Promise<Finding> {
  return withRig(async (rig) => {
    const servers = [await rig.start(), await rig.start()]
    const times: Times = { away: [], recovery: [] }
    const borne = await underLoad({ rig, servers, slowestMs: limitOf(context, 2000) }, (load) =>
      strikeAgain(rig, load, { strikes, times }),
    )
    const { all, stuck } = await connectionsOf(rig)
    return {
      did: strikes.did,
      figures: {
        ...{ strikes: strikes.times, ...loadFigures(borne) },
        'database away ms, p50 / p99 / longest': p50p99longest(times.away),
        'decided again after ms, p50 / p99 / longest': p50p99longest(times.recovery),
        'connections after': all,
      },
      problems: [
        ...borne.problems,
        ...lateTrouble(context, borne),
        ...unmet({
          'calls are decided within 2 s of its return': longest(times.recovery) <= limitOf(context, 2000),
          'it was away for callers': borne.callings.some(({ counts }) => counts.unanswered > 0),
          'saves went on': borne.saving.counts.saved > strikes.times,
          'no transaction is left open': stuck === 0,
          'no connections leaked': all <= MOST_CONNECTIONS,
        }),
      ],
    }
  })
}
