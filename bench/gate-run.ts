import { SECONDS } from './interleave.ts'
import type { LoadPlan, LoadResult } from './load.ts'
import { BUILT, emailChecks } from './measure.ts'
import { load, withServer } from './processes.ts'
import { BENCH_SECRET } from './scratch-database.ts'

type Choice = Partial<Pick<LoadPlan, 'connections' | 'cold' | 'draw' | 'everyCallFirst' | 'warmUpSeconds' | 'seconds'>>

/** Calls the gate with these keys, all of which it must let through. 50 connections when not said. */
export type CallGate = (secrets: readonly string[], choice?: Choice) => Promise<LoadResult>

/** Starts the gate on a database, without any key in memory. */
export async function withGate<T>(databaseUrl: string, use: (call: CallGate) => Promise<T>): Promise<T> {
  const env = {
    ...{ DATABASE_URL: databaseUrl, GATELIST_SECRET: BENCH_SECRET, LOG_LEVEL: 'error', HOST: '127.0.0.1' },
    GATE: 'validated',
  }
  return withServer(`${BUILT}/gate.js`, env, (port, pid) =>
    use((secrets, choice = {}) =>
      load(`${BUILT}/load.js`, {
        ...{ port, serverPids: [pid], path: '/gate', expectedStatus: 200, calls: emailChecks(secrets) },
        ...{ connections: 50, warmUpSeconds: 1, seconds: SECONDS, ...choice },
      }),
    ),
  )
}
