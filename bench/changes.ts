import { type Changing, type Rows, rowsElsewhere, spareEntries, startChanges } from './change-maker.ts'
import type { Draw } from './draw.ts'
import { type CallGate, withGate } from './gate-run.ts'
import { type Arm, cpuMicrosOf, interleave, ROUNDS, ratioOf, SECONDS } from './interleave.ts'
import type { LoadResult } from './load.ts'
import { buildServers } from './measure.ts'
import { onDatabase } from './on-database.ts'
import { onCore } from './processes.ts'
import { percent, publish, whole } from './publish.ts'
import { median } from './report.ts'
import { withScratchDatabase } from './scratch-database.ts'
import { seedKeys } from './seed.ts'

/** How many rows are switched in a second, and whose. */
const KINDS = {
  '0 changes/s': { perSecond: 0, of: 'lists' },
  '20 changes/s': { perSecond: 20, of: 'lists' },
  '200 changes/s': { perSecond: 200, of: 'lists' },
  '200 writes/s elsewhere': { perSecond: 200, of: 'nobody' },
} as const
type Kind = keyof typeof KINDS
const NAMES = Object.keys(KINDS) as Kind[]

const DRAWS: readonly Draw[] = ['uniform', 'zipf']
const GOAL = 0.9

/** `made`: changes a second that there really were. */
type Run = Pick<LoadResult, 'rate' | 'p50' | 'p99' | 'failed' | 'serverCpu'> & { made: number }
type Runs = Record<Kind, Run[]>

/** Measures the gate while the keys that are called are being changed. */
export async function benchChanges(): Promise<void> {
  await withScratchDatabase(async (url) => {
    const { admitting } = await onDatabase(url, seedKeys)
    const ids = await onDatabase(url, spareEntries)
    const lists = { databaseUrl: url, table: 'allowlist_entry', ids }
    const rows: Record<'lists' | 'nobody', Rows> = { lists, nobody: await rowsElsewhere(url, ids) }
    await buildServers(['gate'])
    const change = (kind: Kind) => startChanges(rows[KINDS[kind].of], KINDS[kind].perSecond)
    // Who makes the changes is no part of the server: it has its place beside who calls.
    const results = await onCore(1, async () => {
      const measured: { draw: Draw; runs: Runs }[] = []
      for (const draw of DRAWS) {
        const runs = await withGate(url, async (call) => {
          // The code is compiled before anything is compared.
          await call(admitting, { draw, seconds: 1 })
          return interleave(NAMES.map((kind) => arm({ call, change, admitting, draw, kind })))
        })
        measured.push({ draw, runs })
      }
      return measured
    })
    report(results)
  })
}

type ArmPlan = {
  call: CallGate
  change(kind: Kind): Changing
  admitting: readonly string[]
  draw: Draw
  kind: Kind
}

function arm({ call, change, admitting, draw, kind }: ArmPlan): Arm<Kind, Run> {
  return {
    name: kind,
    async run(round) {
      const changing = change(kind)
      const { rate, p50, p99, failed, serverCpu } = await call(admitting, { draw, everyCallFirst: false })
      const made = await changing.stop()
      console.error(`round ${round}: ${draw}, ${kind}: ${whole(rate)} req/s`)
      return { rate, p50, p99, failed, serverCpu, made }
    },
  }
}

function report(results: readonly { draw: Draw; runs: Runs }[]): void {
  const rates = (runs: readonly Run[]) => runs.map(({ rate }) => rate)
  const rows = results.flatMap(({ draw, runs }) =>
    NAMES.map((kind) => {
      const own = runs[kind]
      const { median: ratio, least, most } = ratioOf(rates(own), rates(runs['0 changes/s']))
      return [
        ...[`keys drawn ${draw === 'zipf' ? 'by Zipf' : 'uniformly'}, ${kind}`],
        ...[median(own.map(({ made }) => made)).toFixed(0), whole(median(rates(own)))],
        ...[percent(ratio), `${percent(least)} to ${percent(most)}`],
        `${median(own.map(({ p50 }) => p50)).toFixed(2)} / ${median(own.map(({ p99 }) => p99)).toFixed(2)}`,
        median(own.map(cpuMicrosOf)).toFixed(1),
        String(own.reduce((sum, { failed }) => sum + failed, 0)),
      ]
    }),
  )
  publish('changes', {
    figures: { rounds: ROUNDS, seconds: SECONDS, results },
    table: [
      [
        '',
        'made a second',
        'req/s',
        'of the rate without',
        'from round to round',
        'p50 / p99 ms',
        'µs of the process a request',
        '503',
      ],
      ...rows,
    ],
    caption: `Medians of ${ROUNDS} interleaved rounds of ${SECONDS} s; the gate, allowed, at 50 connections; 10,000 keys of 10 entries. Every change is a statement of its own that switches an entry of a key that is called, all keys in turn, from core 1. The writes elsewhere switch rows of another database of the same PostgreSQL: what so many writes cost whatever is asked. ${besideWrites(results)} Goal: ${percent(GOAL)} of the rate without, at 200 changes.`,
  })
}

/** What changes cost beyond what as many writes cost that concern no key. */
function besideWrites(results: readonly { draw: Draw; runs: Runs }[]): string {
  const ratios = results.flatMap(({ runs }) =>
    runs['200 changes/s'].map(({ rate }, round) => rate / (runs['200 writes/s elsewhere'][round]?.rate ?? Number.NaN)),
  )
  return `Beside those, 200 changes leave ${percent(median(ratios))}.`
}
