import { openVerifyClient } from '#test/freshness/verify-client'
import { atOnce, type Passing, startShapedProxy } from './database-proxy.ts'
import { openLedger } from './ledger.ts'
import { portOf, type Rig, withRig } from './rig.ts'
import { type Context, type Scenario, sized, unmet } from './scenario.ts'
import { settleAll } from './truth.ts'

/** Of PostgreSQL's protocol: the tag of a statement that ended, CommandComplete. */
const COMMITTED = Buffer.from('COMMIT\0')

type Cut = { readonly status: number; readonly isNew: boolean; readonly problems: string[] }

/** Saves through a process that is killed when the database has committed and before it hears of it. */
async function cutOnce(rig: Rig): Promise<Cut> {
  const proxy = await startShapedProxy(rig.postgres.url)
  try {
    const server = await rig.start({ DATABASE_URL: proxy.url })
    const place = { url: server.url, token: rig.token }
    const ledger = await openLedger(place)
    let killed: Promise<void> | undefined
    const kill: Passing = (chunk, direction) => {
      if (direction === 'questions' || !chunk.includes(COMMITTED)) return 0
      killed ??= server.kill9()
      return 'lost'
    }
    proxy.shape(kill)
    const { status } = await ledger.save(place)
    await killed
    proxy.shape(atOnce)
    const isNew = await seenAfter(rig, ledger)
    return { status, isNew, problems: await settleAll(rig, [ledger]) }
  } finally {
    await proxy.close()
  }
}

/** Whether another process judges by what was saved. */
async function seenAfter(rig: Rig, ledger: Awaited<ReturnType<typeof openLedger>>): Promise<boolean> {
  const other = await rig.start()
  const client = await openVerifyClient(portOf(other))
  const outcomes = [await ledger.verify(client, ledger.newest()), await ledger.verify(client, ledger.newest() - 1)]
  client.close()
  await other.stop()
  return outcomes.join() === 'allowed,address refused'
}

async function run(context: Context) {
  const times = sized(context, 1, 25)
  return withRig(async (rig) => {
    const cuts: Cut[] = []
    for (let time = 0; time < times; time += 1) cuts.push(await cutOnce(rig))
    return {
      did: `a process killed when PostgreSQL had committed its save and before it was told, ${times} times`,
      figures: { cuts: times, 'saves without an answer': cuts.filter(({ status }) => status === 0).length },
      problems: [
        ...new Set(cuts.flatMap(({ problems }) => problems)),
        ...unmet({
          'the caller gets no answer': cuts.every(({ status }) => status === 0),
          'the new list rules from then on': cuts.every(({ isNew }) => isNew),
        }),
      ],
    }
  })
}

export const killedAfterCommit: Scenario = {
  id: 'F18',
  title: 'kill -9 between commit and answer',
  goal: 'the caller sees an error; the new list rules, for ever; the audit trail tells of it',
  run,
}
