import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openVerifyClient } from '#test/freshness/verify-client'
import type { RunningServer } from '#test/servers'
import { startCalling } from './callers.ts'
import { openLedger } from './ledger.ts'
import { type Load, loadFigures, underLoad } from './load.ts'
import { type OldBuild, withOldBuild } from './old-build.ts'
import { startOwnServer } from './own-server.ts'
import { portOf, type Rig, withRig } from './rig.ts'
import { type Context, type Finding, type Scenario, sized, unmet } from './scenario.ts'
import { settleAll } from './truth.ts'

/** Saves through the new version, asked about at the old one each time. */
async function saveThroughNew(
  rig: Rig,
  { old, fresh, times }: { old: RunningServer; fresh: RunningServer; times: number },
): Promise<string[]> {
  const place = { url: fresh.url, token: rig.token }
  const ledger = await openLedger(place)
  const client = await openVerifyClient(portOf(old))
  const wrong: string[] = []
  for (let time = 0; time < times; time += 1) {
    await ledger.save(place)
    const outcomes = [await ledger.verify(client, ledger.newest()), await ledger.verify(client, ledger.newest() - 1)]
    if (outcomes.join() !== 'allowed,address refused')
      wrong.push(`saved by the new one, the old one says ${outcomes.join(', ')}`)
  }
  client.close()
  return [...wrong, ...(await settleAll(rig, [ledger]))]
}

async function upgrade(
  context: Context,
  rig: Rig,
  { old, load }: { old: RunningServer; load: Load },
): Promise<string[]> {
  await sleep(500)
  const fresh = await rig.start()
  const calling = startCalling({ ledgers: load.ledgers, callers: 4, everyMs: 5, port: () => portOf(fresh) })
  try {
    const problems = await saveThroughNew(rig, { old, fresh, times: sized(context, 10, 100) })
    await sleep(sized(context, 1000, 10_000))
    const { allowed, other } = calling.counts
    return [...problems, ...unmet({ 'the new version decides': allowed > 0 && other === 0 })]
  } finally {
    await calling.stop()
  }
}

async function runOn(context: Context, { root, commit, missing }: OldBuild): Promise<Finding> {
  return withRig(
    async (rig) => {
      const old = await startOwnServer({ root, log: join(root, 'old.log'), env: { DATABASE_URL: rig.postgres.url } })
      const problems: string[] = []
      try {
        const borne = await underLoad({ rig, servers: [old] }, async (load) => {
          problems.push(...(await upgrade(context, rig, { old, load })))
        })
        return {
          did: `the version of ${commit} under calls and saves while this one starts beside it and migrates (${missing.join(', ')}); lists saved through both`,
          figures: loadFigures(borne),
          problems: [...borne.problems, ...new Set(problems)],
        }
      } finally {
        await old.stop()
      }
    },
    { migrations: join(root, 'prisma/migrations') },
  )
}

export const oldAndNew: Scenario = {
  id: 'F19',
  title: 'old and new version side by side',
  goal: 'the old one never reads a list of the new one as empty, nor the other way round; nothing is decided by an old list',
  run: (context) => withOldBuild((old) => runOn(context, old)),
}
