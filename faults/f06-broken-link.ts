import { setTimeout as sleep } from 'node:timers/promises'
import { atOnce, type Passing, type ShapedProxy, startShapedProxy } from './database-proxy.ts'
import { longest } from './figures.ts'
import { type Load, lateTrouble, loadFigures, sumOf, underLoad } from './load.ts'
import { connectionsOf, decidedAgain } from './recovery.ts'
import { withRig } from './rig.ts'
import { type Context, limitOf, type Scenario, sized, unmet } from './scenario.ts'

type Trouble = {
  readonly what: string
  readonly passing: Passing
  readonly resets?: boolean
  readonly mayDecide: boolean
}

/** A piece that is lost on the way is sent again after a while: TCP's shortest time for that is 200 ms. */
const SENT_AGAIN_MS = 200

const TROUBLES: readonly Trouble[] = [
  { what: 'both ways cut without a word', passing: () => 'lost', mayDecide: false },
  {
    what: 'answers cut without a word',
    passing: (_, direction) => (direction === 'answers' ? 'lost' : 0),
    mayDecide: false,
  },
  { what: 'connections reset every 0.2 s', passing: atOnce, resets: true, mayDecide: true },
  {
    what: 'answers 100 to 300 ms later',
    passing: (_, to) => (to === 'answers' ? 100 + Math.random() * 200 : 0),
    mayDecide: true,
  },
  {
    what: '5% of all pieces lost and sent again',
    passing: () => (Math.random() < 0.05 ? SENT_AGAIN_MS : 0),
    mayDecide: true,
  },
]

type Seen = { readonly recoveries: number[]; readonly wrong: string[] }

async function makeTrouble(
  load: Load,
  proxy: ShapedProxy,
  { trouble, lastsMs, seen }: { trouble: Trouble; lastsMs: number; seen: Seen },
) {
  proxy.shape(trouble.passing)
  // What was on its way arrives.
  await sleep(100)
  const decided = load.callings[0]?.ms.decided.length ?? 0
  const end = performance.now() + lastsMs
  while (performance.now() < end) {
    if (trouble.resets === true) proxy.reset()
    await sleep(200)
  }
  const meanwhile = (load.callings[0]?.ms.decided.length ?? 0) - decided
  if (!trouble.mayDecide && meanwhile > 0) seen.wrong.push(`${trouble.what}: ${meanwhile} calls were decided`)
  proxy.shape(atOnce)
  seen.recoveries.push(await decidedAgain(load.callings))
  await sleep(500)
}

async function run(context: Context) {
  const lastsMs = sized(context, 800, 20_000)
  return withRig(async (rig) => {
    const proxy = await startShapedProxy(rig.postgres.url)
    const struck = await rig.start({ DATABASE_URL: proxy.url })
    const other = await rig.start()
    const seen: Seen = { recoveries: [], wrong: [] }
    try {
      const borne = await underLoad({ rig, servers: [struck, other] }, async (load) => {
        for (const trouble of TROUBLES) await makeTrouble(load, proxy, { trouble, lastsMs, seen })
      })
      const { stuck } = await connectionsOf(rig)
      return {
        did: `the link of one of two processes to PostgreSQL in trouble, ${lastsMs / 1000} s each: ${TROUBLES.map(({ what }) => what).join('; ')}`,
        figures: {
          ...loadFigures(borne),
          'decided again after ms': seen.recoveries.map(Math.round).join(', '),
          'connections of the struck process after': proxy.connections(),
        },
        problems: [
          ...borne.problems,
          ...seen.wrong,
          ...lateTrouble(context, borne),
          ...unmet({
            'it took hold': sumOf(borne.callings, 'unanswered') > 0,
            'decided again within 2 s': longest(seen.recoveries) <= limitOf(context, 2000),
            'no transaction is left open': stuck === 0,
          }),
        ],
      }
    } finally {
      await proxy.close()
    }
  })
}

export const brokenLink: Scenario = {
  id: 'F6',
  title: 'the link to the database is broken',
  goal: '503 within 1 s, nothing wrongly decided; decided again within 2 s',
  run,
}
