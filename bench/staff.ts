import { parseArgs } from 'node:util'
import { resolveEnv } from '#lib/env'
import { startServer } from '#test/servers'
import { buildPages } from '../scripts/bootstrap.mjs'
import { keepRecord } from './measure.ts'
import { populate } from './population/populate.ts'
import { machine, writeBetween } from './report.ts'
import { BENCH_SECRET, withScratchDatabase } from './scratch-database.ts'
import { untilCounted, untilCounting } from './staff-counting.ts'
import { type Entered, enterAsStaff } from './staff-entry.ts'
import { type Exported, exportAll } from './staff-export.ts'
import { type Place, places, whileCounting } from './staff-places.ts'

const CALLS = Number(process.env.BENCH_CALLS ?? 100)
const WARM_UP = 3

type Timed = Place & { p50: number; p99: number }

/**
 * Measures the first page of each staff page, look-ups and exports with a million keys. `--database` names one that `npm run seed`
 * has filled; without it one is filled first, which takes minutes.
 */
export async function benchStaff(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { database: { type: 'string' } } })
  if (values.database !== undefined) {
    resolveEnv({ GATELIST_SECRET: process.env.GATELIST_SECRET ?? BENCH_SECRET, DATABASE_URL: values.database })
    return measureOn(values.database)
  }
  await withScratchDatabase(async (url) => {
    await populate(url, { keys: 1_000_000, workspaces: 2000 })
    await measureOn(url)
  })
}

async function measureOn(databaseUrl: string): Promise<void> {
  await buildPages()
  const server = await startServer({
    env: {
      ...{ DATABASE_URL: databaseUrl, GATELIST_SECRET: process.env.GATELIST_SECRET ?? BENCH_SECRET },
      ...{ STAFF_SECOND_FACTOR: 'optional', LOG_LEVEL: 'error', APP_URL: 'http://localhost:3000' },
    },
  })
  try {
    const entered = await enterAsStaff()
    const pages: Timed[] = []
    await untilCounting(databaseUrl)
    pages.push(await time(server.url, entered, whileCounting()))
    await untilCounted(databaseUrl)
    for (const place of places()) pages.push(await time(server.url, entered, place))
    const exported: Exported[] = []
    for (const kind of ['keys', 'entries'] as const) exported.push(await exportAll(server, entered, kind))
    report(pages, exported)
  } finally {
    await server.stop()
  }
}

/** One call after another, as one member of staff looks around; what a page answers is read to its end. */
async function time(url: string, { cookie, token }: Entered, place: Place): Promise<Timed> {
  const durations: number[] = []
  const headers: Record<string, string> = place.door === 'page' ? { cookie } : { authorization: `Bearer ${token}` }
  for (let call = -WARM_UP; call < CALLS; call += 1) {
    const start = performance.now()
    const response = await fetch(url + place.path(call + WARM_UP), { headers, redirect: 'manual' })
    await response.text()
    if (response.status !== 200) throw new Error(`${place.name}: ${response.status}`)
    if (call >= 0) durations.push(performance.now() - start)
  }
  const sorted = durations.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  console.error(
    `${place.name}: p50 ${at(0.5).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms, at most ${place.limitMs} ms`,
  )
  return { ...place, p50: at(0.5), p99: at(0.99) }
}

function report(pages: readonly Timed[], exported: readonly Exported[]): void {
  const rows = [
    ['', 'p50 ms', 'p99 ms', 'goal, p99 ms'],
    ['---', '---:', '---:', '---:'],
    ...pages.map(({ name, p50, p99, limitMs }) => [name, p50.toFixed(0), p99.toFixed(0), String(limitMs)]),
    ['', '', '', ''],
  ].slice(0, -1)
  const exports = [
    ['', 'rows', 'rows/s', 'added memory, MiB', 'goal'],
    ['---', '---:', '---:', '---:', '---:'],
    ...exported.map(({ kind, rows, perSecond, addedMiB }) => [
      ...[`all ${kind} as NDJSON`, String(rows), perSecond.toFixed(0), addedMiB.toFixed(0), '20000 rows/s, 150 MiB'],
    ]),
  ]
  const table = (lines: readonly string[][]) => lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  const { cpu, node } = machine()
  const text = `${table(rows)}\n\n${table(exports)}\n\n${CALLS} calls each, one after another, a million keys with three million entries in 2,000 workspaces; server and PostgreSQL share ${cpu}; Node ${node}. Repeat with \`npm run bench -- staff\`.`
  keepRecord('staff', {
    pages: pages.map(({ name, p50, p99, limitMs }) => ({ name, p50, p99, limitMs })),
    exports: exported,
  })
  writeBetween('docs/operate/staff.md', 'bench', text)
  console.log(text)
}
