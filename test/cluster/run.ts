// `npx tsx test/cluster/run.ts rolling 100` restarts two servers behind HAProxy so often; `rolling 20 2` two of two workers each;
// `failover 10` lets a standby take over so often.
import { resolveEnv } from '#lib/env'
import { migrate } from '#server/migrate'
import { startTestPostgres, sweepTestFolders } from '#test/postgres'
import { migrationsFolder } from '#test/template'
import { BENCH_SECRET } from '../../bench/scratch-database.ts'
import { failOver } from './failover.ts'
import { rollingRestarts } from './rolling.ts'

const [kind = '', times = '10', workers = '1'] = process.argv.slice(2)

async function rolling(): Promise<boolean> {
  const postgres = await startTestPostgres([])
  try {
    await migrate(postgres.url, migrationsFolder)
    const plan = { databaseUrl: postgres.url, times: Number(times), workers: Number(workers) }
    const traffic = await rollingRestarts(plan)
    console.log({ ...plan, databaseUrl: undefined, ...traffic })
    return traffic.lost === 0
  } finally {
    await postgres.stop()
  }
}

async function failovers(): Promise<boolean> {
  let isWell = true
  for (let time = 0; time < Number(times); time += 1) {
    const one = await failOver()
    console.log(one)
    isWell &&= one.problems.length === 0
  }
  return isWell
}

resolveEnv({ GATELIST_SECRET: BENCH_SECRET })
await sweepTestFolders()
const run = { rolling, failover: failovers }[kind]
if (run === undefined) throw new Error('rolling or failover?')
process.exit((await run()) ? 0 : 1)
