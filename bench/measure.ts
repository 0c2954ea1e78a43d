import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import pg from 'pg'
import { testFolder } from '#test/postgres'
import { buildServer } from '../scripts/bootstrap.mjs'
import { ROUNDS, SECONDS } from './interleave.ts'
import type { LoadCall, LoadPlan, LoadResult } from './load.ts'
import { load, type Program, pinning, withServer } from './processes.ts'
import { type Measurement, machine, type Summary, summarise } from './report.ts'
import { BENCH_SECRET, withScratchDatabase } from './scratch-database.ts'
import { type Seeded, seedKeys } from './seed.ts'

export const BUILT = 'dist/bench'

/** One server and what is sent to it. */
export type Subject = {
  name: string
  /** A script for Node, or another program. */
  script: string | Program
  env?: Record<string, string>
  path: string
  calls(seeded: Seeded): readonly LoadCall[]
  /** How many keys are judged by one call, by which its rate is multiplied; one when not said. */
  keysPerCall?: number
  /** The larger number first: it meets the cold keys sooner. */
  connections: readonly number[]
} & Pick<LoadPlan, 'expectedStatus' | 'unexpectedText' | 'failedText' | 'draw' | 'cold' | 'everyCallFirst'>

/** Something else that has a rate, measured by a tool of its own. */
export type Sampled = {
  name: string
  connections: readonly number[]
  sample(connections: number, seconds: number): Promise<LoadResult>
}

/** What subjects can be made from. `folder`: a temporary one, for configuration. */
export type Bench = { url: string; seeded: Seeded; folder: string }

type Subjects = readonly (Subject | Sampled)[]

/** A call of /v1/verify, and of what stands beside it, with each of these keys. */
export const emailChecks = (secrets: readonly string[]): LoadCall[] =>
  secrets.map((credential) => ({ credential, body: '{"email":"ada@example.com"}' }))

type Entry = 'bare' | 'gate' | 'next' | 'profiled'

/** Measures subjects in interleaved rounds, on keys and a database of their own. */
export async function measureSubjects(subjects: Subjects, servers: readonly Entry[]): Promise<Summary[]> {
  return withBench(servers, (bench) => measureRounds(subjects, bench))
}

/** Builds servers, seeds an empty database and runs `work`; removes all that was made for it. */
export async function withBench<T>(servers: readonly Entry[], work: (bench: Bench) => Promise<T>): Promise<T> {
  const folder = testFolder('bench')
  try {
    return await withScratchDatabase(async (url) => {
      const seeded = await seedOnce(url)
      await buildServers(servers)
      return await work({ url, seeded, folder })
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function seedOnce(url: string): Promise<Seeded> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await seedKeys(client)
  } finally {
    await client.end()
  }
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
    sourcemap: true,
  })
  if (!servers.includes('next')) return
  execFileSync('npx', ['next', 'build', 'bench/next-handler'], {
    stdio: 'ignore',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  })
}

/** In rounds that go there and back, so that a slow minute of the machine falls on all alike. */
export async function measureRounds(subjects: Subjects, bench: Bench): Promise<Summary[]> {
  const done: Measurement[] = subjects.flatMap(({ name, connections }) =>
    connections.map((count) => ({ subject: name, connections: count, rounds: [] })),
  )
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const subject of round % 2 === 0 ? subjects.toReversed() : subjects) {
      await measureOnce(subject, bench, (connections, result) => {
        console.error(`round ${round}: ${subject.name}, ${connections}: ${Math.round(result.rate)}/s`)
        done.find((one) => one.subject === subject.name && one.connections === connections)?.rounds.push(result)
      })
    }
  }
  return done.map(summarise)
}

type Note = (connections: number, result: LoadResult) => void

async function measureOnce(subject: Subject | Sampled, bench: Bench, note: Note): Promise<void> {
  if ('sample' in subject) {
    for (const connections of subject.connections) note(connections, await subject.sample(connections, SECONDS))
    return
  }
  // What is cold once is warm afterwards.
  const visits = subject.cold === true ? subject.connections.map((count) => [count]) : [subject.connections]
  for (const visit of visits) await measureServer({ ...subject, connections: visit }, bench, note)
}

async function measureServer(subject: Subject, { url, seeded }: Bench, note: Note): Promise<void> {
  const { script, env, connections: counts, name: _, calls, keysPerCall = 1, everyCallFirst = true, ...plan } = subject
  const shared = { DATABASE_URL: url, GATELIST_SECRET: BENCH_SECRET, LOG_LEVEL: 'error', HOST: '127.0.0.1' }
  await withServer(script, { ...shared, ...env }, async (port, pid) => {
    for (const [visit, connections] of counts.entries()) {
      const result = await load(`${BUILT}/load.js`, {
        ...{ ...plan, port, connections, serverPids: [pid], warmUpSeconds: visit === 0 ? 1 : 0.3, seconds: SECONDS },
        ...{ calls: calls(seeded), everyCallFirst: everyCallFirst && visit === 0 },
      })
      note(connections, { ...result, rate: result.rate * keysPerCall })
    }
  })
}

/** Keeps figures with what they were taken on. */
export function keepRecord(scenario: string, figures: Record<string, unknown>): void {
  const record = { taken: new Date().toISOString(), machine: machine(), ...figures }
  mkdirSync('bench/results', { recursive: true })
  writeFileSync(`bench/results/${scenario}.json`, `${JSON.stringify(record, null, 2)}\n`)
}

/** Keeps the figures with what they were taken on, and returns the sentence that goes below their table. */
export function keepResults(
  scenario: string,
  summaries: readonly Summary[],
  more: Record<string, unknown> = {},
): string {
  keepRecord(scenario, { rounds: ROUNDS, seconds: SECONDS, ...more, summaries })
  const { cpu, node } = machine()
  const taken = ROUNDS === 1 ? `One round of ${SECONDS} s` : `Medians of ${ROUNDS} interleaved rounds of ${SECONDS} s`
  return `${taken}; 10,000 keys of 10 entries, drawn uniformly; ${cpu}; Node ${node}; ${pinning}.`
}
