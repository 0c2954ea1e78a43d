import { singleVerify } from './admin-subjects.ts'
import { confineDatabase } from './confine.ts'
import { gateOn } from './gate-subjects.ts'
import { type Arm, interleave, ROUNDS, ratioOf, SECONDS } from './interleave.ts'
import type { LoadResult } from './load.ts'
import { BUILT, buildServers, emailChecks, type Subject } from './measure.ts'
import { onDatabase } from './on-database.ts'
import { type Core, canPin, load, nodeScript, withServer } from './processes.ts'
import { publish, whole } from './publish.ts'
import { median } from './report.ts'
import { BENCH_SECRET, withScratchDatabase } from './scratch-database.ts'
import { type Seeded, seedKeys } from './seed.ts'

const CONNECTIONS = [50]
const GOAL = 1.7

const SUBJECTS: readonly Subject[] = [
  gateOn('the gate, allowed', 'validated', CONNECTIONS),
  {
    ...{ name: '`/v1/verify`, refused', connections: CONNECTIONS, path: '/v1/verify', expectedStatus: 403 },
    ...{ script: 'dist/server.js', env: { GATELIST_WITHOUT_PAGES: '1' } },
    calls: ({ refusing }) => emailChecks(refusing),
  },
  singleVerify({ name: '`apiKeys:verify`', connections: CONNECTIONS }),
]

/** `cpuMicros`: what the servers' processes computed for a request. */
type Run = Pick<LoadResult, 'rate' | 'p99' | 'failed'> & { cpuMicros: number }
type Runs = Record<'one' | 'two', Run[]>

/** Measures one process on half of the machine, with all that it needs there, beside two on the whole of it. */
export async function benchScaling(): Promise<void> {
  if (!canPin) throw new Error('this needs taskset and two cores')
  await withScratchDatabase(async (url) => {
    const seeded = await onDatabase(url, seedKeys)
    await buildServers(['gate'])
    const results: { what: string; runs: Runs }[] = []
    for (const subject of SUBJECTS) {
      const arm = (name: keyof Runs, cores: '0' | '0,1'): Arm<keyof Runs, Run> => ({
        name,
        async run(round) {
          await confineDatabase(url, cores)
          const run = sumOf(await Promise.all(coresIn(cores).map((core) => measureOn(core, { subject, url, seeded }))))
          console.error(`round ${round}: ${subject.name}, ${name}: ${whole(run.rate)} req/s`)
          return run
        },
      })
      results.push({ what: subject.name, runs: await interleave([arm('one', '0'), arm('two', '0,1')]) })
    }
    report(results)
  })
}

const coresIn = (cores: string): Core[] => (cores === '0' ? [0] : [0, 1])

type Where = { subject: Subject; url: string; seeded: Seeded }

/** A server of its own on that core, and the generator of its load there too. */
function measureOn(core: Core, { subject, url, seeded }: Where): Promise<LoadResult> {
  const { script, env, calls, name: _, ...plan } = subject
  const shared = { DATABASE_URL: url, GATELIST_SECRET: BENCH_SECRET, LOG_LEVEL: 'error', HOST: '127.0.0.1' }
  const program = typeof script === 'string' ? nodeScript(script, core) : { ...script, core }
  return withServer(program, { ...shared, ...env }, (port, pid) =>
    load(
      `${BUILT}/load.js`,
      {
        ...{ ...plan, port, serverPids: [pid], calls: calls(seeded) },
        ...{ connections: CONNECTIONS[0] ?? 1, warmUpSeconds: 2, seconds: SECONDS },
      },
      core,
    ),
  )
}

function sumOf(results: readonly LoadResult[]): Run {
  const sum = (value: (result: LoadResult) => number) => results.reduce((all, result) => all + value(result), 0)
  const rate = sum((result) => result.rate)
  return {
    ...{ rate, failed: sum((result) => result.failed), p99: Math.max(...results.map(({ p99 }) => p99)) },
    cpuMicros: (sum(({ serverCpu }) => serverCpu) * 1_000_000) / rate,
  }
}

function report(results: readonly { what: string; runs: Runs }[]): void {
  const rates = (runs: readonly Run[]) => runs.map(({ rate }) => rate)
  const at = (runs: readonly Run[], value: (run: Run) => number) => median(runs.map(value))
  publish('scaling', {
    figures: { rounds: ROUNDS, seconds: SECONDS, results },
    table: [
      ['', 'one: req/s', 'two: req/s', 'two to one', 'from round to round', 'p99 ms', 'µs of the process a request'],
      ...results.map(({ what, runs: { one, two } }) => {
        const ratio = ratioOf(rates(two), rates(one))
        return [
          ...[what, whole(at(one, ({ rate }) => rate)), whole(at(two, ({ rate }) => rate)), ratio.median.toFixed(2)],
          ...[`${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)}`],
          `${at(one, ({ p99 }) => p99).toFixed(2)} / ${at(two, ({ p99 }) => p99).toFixed(2)}`,
          `${at(one, ({ cpuMicros }) => cpuMicros).toFixed(1)} / ${at(two, ({ cpuMicros }) => cpuMicros).toFixed(1)}`,
        ]
      }),
    ],
    caption: `Medians of ${ROUNDS} interleaved rounds of ${SECONDS} s. What calls, and the database, need a machine too, so a whole machine is compared with half of it. One: the process, the generator of its load at 50 connections, and PostgreSQL with all its processes are kept on core 0. Two: on each core a process with a generator of its own, 50 connections each, and PostgreSQL on both. 10,000 keys of 10 entries, which each process holds for itself. Goal: ${GOAL}.`,
  })
}
