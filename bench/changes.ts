import { type Changing, spareEntries, startChanges } from './change-maker.ts'
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

const CHANGES = ['0', '20', '200'] as const
type PerSecond = (typeof CHANGES)[number]

const DRAWS: readonly Draw[] = ['uniform', 'zipf']
const GOAL = 0.9

/** `made`: changes a second that there really were. */
type Run = Pick<LoadResult, 'rate' | 'p50' | 'p99' | 'failed' | 'serverCpu'> & { made: number }
type Runs = Record<PerSecond, Run[]>

/** Measures the gate while the keys that are called are being changed. */
export async function benchChanges(): Promise<void> {
  await withScratchDatabase(async (url) => {
    const { admitting } = await onDatabase(url, seedKeys)
    const entries = await onDatabase(url, spareEntries)
    await buildServers(['gate'])
    const change = (perSecond: number) => startChanges(url, entries, perSecond)
    // Who makes the changes is no part of the server: it has its place beside who calls.
    const results = await onCore(1, async () => {
      const measured: { draw: Draw; runs: Runs }[] = []
      for (const draw of DRAWS) {
        const runs = await withGate(url, async (call) => {
          // The code is compiled before anything is compared.
          await call(admitting, { draw, seconds: 1 })
          return interleave(CHANGES.map((perSecond) => arm({ call, change, admitting, draw, perSecond })))
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
  change(perSecond: number): Changing
  admitting: readonly string[]
  draw: Draw
  perSecond: PerSecond
}

function arm({ call, change, admitting, draw, perSecond }: ArmPlan): Arm<PerSecond, Run> {
  return {
    name: perSecond,
    async run(round) {
      const changing = change(Number(perSecond))
      const { rate, p50, p99, failed, serverCpu } = await call(admitting, { draw, everyCallFirst: false })
      const made = await changing.stop()
      console.error(`round ${round}: ${draw}, ${made.toFixed(0)} changes/s: ${whole(rate)} req/s`)
      return { rate, p50, p99, failed, serverCpu, made }
    },
  }
}

function report(results: readonly { draw: Draw; runs: Runs }[]): void {
  const rates = (runs: readonly Run[]) => runs.map(({ rate }) => rate)
  const rows = results.flatMap(({ draw, runs }) =>
    CHANGES.map((perSecond) => {
      const own = runs[perSecond]
      const { median: ratio, least, most } = ratioOf(rates(own), rates(runs['0']))
      return [
        ...[`keys drawn ${draw === 'zipf' ? 'by Zipf' : 'uniformly'}, ${perSecond} changes/s`],
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
    caption: `Medians of ${ROUNDS} interleaved rounds of ${SECONDS} s; the gate, allowed, at 50 connections; 10,000 keys of 10 entries. Every change is a statement of its own that switches an entry of a key that is called, all keys in turn, from core 1. Goal: ${percent(GOAL)} at 200.`,
  })
}
