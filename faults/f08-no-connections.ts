import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { lateTrouble, loadFigures, sumOf, underLoad } from './load.ts'
import { connectionsOf, decidedAgain } from './recovery.ts'
import { type Rig, withRig } from './rig.ts'
import { type Context, limitOf, type Scenario, sized, unmet } from './scenario.ts'

const MOST = 60
const AT_ONCE = 20
/** So much longer it is tried to have all of them. */
const PATIENCE_MS = 20_000

/** A connection that sits in an open transaction; null when there was none to be had. */
async function takeOne({ postgres }: Rig): Promise<pg.Client | null> {
  const client = new pg.Client({ connectionString: postgres.url, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('BEGIN')
    return client
  } catch {
    return null
  }
}

/** Takes connections that are free, many at once: the app wants them too. */
async function takeMany(rig: Rig): Promise<pg.Client[]> {
  const tries = await Promise.all(Array.from({ length: AT_ONCE }, () => takeOne(rig)))
  return tries.flatMap((client) => client ?? [])
}

/** Cuts the app off and takes the places that it had, before it comes back for them. Answers how many it had. */
async function occupy(rig: Rig, killer: pg.Client, taken: pg.Client[]): Promise<number> {
  taken.push(...(await takeMany(rig)))
  const { rowCount } = await killer.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'gatelist%'",
  )
  taken.push(...(await takeMany(rig)))
  return rowCount ?? 0
}

async function run(context: Context) {
  const lastsMs = sized(context, 1500, 30_000)
  return withRig(
    async (rig) => {
      const servers = [await rig.start(), await rig.start()]
      const taken: pg.Client[] = []
      // Without a transaction: in one, the same sessions are seen again and again.
      const killer = new pg.Client({ connectionString: rig.postgres.url })
      await killer.connect()
      let recoveryMs = 0
      let withoutAny = 0
      const borne = await underLoad({ rig, servers, slowestMs: limitOf(context, 2000) }, async ({ callings }) => {
        await sleep(500)
        const start = performance.now()
        const isOver = (ms: number) => performance.now() - start > ms
        while (!isOver(lastsMs) || (withoutAny === 0 && !isOver(lastsMs + PATIENCE_MS))) {
          withoutAny += (await occupy(rig, killer, taken)) === 0 ? 1 : 0
          await sleep(200)
        }
        await Promise.all([killer, ...taken].map((client) => client.end()))
        recoveryMs = await decidedAgain(callings)
        await sleep(1000)
      })
      const { all, stuck } = await connectionsOf(rig)
      return {
        did: `all ${MOST} connections of PostgreSQL held in open transactions by others for ${lastsMs / 1000} s, those of two processes cut off`,
        figures: {
          ...loadFigures(borne),
          ...{
            ...{ 'connections held': taken.length, 'times it was found to have none': withoutAny },
            'decided again after ms': Math.round(recoveryMs),
            'connections after': all,
          },
        },
        problems: [
          ...borne.problems,
          ...lateTrouble(context, borne),
          ...unmet({
            'calls were told 503': sumOf(borne.callings, 'unanswered') > 0,
            'the app had no connection at all for a while': withoutAny > 0,
            'decided again within 2 s': recoveryMs <= limitOf(context, 2000),
            'no transaction is left open': stuck === 0,
          }),
        ],
      }
    },
    { settings: [`max_connections=${MOST}`] },
  )
}

export const noConnections: Scenario = {
  id: 'F8',
  title: 'no connection to be had',
  goal: 'calls 503 within 1 s or served; nothing stuck; decided again within 2 s',
  run,
}
