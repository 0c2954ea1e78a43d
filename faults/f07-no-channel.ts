import { setTimeout as sleep } from 'node:timers/promises'
import { loadFigures, underLoad } from './load.ts'
import { withRig } from './rig.ts'
import { type Context, type Scenario, sized, unmet } from './scenario.ts'

const EVERY_MS = 300
/** So few, because those that end are counted against what is decided by an old list, not against what is served. */
const ENDED_AT_ONCE = 3

async function run(context: Context) {
  const lastsMs = sized(context, 3000, 60_000)
  return withRig(async (rig) => {
    const servers = [await rig.start(), await rig.start()]
    const ended = { backends: 0, listening: 0 }
    const borne = await underLoad({ rig, servers, saveEveryMs: 5 }, async () => {
      for (const end = performance.now() + lastsMs; performance.now() < end; await sleep(EVERY_MS)) {
        const [listening] = await rig.sql<{ count: number }>(
          "SELECT count(*)::int AS count FROM pg_stat_activity WHERE query ILIKE 'listen%'",
        )
        ended.listening += listening?.count ?? 0
        const gone = await rig.sql(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'gatelist%'
           ORDER BY random() LIMIT ${ENDED_AT_ONCE}`,
        )
        ended.backends += gone.length
      }
      await sleep(500)
    })
    return {
      did: `there is no channel that tells of changes (no backend ever listened); any ${ENDED_AT_ONCE} backends of two processes ended every ${EVERY_MS / 1000} s for ${lastsMs / 1000} s`,
      figures: { ...loadFigures(borne), 'backends ended': ended.backends },
      problems: [
        ...borne.problems,
        ...unmet({ 'nobody listens': ended.listening === 0, 'backends were ended': ended.backends > 0 }),
      ],
    }
  })
}

export const noChannel: Scenario = {
  id: 'F7',
  title: 'the channel that tells of changes is lost',
  goal: 'nothing is decided by an old list: correctness rests on no channel',
  run,
}
