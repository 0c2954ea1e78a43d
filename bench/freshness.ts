import { mkdirSync, writeFileSync } from 'node:fs'
import { closeDatabase } from '#lib/db'
import type { FaultMaker } from '#test/freshness/fault'
import { cut } from '#test/freshness/faults/cut'
import { paused } from '#test/freshness/faults/paused'
import { slow } from '#test/freshness/faults/slow'
import { wrongClock } from '#test/freshness/faults/wrong-clock'
import { type FreshnessReport, shortfalls } from '#test/freshness/report'
import { type FreshnessSize, freshnessOfTwoProcesses } from '#test/freshness/two-processes'
import { type DisturbedRun, doorTables, faultTable, summary, sumOf } from './freshness-tables.ts'
import { machine, writeBetween } from './report.ts'
import { withScratchDatabase } from './scratch-database.ts'

const DOCUMENT = 'docs/operate/immediacy.md'
const DAY_MS = 86_400_000

const long: FreshnessSize = {
  verifies: Number(process.env.BENCH_VERIFIES ?? 1_000_000),
  saves: Number(process.env.BENCH_SAVES ?? 10_000),
  revocations: Number(process.env.BENCH_REVOCATIONS ?? 1_000),
  subjects: 50,
}

/** Of a run with a fault, a tenth of the long one. */
const short: FreshnessSize = {
  verifies: Math.ceil(long.verifies / 10),
  saves: Math.ceil(long.saves / 10),
  revocations: Math.ceil(long.revocations / 10),
  subjects: 20,
}

const faults: Readonly<Record<string, { readonly told: string; readonly make: FaultMaker }>> = {
  paused: {
    told: 'one process stopped for 10 s, then ten times for 0.3 s',
    make: paused({ longMs: 10_000, short: 10 }),
  },
  cut: { told: 'database connections cut and refused for 2 s, eight times', make: cut(8) },
  slow: { told: '200 ms later answers of the database to one process', make: slow(200) },
  'clock-ahead': { told: 'the clock of one process a day ahead', make: wrongClock(DAY_MS) },
  'clock-behind': { told: 'the clock of one process a day behind', make: wrongClock(-DAY_MS) },
}

/** The long run of the freshness test, about 12 minutes. Fails when one decision was made by an old state, or when little was done. */
export async function benchFreshness(): Promise<void> {
  const report = await freshly(long)
  keep('freshness', { ...recordOf(report) })
  const text = `${sumOf(report, 'freshness')}\n\n${doorTables(report)}`
  writeBetween(DOCUMENT, 'freshness', text)
  console.log(text)
  failUnlessProven({ healthy: { report, size: long } })
}

/** The same beside each fault, about a minute each. @param names of some faults; none: all, and the document is written */
export async function benchFreshnessFaults(names: readonly string[]): Promise<void> {
  const runs: DisturbedRun[] = []
  for (const name of names.length > 0 ? names : Object.keys(faults)) {
    const fault = faults[name]
    if (fault === undefined) throw new Error(`there is no ${name}; choose of ${Object.keys(faults).join(', ')}`)
    const report = await freshly(short, fault.make)
    runs.push({ name, told: fault.told, report })
    console.log(summary(name, report))
  }
  const text = faultTable(runs)
  console.log(text)
  if (names.length === 0) {
    keep('freshness-faults', Object.fromEntries(runs.map(({ name, report }) => [name, recordOf(report)])))
    writeBetween(DOCUMENT, 'freshness-faults', text)
  }
  failUnlessProven(Object.fromEntries(runs.map(({ name, report }) => [name, { report, size: short }])))
}

async function freshly(size: FreshnessSize, make?: FaultMaker): Promise<FreshnessReport> {
  const reports: FreshnessReport[] = []
  await withScratchDatabase(async (url) => {
    try {
      reports.push(await freshnessOfTwoProcesses(url, size, make))
    } finally {
      await closeDatabase()
    }
  })
  const [report] = reports
  if (report === undefined) throw new Error('nothing was measured')
  return report
}

function recordOf({ violations, ...counts }: FreshnessReport) {
  return { ...counts, violations: violations.length, overtaken: violations.filter(({ overtaken }) => overtaken).length }
}

function keep(name: string, record: object): void {
  mkdirSync('bench/results', { recursive: true })
  const whole = { taken: new Date().toISOString(), machine: machine(), ...record }
  writeFileSync(`bench/results/${name}.json`, `${JSON.stringify(whole, null, 2)}\n`)
}

function failUnlessProven(runs: Record<string, { report: FreshnessReport; size: FreshnessSize }>): void {
  const problems = Object.entries(runs).flatMap(([name, { report, size }]) => [
    ...report.violations.slice(0, 3).map((violation) => `${name}: stale ${JSON.stringify(violation)}`),
    ...(report.violations.length > 0 ? [`${name}: ${report.violations.length} stale decisions`] : []),
    ...shortfalls(report, size).map((what) => `${name}: too few ${what}`),
  ])
  if (problems.length > 0) throw new Error(problems.join('\n'))
}
