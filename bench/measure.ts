import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import pg from 'pg'
import { buildServer } from '../scripts/bootstrap.mjs'
import type { LoadCall } from './load.ts'
import { load, pinning, withServer } from './processes.ts'
import { type Measurement, machine, type Summary, summarise } from './report.ts'
import { BENCH_SECRET, withScratchDatabase } from './scratch-database.ts'
import { type Seeded, seedKeys } from './seed.ts'

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4)
export const BUILT = 'dist/bench'

/** One server and what is sent to it. */
export type Subject = {
  name: string
  script: string
  env?: Record<string, string>
  path: string
  calls(seeded: Seeded): readonly LoadCall[]
  expectedStatus: number
  unexpectedText?: string
  /** The larger number first: it meets the cold keys sooner. */
  connections: readonly number[]
}

/** A call of /v1/verify, and of what stands beside it, with each of these keys. */
export const emailChecks = (secrets: readonly string[]): LoadCall[] =>
  secrets.map((credential) => ({ credential, body: '{"email":"ada@example.com"}' }))

type Entry = 'bare' | 'gate' | 'next'

/** Measures subjects in interleaved rounds, so that a slow minute of the machine falls on all alike. */
export async function measureSubjects(subjects: readonly Subject[], servers: readonly Entry[]): Promise<Summary[]> {
  const summaries: Summary[] = []
  await withScratchDatabase(async (url) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const seeded = await seedKeys(client)
    await client.end()
    await buildServers(servers)
    const env = { DATABASE_URL: url, GATELIST_SECRET: BENCH_SECRET, LOG_LEVEL: 'error', HOST: '127.0.0.1' }
    summaries.push(...(await measure(subjects, seeded, env)).map(summarise))
  })
  return summaries
}

/** Builds what is measured and what measures it. */
export async function buildServers(servers: readonly Entry[]): Promise<void> {
  await buildServer()
  const entries = Object.fromEntries(servers.map((name) => [name, `bench/servers/${name}.ts`]))
  await build({
    entryPoints: { ...entries, load: 'bench/load.ts' },
    outdir: BUILT,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  })
  if (!servers.includes('next')) return
  execFileSync('npx', ['next', 'build', 'bench/next-handler'], {
    stdio: 'ignore',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  })
}

async function measure(
  subjects: readonly Subject[],
  seeded: Seeded,
  env: Record<string, string>,
): Promise<Measurement[]> {
  const done: Measurement[] = subjects.flatMap(({ name, connections }) =>
    connections.map((count) => ({ subject: name, connections: count, rounds: [] })),
  )
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const { script, path, expectedStatus, unexpectedText, ...subject } of subjects) {
      await withServer(script, { ...env, ...subject.env }, async (port) => {
        for (const connections of subject.connections) {
          const result = await load(`${BUILT}/load.js`, {
            ...{ port, path, connections, expectedStatus },
            ...(unexpectedText === undefined ? {} : { unexpectedText }),
            calls: subject.calls(seeded),
            warmUpSeconds: 1,
            seconds: SECONDS,
          })
          console.error(`round ${round}: ${subject.name}, ${connections}: ${Math.round(result.rate)} req/s`)
          done.find((one) => one.subject === subject.name && one.connections === connections)?.rounds.push(result)
        }
      })
    }
  }
  return done
}

/** Keeps figures with what they were taken on. */
export function keepRecord(scenario: string, figures: Record<string, unknown>): void {
  const record = { taken: new Date().toISOString(), machine: machine(), ...figures }
  mkdirSync('bench/results', { recursive: true })
  writeFileSync(`bench/results/${scenario}.json`, `${JSON.stringify(record, null, 2)}\n`)
}

/** Keeps the figures with what they were taken on, and returns the sentence that goes below their table. */
export function keepResults(scenario: string, summaries: readonly Summary[]): string {
  keepRecord(scenario, { rounds: ROUNDS, seconds: SECONDS, summaries })
  const { cpu, node } = machine()
  const taken = ROUNDS === 1 ? `One round of ${SECONDS} s` : `Medians of ${ROUNDS} interleaved rounds of ${SECONDS} s`
  return `${taken}; 10,000 keys of 10 entries, drawn uniformly; ${cpu}; Node ${node}; ${pinning}.`
}
