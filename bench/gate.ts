import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import pg from 'pg'
import { buildServer } from '../scripts/bootstrap.mjs'
import { load, pinning, withServer } from './processes.ts'
import { type Measurement, machine, markdownTable, type Summary, summarise, writeBetween } from './report.ts'
import { BENCH_SECRET, withScratchDatabase } from './scratch-database.ts'
import { type Seeded, seedKeys } from './seed.ts'

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4)
// The larger number first: it meets the cold keys sooner.
const CONNECTIONS = [50, 1]
const BUILT = 'dist/bench'

type Subject = {
  name: string
  script: string
  env?: Record<string, string>
  path: string
  keys: keyof Seeded
  expectedStatus: number
}

const CEILING = 'bare `node:http`'
const gateOn = (name: string, gate: string): Subject => ({
  name,
  script: `${BUILT}/gate.js`,
  env: { GATE: gate },
  path: '/gate',
  keys: 'admitting',
  expectedStatus: 200,
})

const SUBJECTS: readonly Subject[] = [
  { name: CEILING, script: `${BUILT}/bare.js`, path: '/', keys: 'refusing', expectedStatus: 403 },
  {
    name: '**Gatelist `/v1/verify`, refused**',
    script: 'dist/server.js',
    env: { GATELIST_WITHOUT_PAGES: '1' },
    path: '/v1/verify',
    keys: 'refusing',
    expectedStatus: 403,
  },
  gateOn('**Gatelist gate, allowed**', 'validated'),
  gateOn('same gate, unchecked cache', 'unchecked'),
  gateOn('same gate, prepared `pg` read per request', 'database'),
  {
    name: 'Next.js route handler that does nothing',
    script: `${BUILT}/next.js`,
    path: '/noop',
    keys: 'refusing',
    expectedStatus: 403,
  },
]

async function buildSubjects(): Promise<void> {
  await buildServer()
  await build({
    entryPoints: {
      bare: 'bench/servers/bare.ts',
      gate: 'bench/servers/gate.ts',
      next: 'bench/servers/next.ts',
      load: 'bench/load.ts',
    },
    outdir: BUILT,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  })
  execFileSync('npx', ['next', 'build', 'bench/next-handler'], {
    stdio: 'ignore',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  })
}

async function measure(seeded: Seeded, env: Record<string, string>): Promise<Measurement[]> {
  const done: Measurement[] = SUBJECTS.flatMap(({ name }) =>
    CONNECTIONS.map((connections) => ({ subject: name, connections, rounds: [] })),
  )
  // Rounds are interleaved, so that a slow minute of the machine falls on all alike.
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const subject of SUBJECTS) {
      await withServer(subject.script, { ...env, ...subject.env }, async (port) => {
        for (const connections of CONNECTIONS) {
          const result = await load(`${BUILT}/load.js`, {
            port,
            path: subject.path,
            secrets: seeded[subject.keys],
            connections,
            warmUpSeconds: 1,
            seconds: SECONDS,
            expectedStatus: subject.expectedStatus,
          })
          console.error(`round ${round}: ${subject.name}, ${connections}: ${Math.round(result.rate)} req/s`)
          done.find((one) => one.subject === subject.name && one.connections === connections)?.rounds.push(result)
        }
      })
    }
  }
  return done
}

/** Measures the gate beside its ceiling and the other ways to build it; writes the figures and the table of the README. */
export async function benchGate(): Promise<void> {
  await withScratchDatabase(async (url) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const seeded = await seedKeys(client)
    await client.end()
    await buildSubjects()
    const env = { DATABASE_URL: url, GATELIST_SECRET: BENCH_SECRET, LOG_LEVEL: 'error', HOST: '127.0.0.1' }
    report((await measure(seeded, env)).map(summarise))
  })
}

function report(summaries: readonly Summary[]): void {
  const record = { taken: new Date().toISOString(), machine: machine(), rounds: ROUNDS, seconds: SECONDS, summaries }
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/gate.json', `${JSON.stringify(record, null, 2)}\n`)
  const table = markdownTable(summaries, CEILING)
  const { cpu, node } = record.machine
  const caption = `Medians of ${ROUNDS} interleaved rounds of ${SECONDS} s; 10,000 keys of 10 entries, drawn uniformly; ${cpu}; Node ${node}; ${pinning}. Repeat with \`npm run bench\`.`
  writeBetween('README.md', 'bench', `${table}\n\n${caption}`)
  console.log(`${table}\n\n${caption}`)
}
